import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Stacks of recurrent layers, with one and with two directions, and with sequences of different lengths.
@Suite struct RecurrentStackTests {
    @Test(arguments: RecurrentKind.allCases)
    func agreesWithPyTorch(kind: RecurrentKind) {
        let all: [ReferenceCase] = referenceCases(in: "recurrent_stacks")
        let references: [ReferenceCase] = all.filter { $0.operation == kind.rawValue }
        #expect(references.count == 12)
        for reference in references {
            let (input, hasBias): (Tensor<Double>, Bool) = (reference.tensor("input"), reference.has("bias_ih_l0"))
            let stack: any AnyStack = kind.stack(
                input.shape[2], reference.integer("hidden"), layers: reference.integer("layers"),
                bothDirections: reference.flag("bidirectional"), bias: hasBias)
            let lengths: Tensor<Int>? = reference.parameters["lengths"].map { _ in
                Tensor(reference.integers(parameter: "lengths"))
            }
            let parameters: [String] = stack.parameterNames
            let states: [String] = ["hidden", "memory"].filter { reference.has($0) }
            let found: [String] = problems(
                against: reference, inputs: ["input"] + parameters + states, tolerance: 1e-13
            ) { inputs in
                stack.with(inputs[1 ... parameters.count])
                    .joined(inputs[0], from: Array(inputs[(parameters.count + 1)...]), lengths: lengths)
            }
            #expect(found == [])
        }
    }

    @Test(arguments: RecurrentKind.allCases, [false, true])
    func hasItsDerivatives(kind: RecurrentKind, bothDirections: Bool) {
        for (shape, lengths): (Shape, [Int]?) in [([1, 1, 1], nil), ([2, 3, 2], nil), ([3, 3, 2], [2, 0, 3])] {
            let stack: any AnyStack = kind.stack(shape[2], 2, layers: 2, bothDirections: bothDirections)
            let given: Tensor<Int>? = lengths.map { Tensor($0) }
            let (parameters, state): ([Tensor<Double>], Shape) = (stack.tensors, [2, shape[0], stack.outputCount])
            let states: [Tensor<Double>] = (0 ..< kind.stateCount).map { sample(state, seed: 5 + $0) }
            let found: [String] = problems(
                of: { inputs in
                    stack.with(inputs[1 ... parameters.count])
                        .joined(inputs[0], from: Array(inputs[(parameters.count + 1)...]), lengths: given)
                }, at: [sample(shape, seed: 4)] + parameters + states, hasSecondDerivative: false)
            #expect(found == [], "\(shape)")
            #expect(forgottenParameters(of: stack) == [])
            if lengths == nil { continue }
            let fromZero: [String] = problems(
                of: { stack.with($0[1...])($0[0], lengths: given) }, at: [sample(shape, seed: 4)] + parameters,
                hasSecondDerivative: false)
            #expect(fromZero == [], "\(shape), from zero")
        }
    }

    @Test(arguments: RecurrentKind.allCases, [false, true])
    func lastStateIsTheStateOfTheLastLayer(kind: RecurrentKind, bothDirections: Bool) {
        let stack: any AnyStack = kind.stack(2, 3, layers: 3, bothDirections: bothDirections)
        let (input, lengths): (Tensor<Double>, Tensor<Int>) = (sample([4, 5, 2]), Tensor([3, 5, 0, 1]))
        let states: [Tensor<Double>] = (0 ..< kind.stateCount).map { sample([3, 4, stack.outputCount], seed: $0) }
        for (states, lengths) in [([], nil), ([], lengths), (states, nil), (states, lengths)] {
            let expected: Tensor<Double> = stack.joined(input, from: states, lengths: lengths)[.all, 5 + 2]
            #expect(stack.last(input, from: states, lengths: lengths) == expected)
        }
        let small: any AnyStack = kind.stack(2, 2, layers: 1, bothDirections: bothDirections)
        let found: [String] = problems(
            of: { small.with($0[1...]).last($0[0], from: [], lengths: lengths) }, at: [input] + small.tensors,
            hasSecondDerivative: false)
        #expect(found == [])
    }

    @Test func dropoutActsBetweenLayersInTraining() {
        var generator = PhiloxGenerator(seed: 1)
        let stack = RecurrentStack<GRU<Float>>(3, 5, layers: 3, dropout: 0.5, using: &generator)
        let input: Tensor<Float> = sample([4, 6, 3])
        let (first, second): (Dropout<Float>, Dropout<Float>) = (Dropout(0.5), Dropout(0.5))
        var (one, other, third, fourth) = (generator, generator, generator, generator)
        let expected: Tensor<Float> = withMode(.training, using: &one) {
            stack.layers[2](second(stack.layers[1](first(stack.layers[0](input)))))
        }
        let plain: Tensor<Float> = stack.layers[2](stack.layers[1](stack.layers[0](input)))
        #expect(withMode(.training, using: &other) { stack(input) } == expected)
        #expect(withMode(.training, using: &third) { stack.withState(input).outputs } == expected)
        #expect(withMode(.training, using: &fourth) { stack.lastState(input) } == expected[.all, -1])
        #expect(stack(input) == plain)
        #expect(expected != plain)
        let without = RecurrentStack(stack.layers)
        #expect(withMode(.training) { without(input) } == plain)
    }

    @Test func parametersAreNamedAsInPyTorch() {
        var generator = PhiloxGenerator(seed: 1)
        let stack = RecurrentStack<Bidirectional<LSTM<Float>>>(3, 5, layers: 2, using: &generator)
        #expect(
            stack.parameterNames == [
                "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l0_reverse",
                "weight_hh_l0_reverse", "bias_ih_l0_reverse", "bias_hh_l0_reverse", "weight_ih_l1", "weight_hh_l1",
                "bias_ih_l1", "bias_hh_l1", "weight_ih_l1_reverse", "weight_hh_l1_reverse", "bias_ih_l1_reverse",
                "bias_hh_l1_reverse",
            ])
        let shapes: [Shape] = stack.parameterShapes.map(\.shape)
        #expect(shapes[0] == [20, 3] && shapes[4] == [20, 3] && shapes[8] == [20, 10] && shapes[12] == [20, 10])
        let without = RecurrentStack<GRU<Float>>(3, 5, layers: 2, bias: false, using: &generator)
        #expect(without.parameterNames == ["weight_ih_l0", "weight_hh_l0", "weight_ih_l1", "weight_hh_l1"])
        #expect(forgottenParameters(of: stack) == [] && forgottenParameters(of: without) == [])
    }

    @Test func stackWithoutLayersTraps() async {
        await #expect(processExitsWith: .failure) { _ = RecurrentStack<GRU<Float>>([]) }
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = RecurrentStack<GRU<Float>>(3, 2, layers: 0, using: &generator)
        }
    }

    @Test func layersOfOtherWidthsTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = RecurrentStack([GRU<Float>(3, 2, using: &generator), GRU<Float>(3, 2, using: &generator)])
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("RecurrentStack: layer 0 has 2 outputs, and layer 1 has 3 inputs"))
    }

    @Test func anotherNumberOfStatesTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            let stack = RecurrentStack<GRU<Float>>(3, 2, layers: 2, using: &generator)
            _ = stack.lastState(Tensor(zeros: [1, 1, 3]), from: [Tensor(zeros: [1, 2])])
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("RecurrentStack: 1 states for 2 layers"))
    }
}
