import Differentiation

/// An event of a training, with the state of the training at that moment.
public struct TrainingEvent {
    /// The kind of the event.
    public enum Kind {
        /// The training begins or continues. This run has made no step yet.
        case started
        /// An epoch begins or continues.
        case epochStarted
        /// A step was made. `loss` is the loss of the step's samples before the step. If this loss is NaN or infinite,
        /// the training ends with `TrainingDiverged`.
        case stepEnded(loss: Double)
        /// The model was measured on `samples` samples of the set `set`, which is "validation" or "test" and has `of`
        /// samples. The first such event of each set has `samples` = 0.
        case measured(set: String, samples: Int, of: Int)
        /// An epoch is completed. If the training has a checkpoint directory, the run writes the checkpoint before this
        /// event. The event also follows if the checkpoint cannot be written.
        case epochEnded(EpochMetrics)
        /// A checkpoint or an observer that is not essential failed, and the training continues. The error will be
        /// written to standard error.
        case problem(any Error)
        /// The training ends with this error, such as `TrainingDiverged` or `TrainingInterrupted`.
        case failed(any Error)
        /// The training is completed.
        case finished
    }

    /// The kind of the event.
    public let kind: Kind
    /// The progress of the training.
    public let progress: TrainingProgress
    /// The number of steps made.
    public let step: Int
    /// The number of epochs of the whole training.
    public let epochs: Int
    /// The number of samples of the unfinished epoch seen so far; 0 between epochs.
    public let samples: Int
    /// The number of training samples in an epoch.
    public let sampleCount: Int
    /// The plural noun for the samples, such as "images".
    public let sampleName: String
    /// The learning rate of the last step.
    public let learningRate: Double

    let makeMetrics: () -> [(name: String, value: Double)]
    let makeModel: () -> any Parameterized

    /// The metrics over the samples of the epoch seen so far. Each sample is measured before the step that uses the
    /// sample. Every access computes the metrics again.
    public var trainingMetrics: [(name: String, value: Double)] { makeMetrics() }

    /// The result of the training so far: the moving average of the model if there is one, otherwise the model. The
    /// model is copied only if this property is read.
    public var model: any Parameterized { makeModel() }
}
