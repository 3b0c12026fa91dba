public import Datasets
import Differentiation
import NeuralNetworks
import Optimizers
import Tensors

extension Trainer {
    /// Checks whether the training can begin or continue on `data`. Reads only the names of the parameters. If a batch
    /// of one sample will occur, also makes a forward pass with one sample.
    ///
    /// - Throws: `TrainingSetupError` if there are no samples, if there are more processes than shards, if the unfinished epoch has seen more samples than
    ///   `data` has, if a parameter group of the optimizer matches no parameter, or if a batch of one sample will occur
    ///   and the sample cannot be read or a layer cannot be trained on one sample.
    public func requireTrainable(on data: some DataSource<Batch>) throws(TrainingSetupError) {
        let (count, done): (Int, Int) = (data.count, position.epoch?.samples ?? 0)
        guard count > 0 else { throw .noSamples }
        guard exchange.processCount <= options.shards else {
            throw .tooFewShards(shards: options.shards, processes: exchange.processCount)
        }
        guard done <= count else { throw .positionBeyondData(samples: done, count: count) }
        let (unmatched, names) = optimizer.state.unmatchedGroups(in: model)
        guard unmatched.isEmpty else { throw .unmatchedGroups(unmatched, names: names) }
        guard count == 1 || options.batchSize == 1 || count - done == 1 else { return }
        let sample: Batch
        do { sample = try data.batch([0]) } catch { throw .unreadableData("\(error)") }
        let complaint: String? = complaintOfTraining(using: position.generator) {
            var tally: any MetricTally = objective.testTally
            _ = objective.test(model, sample, &tally)
        }
        if let complaint { throw .batchOfOne(complaint) }
    }

    /// The names, as in a checkpoint, of the parameters, buffers and optimizer tensors that have become NaN or
    /// infinite. The names are in ascending order.
    public var nonFiniteTensors: [String] {
        let averaged: Set<String> = average?.namesOfNonFiniteTensors ?? []
        let ofModel: [String] = model.namesOfNonFiniteTensors.subtracting(nonFiniteAtStart).map { "model.\($0)" }
        let ofAverage: [String] = averaged.subtracting(nonFiniteAtStart).map { "average.\($0)" }
        let ofOptimizer: [String] = optimizer.state.namesOfNonFiniteTensors.map { "optimizer.\($0)" }
        return (ofModel + ofAverage + ofOptimizer).sorted()
    }
}
