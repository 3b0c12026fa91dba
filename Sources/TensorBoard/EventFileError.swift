/// An event file that cannot be written: what, where, and what to do.
public struct EventFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file or directory.
    public let path: String
    /// The system's reason.
    public let reason: String

    /// Where, what and what to do.
    public var description: String { "\(path): events cannot be written: \(reason). Name another directory." }
}
