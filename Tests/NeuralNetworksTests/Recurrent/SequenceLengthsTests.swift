import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Sequences of different lengths in one batch.
@Suite struct SequenceLengthsTests {
    private static let lengths: [Int] = [2, 5, 0, 1, 5, 3, 4, 5, 1, 2, 3, 0, 4, 4, 5, 2, 1, 1, 3, 2]

    /// The result and the derivatives are those of each sequence alone. The batch needs several chunks of work.
    @Test(arguments: RecurrentKind.allCases, [false, true])
    func isEachSequenceAlone(kind: RecurrentKind, bothDirections: Bool) {
        let stack: any AnyStack = kind.stack(3, 4, layers: 2, bothDirections: bothDirections)
        let (lengths, batch): ([Int], Int) = (Self.lengths, Self.lengths.count)
        let input: Tensor<Double> = sample([batch, 5, 3], seed: 1)
        let states: [Tensor<Double>] = (0 ..< kind.stateCount).map {
            sample([2, batch, stack.outputCount], seed: 2 + $0)
        }
        let packed: Tensor<Double> = stack.joined(input, from: states, lengths: Tensor(lengths))
        let stateCount: Int = packed.shape[1] - 5
        for (index, length) in lengths.enumerated() {
            let (own, expectedStates): (Tensor<Double>, Tensor<Double>) = (packed[index], states[0][.all, index])
            #expect(own[length ..< 5] == Tensor(zeros: [5 - length, stack.outputCount]))
            if length == 0 {
                #expect(own[5 ..< 7] == expectedStates)
                continue
            }
            let alone: Tensor<Double> = stack.joined(
                input[index ... index, ..<length], from: states.map { $0[.all, index ... index] }, lengths: nil)[0]
            #expect(difference(own[..<length], alone[..<length], tolerance: 1e-13) == nil)
            #expect(difference(own[5 ..< 5 + stateCount], alone[length...], tolerance: 1e-13) == nil)
        }
    }

    @Test(arguments: RecurrentKind.allCases, [false, true])
    func paddingHasNoInfluence(kind: RecurrentKind, bothDirections: Bool) {
        let stack: any AnyStack = kind.stack(3, 4, layers: 2, bothDirections: bothDirections)
        let (lengths, batch): ([Int], Int) = (Self.lengths, Self.lengths.count)
        let clean: Tensor<Double> = sample([batch, 5, 3], seed: 1)
        var input: Tensor<Double> = clean
        for (index, length) in lengths.enumerated() where length < 5 {
            input[index, length...] = Tensor(repeating: .nan, shape: [5 - length, 3])
        }
        func results(_ x: Tensor<Double>) -> [Tensor<Double>] {
            let gradients: [Tensor<Double>] = gradient(at: [x] + stack.tensors) { inputs in
                stack.with(inputs[1...]).joined(inputs[0], from: [], lengths: Tensor(lengths)).squared().sum()
            }
            return [stack.joined(x, from: [], lengths: Tensor(lengths))] + gradients
        }
        let found: [Tensor<Double>] = results(input)
        #expect(found == results(clean))
        for (index, length) in lengths.enumerated() {
            #expect(found[1][index, length...] == Tensor(zeros: [5 - length, 3]))
            #expect(found[1][index, ..<length].scalars.allSatisfy { $0.isFinite && ($0 != 0 || kind == .rnn_relu) })
        }
    }

    @Test(arguments: RecurrentKind.allCases)
    func fullLengthsAreNoLengths(kind: RecurrentKind) {
        let stack: any AnyStack = kind.stack(3, 4, layers: 2, bothDirections: true)
        let input: Tensor<Double> = sample([6, 4, 3])
        let expected: Tensor<Double> = stack.joined(input, from: [], lengths: nil)
        #expect(stack.joined(input, from: [], lengths: Tensor(repeating: 4, shape: [6])) == expected)
    }

    @Test(arguments: RecurrentKind.allCases)
    func batchesWithoutStepsHaveDerivativeZero(kind: RecurrentKind) {
        let stack: any AnyStack = kind.stack(3, 4, layers: 2, bothDirections: true)
        for batch in [0, 2] {
            let lengths = Tensor<Int>(zeros: [batch])
            let inputs: [Tensor<Double>] = [sample([batch, 4, 3])] + stack.tensors
            func outputs(_ inputs: [Tensor<Double>]) -> Tensor<Double> {
                stack.with(inputs[1...]).joined(inputs[0], from: [], lengths: lengths)
            }
            #expect(outputs(inputs) == Tensor(zeros: outputs(inputs).shape))
            for derivative in gradient(at: inputs, of: { outputs($0).sum() }) {
                #expect(derivative == Tensor(zeros: derivative.shape))
            }
        }
    }

    @Test(arguments: RecurrentKind.allCases)
    func bitsDoNotDependOnTheThreadCount(kind: RecurrentKind) {
        let former: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = former }
        let stack: any AnyStack = kind.stack(7, 20, layers: 2, bothDirections: true)
        let lengths = Tensor<Int>((0 ..< 53).map { $0 * 5 % 8 })
        let input: Tensor<Double> = sample([53, 7, 7])
        func bits() -> [[UInt64]] {
            let gradients: [Tensor<Double>] = gradient(at: [input] + stack.tensors) { inputs in
                stack.with(inputs[1...]).joined(inputs[0], from: [], lengths: lengths).squared().sum()
            }
            return ([stack(input, lengths: lengths)] + gradients).map { $0.scalars.map(\.bitPattern) }
        }
        Parallelism.threadCount = 1
        let expected: [[UInt64]] = bits()
        for count in [2, 5] {
            Parallelism.threadCount = count
            #expect(bits() == expected, "\(count) threads")
        }
    }

    @Test func singleLayerTakesLengths() {
        var generator = PhiloxGenerator(seed: 1)
        let (layer, lengths) = (GRU<Float>(3, 4, using: &generator), Tensor<Int>([2, 3, 0]))
        let input: Tensor<Float> = sample([3, 3, 3])
        let (outputs, state) = layer.withState(input, lengths: lengths)
        #expect(layer(input, lengths: lengths) == outputs && layer.lastState(input, lengths: lengths) == state)
        #expect(state[0] == outputs[0, 1] && state[1] == outputs[1, 2] && state[2] == Tensor(zeros: [4]))
        let (_, continued) = layer.withState(input, from: state, lengths: Tensor([0, 0, 0]))
        #expect(continued == state)
    }

    @Test func lengthOutsideTheStepsTraps() async {
        let above = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = LSTM<Float>(3, 2, using: &generator)(Tensor(zeros: [2, 7, 3]), lengths: Tensor([7, 8]))
        }
        var sentence: String = text(above?.standardErrorContent)
        #expect(sentence.contains("LSTM: length 8 of sequence 1 is not within 0 and 7 for input [2, 7, 3]"))
        let below = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = LSTM<Float>(3, 2, using: &generator)(Tensor(zeros: [2, 7, 3]), lengths: Tensor([-1, 7]))
        }
        sentence = text(below?.standardErrorContent)
        #expect(sentence.contains("LSTM: length -1 of sequence 0 is not within 0 and 7 for input [2, 7, 3]"))
    }

    @Test func lengthsOfAnotherBatchTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = LSTM<Float>(3, 2, using: &generator)(Tensor(zeros: [2, 7, 3]), lengths: Tensor([7, 7, 7]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("LSTM: the lengths [3] must be [2] for input [2, 7, 3]"))
    }
}
