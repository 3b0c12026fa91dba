/// The reason why a training cannot begin or continue. `TrainingRun.run` throws this error before the first step and
/// before anything is written.
public enum TrainingSetupError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The training data are empty.
    case noSamples
    /// The first sample cannot be read. The value is the description of the data's error.
    case unreadableData(String)
    /// A batch would contain one sample, and a layer needs more samples. The value is the message of the layer.
    case batchOfOne(String)
    /// The unfinished epoch has seen more samples, `samples`, than the data have, `count`.
    case positionBeyondData(samples: Int, count: Int)
    /// Several processes train the model, and batches are cut into fewer shards than there are processes.
    case tooFewShards(shards: Int, processes: Int)
    /// Patterns of the optimizer's parameter groups match no parameter. The first value lists these patterns, and
    /// `names` lists the parameters.
    case unmatchedGroups([String], names: [String])
    /// The training does not measure the metric in the first value. `names` lists the metrics that the training
    /// measures.
    case unknownMetric(String, names: [String])

    public var description: String {
        switch self {
        case .noSamples: return "the training set is empty. Give at least one sample."
        case .unreadableData(let reason): return reason
        case .batchOfOne(let complaint):
            return
                "the training would make a batch of one sample, which is too small for the model. \(complaint). Give "
                + "more samples, or a greater batch size."
        case .positionBeyondData(let samples, let count):
            return
                "the training was saved after \(samples) samples of an epoch, and the training set has \(count). Resume "
                + "it with the samples that it was trained on."
        case .tooFewShards(let shards, let processes):
            return
                "\(processes) processes cannot share \(shards) \(shards == 1 ? "shard" : "shards") of a batch. Cut batches into at "
                + "least \(processes) shards, or start fewer processes."
        case .unknownMetric(let name, let names):
            return "the training does not measure '\(name)'. It measures \(names.joined(separator: ", "))."
        case .unmatchedGroups(let patterns, let names):
            return
                "a parameter group of the optimizer names \(patterns.joined(separator: ", ")), and the model has no such "
                + "parameter. Its parameters are named \(names.joined(separator: ", "))."
        }
    }
}
