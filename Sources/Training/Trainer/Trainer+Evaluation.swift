public import Datasets
import Differentiation
import Foundation
import Tensors

extension Trainer {
    /// The number of samples in a test batch.
    private static var testBatchSize: Int { 500 }

    /// Returns the mean loss and the test metrics of the trained model over all samples, in inference mode.
    ///
    /// The batches are divided among the shards of the trainer, and each process measures the batches of its shards. All
    /// processes call this method together, and get the same result. If a metric is not a `MergeableMetric`, every
    /// process measures all batches.
    ///
    /// - Parameters:
    ///   - data: The samples. Every process gives the same data.
    ///   - progress: A function that is called after every batch with the number of samples measured so far, which several
    ///     processes estimate from their own batches.
    /// - Throws: The error of the data. The other processes then end.
    public func evaluate<Data: DataSource<Batch>>(
        on data: Data, progress: (_ samples: Int) -> Void = { _ in }
    ) throws(Data.Failure) -> Evaluation {
        guard options.shards > 1, objective.testTally.unmergeableName == nil else {
            return try Training.evaluate(
                trainedModel, on: data, by: objective, batchSize: Self.testBatchSize
            ) { samples in
                exchange.reportProgress()
                progress(samples)
            }
        }
        let own: [TestShard]
        do throws(Data.Failure) { own = try measureLocalShards(on: data, progress) } catch {
            exchange.abandon(because: error)
            throw error
        }
        let shards: [TestShard] =
            exchange.processCount == 1 ? own : exchange.gather(own.map(\.bytes)).map(TestShard.init)
        var tally: any MetricTally = objective.testTally
        for shard in shards {
            var part: any MetricTally = objective.testTally
            do throws(MetricStateError) { try part.restore(shard.states) } catch {
                fatalError("Trainer: another process sent no state of the metric '\(error.name)'")
            }
            tally.merge(part)
        }
        return Evaluation(lossSums: shards.flatMap(\.lossSums), tally, count: data.count)
    }

    /// Measures the batches of each local shard, one shard after another with all threads.
    private func measureLocalShards<Data: DataSource<Batch>>(
        on data: Data, _ progress: (_ samples: Int) -> Void
    ) throws(Data.Failure) -> [TestShard] {
        let batches: [ArraySlice<Int>] = testBatches(of: data.count, batchSize: Self.testBatchSize)
        let ranges: ArraySlice<Range<Int>> =
            ShardTree(shardCount: options.shards).cut(batches.count)[exchange.localShards(of: options.shards)]
        let total: Int = ranges.reduce(0) { $0 + batches[$1].reduce(0) { $0 + $1.count } }
        let (model, objective): (Model, Objective<Model, Batch>) = (trainedModel, objective)
        var (shards, done): ([TestShard], Int) = ([], 0)
        for range in ranges {
            var tally: any MetricTally = objective.testTally
            var samples = 0
            let sums: [Double] = try lossSums(
                model, on: data, by: objective, batches: Array(batches[range]), tally: &tally
            ) { measured in
                samples = measured
                exchange.reportProgress()
                progress(Int(Double(done + measured) / Double(total) * Double(data.count)))
            }
            done += samples
            shards.append(TestShard(lossSums: sums, states: tally.states))
        }
        return shards
    }
}

/// What a shard has measured of a test.
private struct TestShard: Codable {
    /// The sum of the losses of each batch.
    let lossSums: [Double]
    /// The states of the metrics, by the metric's name.
    let states: [String: String]

    init(lossSums: [Double], states: [String: String]) { (self.lossSums, self.states) = (lossSums, states) }

    /// Reads a shard that another process has sent.
    init(bytes: [UInt8]) {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = TrainingRecord.decodingOfNotNumbers
        guard let shard = try? decoder.decode(Self.self, from: Data(bytes)) else {
            fatalError("Trainer: another process sent results of a test that are not JSON")
        }
        self = shard
    }

    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = TrainingRecord.encodingOfNotNumbers
        guard let json = try? encoder.encode(self) else {
            fatalError("Trainer: the results of a test cannot be JSON")
        }
        return [UInt8](json)
    }
}
