import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct BidirectionalTests {
    @Test func reverseIsTheLayerOfTheReversedSequence() {
        var generator = PhiloxGenerator(seed: 1)
        let layer = Bidirectional<LSTM<Double>>(2, 3, using: &generator)
        let input: Tensor<Double> = sample([4, 5, 2])
        let backwards: Tensor<Double> = layer.reverse(input.flipped(axes: [1])).flipped(axes: [1])
        let expected = Tensor<Double>(concatenating: [layer.forward(input), backwards], axis: 2)
        #expect(layer(input) == expected)
        let (outputs, state) = layer.withState(input)
        #expect(outputs == expected)
        let (ahead, back): (Tensor<Double>, Tensor<Double>) = (state.forward.hidden, state.reverse.hidden)
        #expect(ahead == expected[.all, -1, ..<3])
        #expect(back == expected[.all, 0, 3...])
        #expect(layer.lastState(input) == Tensor(concatenating: [ahead, back], axis: 1))
        #expect(layer.inputCount == 2 && layer.outputCount == 6)
    }

    @Test func directionsOfOtherInputsTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Bidirectional(forward: GRU<Float>(3, 2, using: &generator), reverse: GRU(4, 2, using: &generator))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("Bidirectional: the directions have 3 and 4 inputs"))
    }
}
