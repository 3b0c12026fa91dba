/// The error of an event file, or of its directory, that cannot be created or written.
public struct EventFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path of the file or directory.
    public let path: String
    /// The system's reason.
    public let reason: String

    /// The path, the reason and advice.
    public var description: String { "\(path): events cannot be written: \(reason). Name another directory." }
}
