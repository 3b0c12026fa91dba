/// A training that cannot begin, or go on, with what it was given: found before the first step, and nothing is written.
public enum TrainingSetupError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is nothing to train on.
    case noSamples
    /// A batch would hold one sample, and a layer needs more: the layer's own sentence.
    case batchOfOne(String)
    /// The checkpoint is further into its epoch than the data reach.
    case positionBeyondData(samples: Int, count: Int)
    /// The patterns of parameter groups that match no parameter; and the names that there are.
    case unmatchedGroups([String], names: [String])
    /// A metric that the training does not measure; and those that it does.
    case unknownMetric(String, names: [String])

    public var description: String {
        switch self {
        case .noSamples: return "the training set is empty. Give at least one sample."
        case .batchOfOne(let complaint):
            return
                "the training would make a batch of one sample, which is too small for the model. \(complaint). Give "
                + "more samples, or a greater batch size."
        case .positionBeyondData(let samples, let count):
            return
                "the training was saved after \(samples) samples of an epoch, and the training set has \(count). Resume "
                + "it with the samples that it was trained on."
        case .unknownMetric(let name, let names):
            return "the training does not measure '\(name)'. It measures \(names.joined(separator: ", "))."
        case .unmatchedGroups(let patterns, let names):
            return
                "a parameter group of the optimizer names \(patterns.joined(separator: ", ")), and the model has no such "
                + "parameter. Its parameters are named \(names.joined(separator: ", "))."
        }
    }
}
