/// A training whose numbers have become NaN or infinite: nothing that follows could mend it.
public struct TrainingDiverged: Error, Sendable, Hashable, CustomStringConvertible {
    /// How that was noticed.
    public enum Cause: Sendable, Hashable {
        /// A step's loss is not finite.
        case loss(Double)
        /// These parameters, buffers or tensors of the optimizer hold numbers that are not finite, though the losses were.
        case weights([String])
        /// The test loss is NaN, though the weights are finite: the model's outputs are beyond what the type holds.
        case testLoss
    }

    /// The epoch in which that was found.
    public let epoch: Int
    /// How many steps had been made, counting the one whose loss is not finite.
    public let step: Int
    /// How it was noticed.
    public let cause: Cause
    /// Where the checkpoint from before it is, if there is one.
    public let checkpoint: String?
    /// After how many steps that was written.
    public let savedStep: Int?

    public var description: String {
        "the training diverged at step \(step), in epoch \(epoch): \(symptom). \(kept) Start again with a smaller learning "
            + "rate\(advice)."
    }

    private var symptom: String {
        switch cause {
        case .loss(let loss): return "the loss is \(loss.printable)"
        case .weights(let names): return nonFiniteSentence(names)
        case .testLoss: return "the test loss is not a number"
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
        case .testLoss: return "; such numbers in the test samples have the same effect"
        default: return ""
        }
    }
}
