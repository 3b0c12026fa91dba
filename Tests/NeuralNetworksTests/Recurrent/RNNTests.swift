import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct RNNTests {
    @Test func inputWithoutStepsTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = RNN<Float>(3, 2, using: &generator)(Tensor(zeros: [5, 0, 3]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("RNN: input [5, 0, 3] has no steps"))
    }
}
