import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct LossReductionTests {
    @Test func maskedMeanCountsOnlyWhatTheMaskKeeps() {
        let losses = Tensor<Double>([[1, 2], [.nan, 4]])
        #expect(maskedMean(losses, Tensor([[true, false], [false, true]])).scalar == 2.5)
        #expect(maskedMean(losses, Tensor([true, false])).scalar == 1.5)
        #expect(maskedMean(losses, Tensor([false, false])).scalar.isNaN)
    }

    @Test func maskOfOtherAxesTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = maskedMean(Tensor<Float>(zeros: [2, 3]), Tensor([true, true, false]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("maskedMean: mask [3] is not of the leading axes of losses [2, 3]"))
    }
}
