import Differentiation
import NeuralNetworks
import Optimizers
import Tensors

extension Trainer {
    /// Finds out, before a training begins or goes on, whether it can: whether there are samples, the position is one
    /// of these data, every group of the optimizer holds a parameter, and every layer can be trained on a batch of one
    /// sample where there will be one.
    ///
    /// Costs nothing beyond a look at the names, but where there will be a batch of one: one forward pass.
    public func requireTrainable(on data: some TrainingData<Batch>) throws(TrainingSetupError) {
        let (count, done): (Int, Int) = (data.count, position.epoch?.samples ?? 0)
        guard count > 0 else { throw .noSamples }
        guard done <= count else { throw .positionBeyondData(samples: done, count: count) }
        let (unmatched, names) = optimizer.state.unmatchedGroups(in: model)
        guard unmatched.isEmpty else { throw .unmatchedGroups(unmatched, names: names) }
        guard count == 1 || options.batchSize == 1 || count - done == 1 else { return }
        let complaint: String? = complaintOfTraining(using: position.generator) {
            var tally: any MetricTally = objective.testTally
            _ = objective.test(model, data.batch([0]), &tally)
        }
        if let complaint { throw .batchOfOne(complaint) }
    }

    /// The parameters, buffers and optimizer's tensors that have become NaN or infinite, by their names in a
    /// checkpoint.
    public var nonFiniteTensors: [String] {
        let averaged: Set<String> = average?.namesOfNonFiniteTensors ?? []
        let ofModel: [String] = model.namesOfNonFiniteTensors.subtracting(nonFiniteAtStart).map { "model.\($0)" }
        let ofAverage: [String] = averaged.subtracting(nonFiniteAtStart).map { "average.\($0)" }
        let ofOptimizer: [String] = optimizer.state.namesOfNonFiniteTensors.map { "optimizer.\($0)" }
        return (ofModel + ofAverage + ofOptimizer).sorted()
    }
}
