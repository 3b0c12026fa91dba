/// The error of a checkpoint that cannot be written or resumed.
public struct CheckpointError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// There is no checkpoint in the directory.
        case missing
        /// The file is damaged, or is not a checkpoint of this model. The value is the reason, with or without a full
        /// stop.
        case unreadable(String)
        /// The checkpoint belongs to a training with other settings. The value lists the settings that differ.
        case otherTraining([Difference])
        /// The system could not write the file. The value is the reason.
        case notWritten(String)
        /// The training has diverged. The value lists the tensors that contain NaN or an infinity.
        case notFinite([String])
        /// The optimizer has properties outside of its `state` that a step changes or that cannot be inspected. A
        /// checkpoint contains only the `state`. The values are the optimizer's type and the names of these properties.
        case unsavedState(optimizer: String, fields: [String])
    }

    /// A setting whose saved value differs from the current value.
    public struct Difference: Sendable, Hashable {
        /// The setting's name.
        public let name: String
        /// The saved value; empty if the checkpoint does not have this setting.
        public let saved: String
        /// The current value; empty if the current training does not have this setting.
        public let now: String
    }

    /// The path of the file or directory.
    public let path: String
    /// What is wrong with the checkpoint.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    public var description: String {
        switch fault {
        case .missing:
            return "\(path): there is no checkpoint here. Name the directory that was given to --save."
        case .unreadable(let reason):
            // A reason that is the description of another error ends with advice.
            let advice = ". Give the model and the optimizer that wrote it, or name another directory."
            return "\(path): this checkpoint cannot be resumed: \(reason)" + (reason.hasSuffix(".") ? "" : advice)
        case .otherTraining(let differences):
            let list: String = differences.map { "\($0.name) was '\($0.saved)' and is '\($0.now)'" }
                .joined(separator: ", ")
            return "\(path): this is the checkpoint of another training: \(list). Continue with the saved"
                + " settings, which 'savedSettings()' returns, or give the new training another directory."
        case .notWritten(let reason):
            return "\(path): the checkpoint cannot be written: \(reason). An existing checkpoint is unchanged."
        case .notFinite(let names):
            return "\(path): the training has diverged: \(nonFiniteSentence(names)). No checkpoint is written, and "
                + "an existing checkpoint is unchanged."
        case .unsavedState(let optimizer, let fields):
            return
                "\(path): a checkpoint cannot save \(fields.joined(separator: ", ")) of the optimizer \(optimizer), so "
                + "none is written. Put all that a step changes into its state, as a ParameterwiseOptimizer does."
        }
    }
}
