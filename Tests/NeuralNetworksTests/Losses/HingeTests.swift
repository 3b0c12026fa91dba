import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct HingeTests {
    @Test func hingeTargetThatIsNoSignTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = hingeLoss(Tensor<Float>(zeros: [2]), Tensor([1, 0]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("hingeLoss: the target 0.0 is neither -1 nor 1"))
    }
}
