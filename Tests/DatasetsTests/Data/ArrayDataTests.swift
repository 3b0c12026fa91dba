import Datasets
import Tensors
import TestSupport
import Testing

@Suite struct ArrayDataTests {
    @Test func arraysOfAnotherLengthTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ArrayData(Tensor<Float>(zeros: [3, 2]), Tensor<Float>(zeros: [4]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("ArrayData: inputs [3, 2] and targets [4] must have one first axis"))
    }
}
