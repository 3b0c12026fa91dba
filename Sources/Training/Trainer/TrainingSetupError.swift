/// Why a training cannot begin or continue. It is thrown before the first step, and before anything is written.
public enum TrainingSetupError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The training data are empty.
    case noSamples
    /// A batch would contain one sample, and a layer needs more. The value is the sentence of the layer.
    case batchOfOne(String)
    /// The checkpoint's position in its epoch is beyond the number of samples.
    case positionBeyondData(samples: Int, count: Int)
    /// Patterns of parameter groups match no parameter. The second value is the names of the parameters.
    case unmatchedGroups([String], names: [String])
    /// The training does not measure this metric. The second value is the names of the metrics that it measures.
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
