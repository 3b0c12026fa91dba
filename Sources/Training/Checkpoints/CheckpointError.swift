/// A checkpoint that cannot be written or resumed: what, where, and what to do.
public struct CheckpointError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// There is no checkpoint in the directory.
        case missing
        /// The file is damaged, or is not a checkpoint of this model. The value is the reason.
        case unreadable(String)
        /// The checkpoint is of a training with other settings.
        case otherTraining([Difference])
        /// The system could not write the file. The value is the reason.
        case notWritten(String)
        /// The training has diverged: these tensors contain NaN or an infinity.
        case notFinite([String])
        /// The optimizer changes these properties from step to step, or they cannot be inspected. A checkpoint contains only
        /// its `state`.
        case unsavedState(optimizer: String, fields: [String])
    }

    /// A setting that differs from the saved one.
    public struct Difference: Sendable, Hashable {
        /// The setting's name.
        public let name: String
        /// The saved value; empty if the checkpoint has none.
        public let saved: String
        /// The value of the present training; empty if it has none.
        public let now: String
    }

    /// The file or directory.
    public let path: String
    /// What is wrong with it.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    public var description: String {
        switch fault {
        case .missing:
            return "\(path): there is no checkpoint here. Name the directory that was given to --save."
        case .unreadable(let reason):
            return "\(path): this checkpoint cannot be resumed: \(reason)"
        case .otherTraining(let differences):
            let list: String = differences.map { "\($0.name) was '\($0.saved)' and is '\($0.now)'" }
                .joined(separator: ", ")
            return "\(path): this is the checkpoint of another training: \(list). Go on with the settings that it was"
                + " saved with, which 'savedSettings()' gives, or give the new training another directory."
        case .notWritten(let reason):
            return "\(path): the checkpoint cannot be written: \(reason). What was there before is as it was."
        case .notFinite(let names):
            return "\(path): the training has diverged: \(nonFiniteSentence(names)). No checkpoint is written, and "
                + "what was there before is as it was."
        case .unsavedState(let optimizer, let fields):
            return
                "\(path): no checkpoint would hold \(fields.joined(separator: ", ")) of the optimizer \(optimizer), so "
                + "none is written. Keep what changes from step to step in its state, as a ParameterwiseOptimizer does."
        }
    }
}
