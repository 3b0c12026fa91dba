import Differentiation

/// Something that happens in a training, with where the training stands then.
public struct TrainingEvent {
    /// What happens.
    public enum Kind {
        /// The training begins, or goes on; nothing has been done yet.
        case started
        /// An epoch begins, or goes on.
        case epochStarted
        /// A step was made. The last loss of a training that diverges is not finite.
        case stepEnded(loss: Double)
        /// The model was measured on so many samples of a set, "validation" or "test"; 0 where that begins.
        case measured(set: String, samples: Int, of: Int)
        /// An epoch is done, and saved.
        case epochEnded(EpochMetrics)
        /// A checkpoint, or an observer that is not essential, failed, and the training goes on. Standard error will say it.
        case problem(any Error)
        /// The training ends with this error: `TrainingDiverged`, `TrainingInterrupted`.
        case failed(any Error)
        /// The training is done.
        case finished
    }

    /// What happens.
    public let kind: Kind
    /// How far the training is.
    public let progress: TrainingProgress
    /// How many steps have been made.
    public let step: Int
    /// How many epochs are to be made.
    public let epochs: Int
    /// The samples of the epoch under way that have been seen; 0 between epochs.
    public let samples: Int
    /// How many samples an epoch has.
    public let sampleCount: Int
    /// What the samples are called, in the plural.
    public let sampleName: String
    /// The learning rate of the last step.
    public let learningRate: Double

    let makeMetrics: () -> [(name: String, value: Double)]
    let makeModel: () -> any Parameterized

    /// The metrics over the samples of the epoch so far, each sample as the model was before its step. Computed when asked
    /// for.
    public var trainingMetrics: [(name: String, value: Double)] { makeMetrics() }

    /// What the training has made so far: the average of the model where one is kept, else the model. Not copied unless
    /// asked for.
    public var model: any Parameterized { makeModel() }
}
