import Foundation
import Tensors

/// The batches of a pass over a source, in a given order. If the source has a positive `batchesAhead`, other threads
/// prepare the next batches while the caller uses a batch.
///
/// The threads only call `batch` of the source, whose result depends only on the indices. So the batches have the same
/// bits as batches that the caller makes itself.
package final class BatchQueue<Source: DataSource> {
    /// The source of the batches.
    package let source: Source
    private let batches: [ArraySlice<Int>]
    private var next = 0
    private let preparation: Preparation?

    /// Creates a queue of the samples at `order`, in batches of `batchSize` samples, as `BatchCutting` cuts them.
    package convenience init(_ source: Source, order: ArraySlice<Int>, batchSize: Int) {
        self.init(source, batches: BatchCutting.batches(of: order, batchSize: batchSize))
    }

    /// Creates a queue of the samples at each array of indices. Other threads prepare the next `ahead` batches; by
    /// default, the source's `batchesAhead`.
    package init(_ source: Source, batches: [ArraySlice<Int>], ahead: Int? = nil) {
        (self.source, self.batches) = (source, batches)
        let ahead: Int = min(ahead ?? source.batchesAhead, batches.count)
        preparation = ahead > 0 ? Preparation(source, batches, ahead: ahead) : nil
    }

    deinit { preparation?.close() }

    /// Whether all batches were returned.
    package var isEmpty: Bool { next == batches.count }

    /// Returns the next batch and the number of its samples; nil after the last batch. Throws the error of the source.
    package func nextBatch() throws(Source.Failure) -> (batch: Source.Batch, count: Int)? {
        guard next < batches.count else { return nil }
        defer { next += 1 }
        guard let preparation else { return (try source.batch(batches[next]), batches[next].count) }
        return (try preparation.take(next), batches[next].count)
    }

    /// The threads that prepare batches, and the prepared batches.
    private final class Preparation: @unchecked Sendable {
        // `condition` protects all variables below.
        private let condition = NSCondition()
        private var ready: [Int: Result<Source.Batch, Source.Failure>] = [:]
        private var nextToPrepare = 0
        private var nextToTake = 0
        private var isClosed = false
        private let source: Source
        private let batches: [ArraySlice<Int>]
        private let ahead: Int

        init(_ source: Source, _ batches: [ArraySlice<Int>], ahead: Int) {
            (self.source, self.batches, self.ahead) = (source, batches, ahead)
            for _ in 0 ..< min(ahead, Parallelism.threadCount) { Thread { [self] in work() }.start() }
        }

        /// Prepares batches until all batches are prepared or the queue is closed.
        private func work() {
            Parallelism.withoutHelpers {
                while let number = claim() {
                    let result: Result<Source.Batch, Source.Failure>
                    do throws(Source.Failure) { result = .success(try source.batch(batches[number])) } catch {
                        result = .failure(error)
                    }
                    condition.lock()
                    ready[number] = result
                    condition.broadcast()
                    condition.unlock()
                }
            }
        }

        /// Returns the number of the next batch to prepare, or nil if no batch is left. Waits while `ahead` batches are
        /// prepared and not yet taken.
        private func claim() -> Int? {
            condition.lock()
            defer { condition.unlock() }
            while !isClosed, nextToPrepare < batches.count, nextToPrepare >= nextToTake + ahead { condition.wait() }
            guard !isClosed, nextToPrepare < batches.count else { return nil }
            defer { nextToPrepare += 1 }
            return nextToPrepare
        }

        /// Returns the batch with the given number as soon as it is prepared.
        func take(_ number: Int) throws(Source.Failure) -> Source.Batch {
            condition.lock()
            nextToTake = number + 1
            condition.broadcast()
            while ready[number] == nil { condition.wait() }
            let result: Result<Source.Batch, Source.Failure>? = ready.removeValue(forKey: number)
            condition.unlock()
            guard let result else { fatalError("BatchQueue: batch \(number) is missing") }
            return try result.get()
        }

        /// Ends the threads after the batches that they are preparing.
        func close() {
            condition.lock()
            isClosed = true
            condition.broadcast()
            condition.unlock()
        }
    }
}
