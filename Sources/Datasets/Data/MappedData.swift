public import Tensors

/// A source whose batches are the results of a function of the batches of another source: see `DataSource.map`.
public struct MappedData<Base: DataSource, Batch>: DataSource {
    /// The source of the batches before the function.
    public let base: Base
    private let transform: @Sendable (Base.Batch) -> Batch
    private let augment: @Sendable (Batch, inout PhiloxGenerator) -> Batch

    init(
        _ base: Base, _ transform: @escaping @Sendable (Base.Batch) -> Batch,
        augment: @escaping @Sendable (Batch, inout PhiloxGenerator) -> Batch = { batch, _ in batch }
    ) {
        (self.base, self.transform, self.augment) = (base, transform, augment)
    }

    public static var sampleName: String { Base.sampleName }
    public var count: Int { base.count }
    public var batchesAhead: Int { base.batchesAhead }

    public func batch(_ indices: ArraySlice<Int>) throws(Base.Failure) -> Batch { transform(try base.batch(indices)) }

    public func augmented(_ batch: Batch, using generator: inout PhiloxGenerator) -> Batch {
        augment(batch, &generator)
    }

    public func shuffledIndices(using generator: inout PhiloxGenerator) -> [Int] {
        base.shuffledIndices(using: &generator)
    }
}

extension DataSource {
    /// Returns a source whose batches are `transform(batch)` for the batches of this source.
    ///
    /// The new source has no augmentation of its own, because the augmentation of this source needs the batch before
    /// `transform`. Add one with `augmented(by:)`.
    ///
    /// - Parameter transform: A function of a batch. It must not depend on anything else. Threads that prepare batches
    ///   ahead call it.
    public func map<Result>(_ transform: @escaping @Sendable (Batch) -> Result) -> MappedData<Self, Result> {
        MappedData(self, transform)
    }

    /// Returns a source with the batches of this source, in which `augment` varies the batches of training steps.
    /// `augment` replaces the augmentation of this source.
    public func augmented(
        by augment: @escaping @Sendable (Batch, inout PhiloxGenerator) -> Batch
    ) -> MappedData<Self, Batch> {
        MappedData(self, { $0 }, augment: augment)
    }
}
