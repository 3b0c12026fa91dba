import Datasets
import Tensors
import Testing

@Suite struct SubsetTests {
    /// 60 samples of class 0, 30 of class 1 and 10 of class 2, in mixed order.
    private let labels: [Int] = (0 ..< 100).map { $0 % 10 < 6 ? 0 : $0 % 10 < 9 ? 1 : 2 }
    private let data = Numbers(count: 100)

    private func counts(_ indices: [Int]) -> [Int] { (0 ..< 3).map { label in indices.count { labels[$0] == label } } }

    @Test func aSubsetHasItsSamplesInItsOrder() throws {
        let subset = data.selecting([7, 3, 3, 99])
        #expect(subset.count == 4)
        #expect(try subset.batch([3, 0, 1]) == [99, 7, 3])
    }

    @Test func aSplitIsAPartition() {
        for fraction in [0, 0.25, 0.5, 1] {
            var generator = PhiloxGenerator(seed: 3)
            let (first, second) = data.split(fraction: fraction, using: &generator)
            #expect(second.count == Int(100 * fraction))
            #expect((first.indices + second.indices).sorted() == Array(0 ..< 100))
            #expect(first.indices == first.indices.sorted())
        }
    }

    @Test func aStratifiedSplitKeepsTheShares() {
        var generator = PhiloxGenerator(seed: 4)
        let (first, second) = data.split(fraction: 0.2, stratifiedBy: labels, using: &generator)
        #expect(counts(first.indices) == [48, 24, 8] && counts(second.indices) == [12, 6, 2])
        var (again, other) = (PhiloxGenerator(seed: 4), PhiloxGenerator(seed: 5))
        #expect(data.split(fraction: 0.2, stratifiedBy: labels, using: &again).second.indices == second.indices)
        #expect(data.split(fraction: 0.2, stratifiedBy: labels, using: &other).second.indices != second.indices)
    }

    @Test(arguments: [2, 3, 7, 100])
    func everySampleValidatesOnce(count: Int) {
        for labels in [nil, labels] {
            var generator = PhiloxGenerator(seed: 6)
            let folds = data.folds(count, stratifiedBy: labels, using: &generator)
            #expect(folds.count == count)
            #expect(folds.flatMap(\.validation.indices).sorted() == Array(0 ..< 100))
            let sizes: [Int] = folds.map(\.validation.count)
            #expect(sizes.max()! - sizes.min()! <= 1)
            for fold in folds {
                #expect((fold.train.indices + fold.validation.indices).sorted() == Array(0 ..< 100))
            }
            guard labels != nil else { continue }
            for label in 0 ..< 3 {
                let shares: [Int] = folds.map { counts($0.validation.indices)[label] }
                #expect(shares.max()! - shares.min()! <= 1)
            }
        }
    }

    @Test func impossibleSplitsTrap() async {
        await #expect(processExitsWith: .failure) { _ = Numbers(count: 4).selecting([4]) }
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Numbers(count: 4).split(fraction: .nan, using: &generator)
        }
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Numbers(count: 4).folds(5, using: &generator)
        }
    }
}
