import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct MultiHeadAttentionTests {
    private func layer<Scalar: RealScalar>(
        _ width: Int, heads: Int, dropout: Double = 0, bias: Bool = true, isCausal: Bool = false, of: Scalar.Type
    ) -> MultiHeadAttention<Scalar> {
        var generator = PhiloxGenerator(seed: 1)
        var layer = MultiHeadAttention<Scalar>(
            width, heads: heads, dropout: dropout, bias: bias, isCausal: isCausal, using: &generator)
        // Biases other than 0, so that a missing bias is noticed.
        if bias { (layer.inputBias, layer.outputProjection.bias) = (sample([3 * width]), sample([width], seed: 2)) }
        return layer
    }

    @Test func agreesWithPyTorch() {
        let cases: [ReferenceCase] = referenceCases(in: "attention").filter { $0.operation == "multi_head_attention" }
        #expect(cases.count == 7)
        for reference in cases {
            let width: Int = reference.tensor("input", as: Double.self).shape[2]
            let start: MultiHeadAttention<Double> = layer(
                width, heads: reference.integer("heads"), bias: reference.has("in_proj_bias"),
                isCausal: reference.flag("isCausal"), of: Double.self)
            let names: [String] = start.parameterNames
            let operands: [String] = reference.has("keys") ? ["input", "keys", "values"] : ["input"]
            let padding: Tensor<Bool>? = reference.has("padding") ? reference.integers("padding") .!= 0 : nil
            let found: [String] = problems(against: reference, inputs: operands + names) { x in
                let parameters = Dictionary(uniqueKeysWithValues: zip(names, x.dropFirst(operands.count)))
                let layer: MultiHeadAttention<Double> = replacingParameters(of: start, by: parameters)
                return operands.count > 1
                    ? layer(queries: x[0], keys: x[1], values: x[2], padding: padding)
                    : layer(x[0], mask: nil, padding: padding)
            }
            #expect(found == [])
        }
    }

    @Test func parametersAreNamedAsInPyTorch() {
        let layer: MultiHeadAttention<Float> = layer(6, heads: 2, of: Float.self)
        #expect(layer.parameterNames == ["in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"])
        #expect(layer.parameterShapes.map(\.shape) == [[18, 6], [18], [6, 6], [6]])
        let names: [String] = self.layer(6, heads: 2, bias: false, of: Float.self).parameterNames
        #expect(names == ["in_proj_weight", "out_proj.weight"])
        var generator = PhiloxGenerator(seed: 1)
        let new = MultiHeadAttention<Float>(8, heads: 2, using: &generator)
        #expect(new.inputBias == Tensor(zeros: [24]) && new.outputProjection.bias == Tensor(zeros: [8]))
        let bound: Float = Float(6.0 / 32).squareRoot()
        let greatest: Float = new.inputWeight.abs().max().scalar
        #expect(greatest <= bound && greatest > 0.9 * bound)
    }

    @Test(arguments: [false, true])
    func hasItsDerivatives(isCausal: Bool) {
        for (shape, heads): (Shape, Int) in [([2, 3, 4], 2), ([1, 1, 3], 1), ([2, 0, 4], 2), ([0, 3, 4], 4)] {
            let layer: MultiHeadAttention<Double> = layer(shape[2], heads: heads, isCausal: isCausal, of: Double.self)
            #expect(layerProblems(layer, at: sample(shape)) { $0($1) } == [], "\(shape)")
        }
    }

    @Test func masksAndCrossAttentionHaveTheirDerivatives() {
        let layer: MultiHeadAttention<Double> = layer(4, heads: 2, of: Double.self)
        let padding = Tensor<Bool>([[false, false, true], [false, true, true]])
        let bias: Tensor<Double> = sample([3, 3], seed: 4)
        let masks: [AttentionMask<Double>?] = [nil, .adding(bias), .allowing(bias .> -2)]
        for mask in masks {
            let found: [String] = layerProblems(layer, at: sample([2, 3, 4])) { $0($1, mask: mask, padding: padding) }
            #expect(found == [])
        }
        let keys: Tensor<Double> = sample([2, 3, 4], seed: 7)
        let cross: [String] = layerProblems(layer, at: sample([2, 5, 4])) {
            $0(queries: $1, keys: keys, values: keys * 2, padding: padding)
        }
        #expect(cross == [])
        let byKeys: [String] = problems(
            of: { layer(queries: $0[0], keys: $0[1], values: $0[2]) },
            at: [sample([2, 2, 4]), keys, sample([2, 3, 4], seed: 8)], hasSecondDerivative: false)
        #expect(byKeys == [])
        // A learned bias of the scores, such as a bias of relative positions.
        let byBias: [String] = problems(
            of: { layer($0[0], mask: .adding($0[1]), padding: padding) }, at: [sample([2, 3, 4]), bias])
        #expect(byBias == [])
    }

    @Test func theInputMayHaveAnyLayout() {
        let layer: MultiHeadAttention<Double> = layer(6, heads: 3, of: Double.self)
        #expect(problems(of: { layer($0[0]) }, at: [sample([2, 3, 6])], hasSecondDerivative: false) == [])
    }

    @Test func selfAttentionIsCrossAttentionOfEqualSequences() {
        let layer: MultiHeadAttention<Double> = layer(6, heads: 3, isCausal: true, of: Double.self)
        // The keys of 270 positions are divided among the threads.
        for shape: Shape in [[2, 60, 6], [1, 270, 6]] {
            let input: Tensor<Double> = sample(shape)
            let crossed: Tensor<Double> = layer(queries: input, keys: input, values: input)
            #expect(difference(layer(input), crossed, tolerance: 1e-12) == nil)
            let slopes = gradient(at: layer, input) { ($0($1) * sample(shape, seed: 5)).sum() }
            let expected = gradient(at: layer, input) { layer, input in
                (layer(queries: input, keys: input, values: input) * sample(shape, seed: 5)).sum()
            }
            #expect(difference(slopes.1, expected.1, tolerance: 1e-11) == nil)
            #expect(difference(slopes.0.inputWeight, expected.0.inputWeight, tolerance: 1e-10) == nil)
        }
    }

    @Test func paddingIsNotAttendedTo() {
        let layer: MultiHeadAttention<Double> = layer(4, heads: 2, of: Double.self)
        let input: Tensor<Double> = sample([2, 5, 4])
        let padding = Tensor<Bool>([false, false, false, true, true]).broadcast(to: [2, 5])
        let (padded, short): (Tensor<Double>, Tensor<Double>) = (
            layer(input, mask: nil, padding: padding)[.all, 0 ..< 3], layer(input[.all, 0 ..< 3])
        )
        #expect(difference(padded, short, tolerance: 1e-13) == nil)
        let whole = Tensor<Bool>(repeating: true, shape: [2, 5])
        #expect(layer(input, mask: nil, padding: whole).scalars.allSatisfy { $0.isNaN })
        let none = Tensor<Double>(zeros: [2, 0, 4])
        #expect(layer(queries: input, keys: none, values: none).scalars.allSatisfy { $0.isNaN })
    }

    @Test func dropoutIsUnbiasedAndRepeatable() {
        let layer: MultiHeadAttention<Double> = layer(4, heads: 2, dropout: 0.4, of: Double.self)
        let input: Tensor<Double> = sample([2, 3, 4])
        func trained(_ input: Tensor<Double>, seed: UInt64) -> Tensor<Double> {
            var generator = PhiloxGenerator(seed: seed)
            return withMode(.training, using: &generator) { layer(input) }
        }
        #expect(trained(input, seed: 3) == trained(input, seed: 3))
        #expect(trained(input, seed: 3) != trained(input, seed: 4) && trained(input, seed: 3) != layer(input))
        let count = 4000
        let mean: Tensor<Double> = (0 ..< count).reduce(Tensor(zeros: [2, 3, 4])) {
            $0 + trained(input, seed: UInt64($1)) / Double(count)
        }
        // The output is linear in the weights, so its mean is the output without dropout.
        #expect(difference(mean, layer(input), tolerance: 0.05) == nil)
        #expect(
            layerProblems(layer, at: input) { layer, input in
                var generator = PhiloxGenerator(seed: 5)
                return withMode(.training, using: &generator) { layer(input) }
            } == [])
    }

    @Test func bitsDoNotDependOnTheThreads() {
        let threads: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = threads }
        let layer: MultiHeadAttention<Float> = layer(32, heads: 4, of: Float.self)
        let input: Tensor<Float> = sample([8, 40, 32])
        Parallelism.threadCount = 1
        let (value, slopes) = (layer(input), gradient(at: layer, input) { $0($1).squared().sum() })
        for count in [2, 5] {
            Parallelism.threadCount = count
            let others = gradient(at: layer, input) { $0($1).squared().sum() }
            #expect(layer(input) == value && others.1 == slopes.1)
            #expect(others.0.inputWeight == slopes.0.inputWeight)
        }
    }

    @Test func aWidthThatIsNoMultipleTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = MultiHeadAttention<Float>(10, heads: 3, using: &generator)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("MultiHeadAttention: the width 10 is not a positive multiple of 3 heads"))
    }

    @Test func anInputOfAnotherWidthTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = MultiHeadAttention<Float>(4, heads: 2, using: &generator)(Tensor(zeros: [2, 3, 5]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("MultiHeadAttention: input [2, 3, 5] must be [N, L, 4] for the weight [12, 4]"))
    }

    @Test func keysOfAnotherBatchTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            let keys = Tensor<Float>(zeros: [3, 3, 4])
            _ = MultiHeadAttention<Float>(4, heads: 2, using: &generator)(
                queries: Tensor(zeros: [2, 3, 4]), keys: keys, values: keys)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("keys [3, 3, 4] and values [3, 3, 4] do not fit queries [2, 3, 4]"))
    }

    @Test func paddingOfAnotherShapeTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            let padding = Tensor<Bool>(repeating: false, shape: [2, 4])
            _ = MultiHeadAttention<Float>(4, heads: 2, using: &generator)(
                Tensor(zeros: [2, 3, 4]), mask: nil, padding: padding)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("MultiHeadAttention: padding [2, 4] does not fit the sequences [2, 3, 4]"))
    }

    @Test func trainingWithoutAGeneratorTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            let layer = MultiHeadAttention<Float>(4, heads: 2, dropout: 0.1, using: &generator)
            _ = withMode(.training) { layer(Tensor(zeros: [2, 3, 4])) }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("training needs random numbers"))
    }
}
