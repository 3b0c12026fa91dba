/// The error of a training whose loss or weights have become NaN or infinite. Further steps cannot make the loss and
/// the weights finite again.
public struct TrainingDiverged: Error, Sendable, Hashable, CustomStringConvertible {
    /// The number that was not finite.
    public enum Cause: Sendable, Hashable {
        /// The loss of a step is not finite. The value is this loss.
        case loss(Double)
        /// Parameters, buffers or optimizer tensors contain numbers that are not finite, although all losses were
        /// finite. The value lists the names of these tensors.
        case weights([String])
        /// The loss on the test or validation samples is NaN, although the weights are finite: the model's outputs
        /// overflow. `measuredSet` is the name of the samples.
        case testLoss
    }

    /// The number of the epoch, from 1.
    public let epoch: Int
    /// The number of steps made, including the step after which the training diverged.
    public let step: Int
    /// The number that was not finite.
    public let cause: Cause
    /// The set on which the loss is NaN, `"validation"` or `"test"`, if the cause is `testLoss`; nil for other causes.
    public let measuredSet: String?
    /// The directory of the last checkpoint, which was written before the divergence; nil if the training saves no
    /// checkpoints.
    public let checkpoint: String?
    /// The number of steps made when the last checkpoint was written; nil if the run has written no checkpoint.
    public let savedStep: Int?

    public var description: String {
        "the training diverged at step \(step), in epoch \(epoch): \(symptom). \(kept) Start again with a smaller learning "
            + "rate\(advice)."
    }

    private var symptom: String {
        switch cause {
        case .loss(let loss): return "the loss is \(loss.printable)"
        case .weights(let names): return nonFiniteSentence(names)
        case .testLoss: return "the \(measuredSet ?? "test") loss is not a number"
        }
    }

    private var kept: String {
        guard let checkpoint, let savedStep else { return "No checkpoint was written." }
        return "The checkpoint in \(checkpoint) is kept: it is from step \(savedStep), before that."
    }

    private var advice: String {
        switch cause {
        case .loss where step == 1:
            return "; a first loss that is not finite may also come from such numbers in the data"
        case .testLoss: return "; such numbers in the \(measuredSet ?? "test") samples have the same effect"
        default: return ""
        }
    }
}
