public import Tensors

/// Some samples of another source, in a given order: see `DataSource.selecting(_:)`.
public struct Subset<Base: DataSource>: DataSource {
    /// The source of the samples.
    public let base: Base
    /// The indices of the samples in `base`.
    public let indices: [Int]

    public typealias Batch = Base.Batch

    init(_ base: Base, _ indices: [Int]) {
        for index in indices {
            require((0 ..< base.count).contains(index), "selecting: no sample \(index) of \(base.count)")
        }
        (self.base, self.indices) = (base, indices)
    }

    public static var sampleName: String { Base.sampleName }
    public var count: Int { indices.count }
    public var batchesAhead: Int { base.batchesAhead }

    public func batch(_ indices: ArraySlice<Int>) throws(Base.Failure) -> Base.Batch {
        try base.batch(indices.map { self.indices[$0] }[...])
    }

    public func augmented(_ batch: Base.Batch, using generator: inout PhiloxGenerator) -> Base.Batch {
        base.augmented(batch, using: &generator)
    }
}

extension DataSource {
    /// Returns the samples at `indices` as a source, in this order. An index may occur several times. Traps if an index
    /// is outside of `0 ..< count`.
    public func selecting(_ indices: [Int]) -> Subset<Self> { Subset(self, indices) }

    /// Divides the samples at random into two parts.
    ///
    /// - Parameters:
    ///   - fraction: The fraction of the samples in the second part, from 0 to 1; other numbers trap. With `labels`,
    ///     every class contributes this fraction of its samples, rounded to the nearest number.
    ///   - labels: The class of each sample for a stratified split; nil for a split that ignores classes. Traps if the
    ///     number of labels is not `count`.
    ///   - generator: The source of the random numbers. The same state gives the same split.
    /// - Returns: The two parts. In each part, the samples have the order of this source.
    public func split(
        fraction: Double, stratifiedBy labels: [Int]? = nil, using generator: inout PhiloxGenerator
    ) -> (first: Subset<Self>, second: Subset<Self>) {
        let (first, second): ([Int], [Int]) = Sampling.split(
            count, fraction: fraction, labels: labels, using: &generator)
        return (selecting(first), selecting(second))
    }

    /// Divides the samples at random into `count` folds for cross-validation. Each fold validates a model that is
    /// trained on the other folds.
    ///
    /// The sizes of the folds differ by at most 1, and every sample validates once.
    ///
    /// - Parameters:
    ///   - count: The number of folds, from 2 to the number of samples; other numbers trap.
    ///   - labels: The class of each sample for stratified folds, in which the numbers of samples of each class differ
    ///     by at most 1; nil for folds that ignore classes. Traps if the number of labels is not the number of samples.
    ///   - generator: The source of the random numbers. The same state gives the same folds.
    public func folds(
        _ count: Int, stratifiedBy labels: [Int]? = nil, using generator: inout PhiloxGenerator
    ) -> [(train: Subset<Self>, validation: Subset<Self>)] {
        Sampling.folds(self.count, into: count, labels: labels, using: &generator).map { fold in
            let held: Set<Int> = Set(fold)
            return (selecting((0 ..< self.count).filter { !held.contains($0) }), selecting(fold))
        }
    }
}
