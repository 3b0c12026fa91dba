import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// The recurrent layers agree with PyTorch, and with their formulas in tensor operations. Their derivatives agree with
/// central differences.
@Suite struct RecurrentTests {
    @Test(arguments: RecurrentKind.allCases)
    func agreesWithPyTorch(kind: RecurrentKind) {
        for reference in ReferenceCase.all(kind.rawValue) {
            let names: [String] = [
                "input", "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "hidden", "memory",
            ]
            .filter { reference.has($0) }
            let found: [String] = problems(against: reference, inputs: names, tolerance: 1e-13) { inputs in
                let given = [String: Tensor<Double>](uniqueKeysWithValues: zip(names, inputs))
                return AnyRecurrent(kind, given).outputs(
                    inputs[0], hidden: given["hidden"], memory: given["memory"])
            }
            #expect(found == [])
        }
    }

    /// A recurrent layer agrees with its formula. The batches need one chunk of work or several chunks, and the numbers
    /// of units are below, at and above the vector width of every instruction set.
    @Test(arguments: RecurrentKind.allCases, [1, 3, 8, 17, 33])
    func isItsFormula(kind: RecurrentKind, hidden: Int) {
        for (batch, steps): (Int, Int) in [(1, 1), (2, 3), (6, 2), (25, 4), (61, 4)] {
            let layer = AnyRecurrent<Double>(kind, inputs: 3, hidden: hidden)
            let input: Tensor<Double> = sample([batch, steps, 3], seed: 1)
            let state: Tensor<Double> = sample([batch, hidden], seed: 2)
            let memory: Tensor<Double>? = kind == .lstm ? sample([batch, hidden], seed: 4) : nil
            func loss(_ outputs: Tensor<Double>) -> Tensor<Double> { (outputs * sample(outputs.shape, seed: 3)).sum() }
            func fused(_ layer: AnyRecurrent<Double>) -> Tensor<Double> {
                layer.outputs(input, hidden: state, memory: memory)
            }
            func plain(_ layer: AnyRecurrent<Double>) -> Tensor<Double> {
                layer.formula(input, hidden: state, memory: memory)
            }
            #expect(difference(fused(layer), plain(layer), tolerance: 1e-13) == nil, "\(batch) × \(steps)")
            let derivative: AnyRecurrent<Double> = gradient(at: layer) { loss(fused($0)) }
            let expected: AnyRecurrent<Double> = gradient(at: layer) { loss(plain($0)) }
            for (name, pair) in zip(layer.parameterNames, zip(derivative.tensors, expected.tensors)) {
                #expect(difference(pair.0, pair.1, tolerance: 1e-11) == nil, "\(name), \(batch) × \(steps)")
            }
        }
    }

    @Test(arguments: RecurrentKind.allCases)
    func hasItsDerivatives(kind: RecurrentKind) {
        for (shape, hidden): (Shape, Int) in [([1, 1, 1], 1), ([3, 1, 2], 4), ([1, 5, 2], 3), ([7, 4, 3], 5)] {
            let start = AnyRecurrent<Double>(kind, inputs: shape[2], hidden: hidden)
            let states: [Tensor<Double>] = [sample([shape[0], hidden], seed: 5), sample([shape[0], hidden], seed: 6)]
            let inputs: [Tensor<Double>] =
                [sample(shape, seed: 4)] + start.tensors + (kind == .lstm ? states : [states[0]])
            let found: [String] = problems(
                of: { inputs in
                    AnyRecurrent(kind, Array(inputs[1 ... 4])).outputs(
                        inputs[0], hidden: inputs[5], memory: inputs.count > 6 ? inputs[6] : nil)
                }, at: inputs, hasSecondDerivative: false)
            #expect(found == [], "\(shape)")
        }
    }

    @Test(arguments: RecurrentKind.allCases)
    func lastStateIsTheSequencesLast(kind: RecurrentKind) {
        let layer = AnyRecurrent<Double>(kind, inputs: 2, hidden: 5)
        let input: Tensor<Double> = sample([3, 4, 2])
        #expect(layer.last(input) == layer(input)[.all, -1])
        let found: [String] = problems(
            of: { AnyRecurrent(kind, Array($0[1...])).last($0[0]) }, at: [input] + layer.tensors,
            hasSecondDerivative: false)
        #expect(found == [])
        #expect(layerProblems(layer, at: input) { $0($1) } == [])
    }

    /// A sequence that is computed in two parts, or step by step, has the values and derivatives of the whole sequence.
    @Test(arguments: RecurrentKind.allCases)
    func partsContinueFromTheState(kind: RecurrentKind) {
        let layer = AnyRecurrent<Double>(kind, inputs: 2, hidden: 5)
        let input: Tensor<Double> = sample([3, 5, 2])
        let (weights, tolerance) = (sample([3, 5, 5], seed: 1) as Tensor<Double>, 1e-13)
        #expect(difference(layer.inParts(input), layer(input), tolerance: tolerance) == nil)
        #expect(difference(layer.stepByStep(input), layer(input), tolerance: tolerance) == nil)
        let whole: AnyRecurrent<Double> = gradient(at: layer) { ($0(input) * weights).sum() }
        let parts: AnyRecurrent<Double> = gradient(at: layer) { ($0.inParts(input) * weights).sum() }
        let steps: AnyRecurrent<Double> = gradient(at: layer) { ($0.stepByStep(input) * weights).sum() }
        for (index, expected) in whole.tensors.enumerated() {
            #expect(difference(parts.tensors[index], expected, tolerance: tolerance) == nil)
            #expect(difference(steps.tensors[index], expected, tolerance: tolerance) == nil)
        }
    }

    @Test(arguments: RecurrentKind.allCases)
    func parametersAreNamedAndShapedAsInPyTorch(kind: RecurrentKind) {
        let layer = AnyRecurrent<Float>(kind, inputs: 3, hidden: 5)
        let rows: Int = 5 * (kind == .lstm ? 4 : kind == .gru ? 3 : 1)
        #expect(layer.parameterNames == ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"])
        #expect(layer.parameterShapes.map(\.shape) == [[rows, 3], [rows, 5], [rows], [rows]])
        var generator = PhiloxGenerator(seed: 1)
        #expect(GRU<Float>(3, 5, bias: false, using: &generator).parameterNames == ["weight_ih_l0", "weight_hh_l0"])
        #expect(forgottenParameters(of: layer) == [])
    }

    @Test func startsUniformWithinTheRootOfItsHiddenUnits() {
        for tensor in AnyRecurrent<Double>(.lstm, inputs: 300, hidden: 100).tensors {
            let greatest: Double = tensor.abs().max().scalar
            #expect(greatest <= 0.1 && greatest > 0.097)
        }
    }

    @Test(arguments: RecurrentKind.allCases)
    func missingBiasIsZero(kind: RecurrentKind) {
        var tensors: [Tensor<Double>] = AnyRecurrent<Double>(kind, inputs: 2, hidden: 5).tensors
        let zero = Tensor<Double>(zeros: tensors[2].shape)
        tensors[2] = zero
        tensors[3] = zero
        let names: [String] = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]
        let given = [String: Tensor<Double>](uniqueKeysWithValues: zip(names, tensors))
        let without: [String: Tensor<Double>] = given.filter { $0.key.hasPrefix("weight") }
        let input: Tensor<Double> = sample([3, 4, 2])
        #expect(AnyRecurrent(kind, without)(input) == AnyRecurrent(kind, given)(input))
    }

    @Test(arguments: RecurrentKind.allCases)
    func emptyBatchHasDerivativeZero(kind: RecurrentKind) {
        let derivative: AnyRecurrent<Double> = gradient(at: AnyRecurrent<Double>(kind, inputs: 2, hidden: 3)) {
            $0(Tensor(zeros: [0, 4, 2])).sum()
        }
        for tensor in derivative.tensors { #expect(tensor == Tensor(zeros: tensor.shape)) }
    }

    @Test(arguments: RecurrentKind.allCases)
    func notANumberStaysOne(kind: RecurrentKind) {
        var input: Tensor<Float> = sample([2, 3, 2])
        input[1, 1, 0] = Tensor(.nan)
        let output: Tensor<Float> = AnyRecurrent<Float>(kind, inputs: 2, hidden: 5)(input)
        #expect(output[1, 1...].scalars.allSatisfy { $0.isNaN })
        #expect(output[1, 0].scalars.allSatisfy { $0.isFinite } && output[0].scalars.allSatisfy { $0.isFinite })
    }

    @Test(arguments: RecurrentKind.allCases)
    func bitsDoNotDependOnTheThreadCount(kind: RecurrentKind) {
        let former: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = former }
        let layer = AnyRecurrent<Float>(kind, inputs: 28, hidden: 40)
        let input: Tensor<Float> = sample([101, 9, 28])
        func bits() -> [[UInt32]] {
            let derivative: AnyRecurrent<Float> = gradient(at: layer) { $0(input).squared().sum() }
            return ([layer(input)] + derivative.tensors).map { $0.scalars.map(\.bitPattern) }
        }
        Parallelism.threadCount = 1
        let expected: [[UInt32]] = bits()
        for count in [2, 5] {
            Parallelism.threadCount = count
            #expect(bits() == expected, "\(count) threads")
        }
    }
}
