import Datasets
import Tensors

/// A batch of a step: a whole batch, or the local shards of a batch.
struct TrainingBatch<Batch> {
    /// A whole batch, or the samples of a shard.
    struct Part {
        let shard: Int
        let batch: Batch
        /// The generator of the layers' random numbers; nil if the layers use the trainer's generator.
        let generator: PhiloxGenerator?
    }

    /// The whole batch, or the local shards that have samples.
    let parts: [Part]
    /// The number of samples of each shard; the number of all samples if the batch is whole.
    let samples: [Int]
    /// The shards; nil for a whole batch.
    let shards: ShardContext?

    /// The number of samples of the whole batch.
    var count: Int { samples.reduce(0, +) }

    init(parts: [Part], samples: [Int], shards: ShardContext) {
        (self.parts, self.samples, self.shards) = (parts, samples, shards)
    }

    init(whole batch: Batch, count: Int) {
        (parts, samples, shards) = ([Part(shard: 0, batch: batch, generator: nil)], [count], nil)
    }
}

/// The batches of an epoch, whole or cut into shards.
final class BatchFeed<Source: DataSource> {
    private let source: Source
    private let shards: ShardContext?
    private let batches: [ArraySlice<Int>]
    private var next = 0
    /// The batches, or the local shards of all batches; nil if the threads of the shards read their samples themselves.
    private let queue: BatchQueue<Source>?

    /// Creates the feed of the samples at `order`. Without `shards`, the batches are whole.
    init(_ source: Source, order: ArraySlice<Int>, batchSize: Int, shards: ShardContext?) {
        (self.source, self.shards) = (source, shards)
        batches = BatchCutting.batches(of: order, batchSize: batchSize)
        guard let shards else {
            queue = BatchQueue(source, batches: batches)
            return
        }
        let pieces: [ArraySlice<Int>] = batches.flatMap { batch in
            shards.tree.cut(batch.count)[shards.local].filter { !$0.isEmpty }.map { Self.slice(batch, $0) }
        }
        queue =
            source.batchesAhead > 0
            ? BatchQueue(source, batches: pieces, ahead: source.batchesAhead * shards.local.count) : nil
    }

    /// Whether all batches were returned.
    var isEmpty: Bool { next == batches.count }

    /// Returns the next batch, augmented with random numbers from `generator`; nil after the last batch. Throws the
    /// error of the source, which for several shards is the error of the first shard that cannot be read.
    func nextBatch(using generator: inout PhiloxGenerator) throws(Source.Failure) -> TrainingBatch<Source.Batch>? {
        guard !isEmpty else { return nil }
        defer { next += 1 }
        if let shards { return try sharded(shards, &generator) }
        guard let (batch, count) = try queue?.nextBatch() else { return nil }
        let augmented: Source.Batch = source.augmented(batch, using: &generator)
        Profile.attribute(to: "data")
        return TrainingBatch(whole: augmented, count: count)
    }

    private func sharded(
        _ shards: ShardContext, _ generator: inout PhiloxGenerator
    ) throws(Source.Failure) -> TrainingBatch<Source.Batch> {
        let ranges: [Range<Int>] = shards.tree.cut(batches[next].count)
        // Every process draws the generators of all shards, so that its own generator advances as on all others.
        let generators: [PhiloxGenerator] = ranges.map { _ in PhiloxGenerator(seed: generator.next()) }
        let filled: [Int] = shards.local.filter { !ranges[$0].isEmpty }
        var prepared: [Int: Unchecked<Source.Batch>] = [:]
        do throws(Source.Failure) {
            if let queue {
                for shard in filled { prepared[shard] = try queue.nextBatch().map { Unchecked(value: $0.batch) } }
            }
        } catch { throw abandoned(shards, error) }
        let batch: ArraySlice<Int> = batches[next]
        let results: [Unchecked<Result<Part, Source.Failure>>] = shards.map(filled) { [source, prepared] shard in
            var drawing: PhiloxGenerator = generators[shard]
            let result: Result<Part, Source.Failure>
            do throws(Source.Failure) {
                let samples: Source.Batch
                if let ready = prepared[shard] {
                    samples = ready.value
                } else {
                    samples = try source.batch(Self.slice(batch, ranges[shard]))
                }
                let augmented: Source.Batch = source.augmented(samples, using: &drawing)
                result = .success(Part(shard: shard, batch: augmented, generator: drawing))
            } catch { result = .failure(error) }
            return Unchecked(value: result)
        }
        var parts: [Part] = []
        for result in results {
            do throws(Source.Failure) { parts.append(try result.value.get()) } catch { throw abandoned(shards, error) }
        }
        return TrainingBatch(parts: parts, samples: ranges.map(\.count), shards: shards)
    }

    private typealias Part = TrainingBatch<Source.Batch>.Part

    /// Tells the other processes that the training ends, and returns `error`.
    private func abandoned(_ shards: ShardContext, _ error: Source.Failure) -> Source.Failure {
        shards.exchange.abandon(because: error)
        return error
    }

    private static func slice(_ batch: ArraySlice<Int>, _ range: Range<Int>) -> ArraySlice<Int> {
        batch[batch.startIndex + range.lowerBound ..< batch.startIndex + range.upperBound]
    }
}

/// A value that one thread at a time uses, although its type does not promise that it can be sent to another thread.
struct Unchecked<Value>: @unchecked Sendable {
    let value: Value
}
