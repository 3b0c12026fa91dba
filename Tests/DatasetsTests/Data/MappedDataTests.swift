import Datasets
import Tensors
import Testing

@Suite struct MappedDataTests {
    @Test func theFunctionSeesEveryBatch() throws {
        let doubled = Numbers(count: 10, batchesAhead: 3).map { $0.map { 2 * $0 } }
        #expect(doubled.count == 10 && doubled.batchesAhead == 3)
        #expect(try doubled.batch([4, 1]) == [8, 2])
        #expect(throws: Numbers.Damage(index: 4)) { try Numbers(count: 10, damaged: 4).map { $0 }.batch([4]) }
    }

    @Test func theAugmentationIsThatOfTheNewSource() {
        var generator = PhiloxGenerator(seed: 1)
        let plain = Numbers(count: 10).map { $0 }
        #expect(plain.augmented([1, 2], using: &generator) == [1, 2])
        let varied = Numbers(count: 10).augmented { batch, generator in batch.map { $0 + generator.next(below: 2) } }
        let results = Set((0 ..< 20).map { _ in varied.augmented([0, 0, 0], using: &generator) })
        #expect(results.count > 1 && results.joined().allSatisfy { $0 < 2 })
    }
}
