import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct GRUTests {
    @Test func inputOfAnotherWidthTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = GRU<Float>(3, 2, using: &generator)(Tensor(zeros: [5, 7, 4]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("GRU: input [5, 7, 4] must be [batch, steps, 3]"))
    }

    @Test func layerWithoutUnitsTraps() async {
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = GRU<Float>(3, 0, using: &generator)
        }
    }

    @Test func secondDerivativeTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            let layer = GRU<Double>(2, 2, using: &generator)
            _ = gradient(at: Tensor<Double>(ones: [1, 2, 2])) { x in
                gradient(at: x) { x in layer(x).sum() }.squared().sum()
            }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("GRU: the derivative is a fused kernel"))
    }
}
