/// The choice of the indices for splits and folds.
package enum Sampling {
    /// Returns the two parts of `0 ..< count` that `DataSource.split` and `Table.split` describe, each in ascending order.
    package static func split(
        _ count: Int, fraction: Double, labels: [Int]?, using generator: inout PhiloxGenerator
    ) -> (first: [Int], second: [Int]) {
        require(fraction >= 0 && fraction <= 1, "split: the fraction \(fraction) is not between 0 and 1")
        var isSecond = [Bool](repeating: false, count: count)
        for group in groups(count, labels, "split") {
            let taken = Int((Double(group.count) * fraction).rounded())
            for position in generator.permutation(group.count).prefix(taken) { isSecond[group[position]] = true }
        }
        return ((0 ..< count).filter { !isSecond[$0] }, (0 ..< count).filter { isSecond[$0] })
    }

    /// Returns the folds of `0 ..< count` that `DataSource.folds` describes, each in ascending order.
    package static func folds(
        _ count: Int, into foldCount: Int, labels: [Int]?, using generator: inout PhiloxGenerator
    ) -> [[Int]] {
        require(
            foldCount >= 2 && foldCount <= count,
            "folds: \(foldCount) folds of \(count) samples; 2 to \(count) are possible")
        var folds = [[Int]](repeating: [], count: foldCount)
        // Deals the samples out in turn, and continues with the next fold after each class, so that the sizes of the
        // folds differ by at most 1.
        var next = 0
        for group in groups(count, labels, "folds") {
            for position in generator.permutation(group.count) {
                folds[next].append(group[position])
                next = (next + 1) % foldCount
            }
        }
        return folds.map { $0.sorted() }
    }

    /// Returns the indices of each class in ascending order of the classes, or all indices as one group without labels.
    private static func groups(_ count: Int, _ labels: [Int]?, _ name: String) -> [[Int]] {
        guard let labels else { return [Array(0 ..< count)] }
        require(labels.count == count, "\(name): \(labels.count) labels for \(count) samples")
        let groups: [Int: [Int]] = Dictionary(grouping: 0 ..< count) { labels[$0] }
        return groups.sorted { $0.key < $1.key }.map(\.value)
    }
}
