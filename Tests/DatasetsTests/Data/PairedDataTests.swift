import Datasets
import Tensors
import Testing

@Suite struct PairedDataTests {
    @Test func pairsAndLabelsFollowTheIndices() throws {
        let pairs = Numbers(count: 4).paired(with: Numbers(count: 4))
        let pair = try pairs.batch([3, 0])
        #expect(pair.inputs == [3, 0] && pair.targets == [3, 0])
        let labeled = Numbers(count: 4).labeled(by: Tensor([[1, 2], [3, 4], [5, 6], [7, 8]]))
        let batch = try labeled.batch([2, 0])
        #expect(batch.inputs == [2, 0] && batch.targets == Tensor([[5, 6], [1, 2]]))
    }

    @Test func theAugmentationOfTheInputsIsKept() {
        let labeled = Numbers(count: 4).labeled(by: Tensor([1, 2, 3, 4]))
        var (first, second) = (PhiloxGenerator(seed: 2), PhiloxGenerator(seed: 2))
        let batch = labeled.augmented((inputs: [1, 2], targets: Tensor([3, 4])), using: &first)
        #expect(
            batch.inputs == Numbers(count: 4).augmented([1, 2], using: &second) && batch.targets == Tensor([3, 4]))
    }

    @Test func differentNumbersOfSamplesTrap() async {
        await #expect(processExitsWith: .failure) { _ = Numbers(count: 4).paired(with: Numbers(count: 5)) }
        await #expect(processExitsWith: .failure) { _ = Numbers(count: 4).labeled(by: Tensor([1, 2, 3])) }
    }
}
