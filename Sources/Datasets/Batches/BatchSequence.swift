public import Tensors

/// The batches of a single pass over data, for a training loop without a `Trainer`. Each batch is made when the loop
/// reaches it.
public struct BatchSequence<Data: DataSource>: Sequence, IteratorProtocol where Data.Failure == Never {
    private let data: Data
    private let order: [Int]
    private let batchSize: Int
    private var generator: PhiloxGenerator?
    private var done = 0

    init(_ data: Data, order: [Int], batchSize: Int, generator: PhiloxGenerator?) {
        require(batchSize > 0, "batches: the batch size \(batchSize) is not positive")
        (self.data, self.order, self.batchSize, self.generator) = (data, order, batchSize, generator)
    }

    public mutating func next() -> Data.Batch? {
        guard done < order.count else { return nil }
        let rest: ArraySlice<Int> = order[done...]
        let indices: ArraySlice<Int> = rest.prefix(BatchCutting.length(of: rest.count, batchSize: batchSize))
        done = indices.endIndex
        let batch: Data.Batch = data.batch(indices)
        guard var drawing = generator else { return batch }
        defer { generator = drawing }
        return data.augmented(batch, using: &drawing)
    }

    public var underestimatedCount: Int { BatchCutting.count(samples: order.count - done, batchSize: batchSize) }
}

extension DataSource where Failure == Never {
    /// Returns all samples once, in their order, in batches of `size` samples. The last batch may be smaller. If a
    /// single sample is left after the last full batch and `size` is greater than 1, this sample joins the last full
    /// batch. Traps if `size` is not positive.
    public func batches(of size: Int) -> BatchSequence<Self> {
        BatchSequence(self, order: Array(0 ..< count), batchSize: size, generator: nil)
    }

    /// Returns all samples once, in a random order, in batches of the same sizes as `batches(of:)`. The method
    /// `augmented` of the data may vary the samples. Traps if `size` is not positive.
    public func batches(of size: Int, shuffledBy generator: inout PhiloxGenerator) -> BatchSequence<Self> {
        let order: [Int] = shuffledIndices(using: &generator)
        return BatchSequence(
            self, order: order, batchSize: size, generator: PhiloxGenerator(seed: generator.next()))
    }
}
