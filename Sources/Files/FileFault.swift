import Foundation

/// Why something cannot be done with a file: the path, the operation and the reason.
public struct FileFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path.
    public let path: String
    /// What was to be done with it, as a verb: "read".
    public let operation: String
    /// `errno`, or 0 where the fault is not the system's.
    public let code: Int32
    private let words: String?

    /// A fault that the system reports.
    public init(path: String, operation: String, code: Int32) {
        (self.path, self.operation, self.code, words) = (path, operation, code, nil)
    }

    /// A fault with words of its own, without a full stop.
    public init(path: String, operation: String, because words: String) {
        (self.path, self.operation, code, self.words) = (path, operation, 0, words)
    }

    /// Its own words, or the system's: "No such file or directory".
    public var reason: String { words ?? String(cString: strerror(code)) }

    public var description: String { "\(path): cannot \(operation) this file: \(reason). \(advice)" }

    private var advice: String {
        switch code {
        case ENOENT: return "Check the path."
        case EACCES, EPERM, EROFS: return "Check who may \(operation) it."
        case EISDIR: return "Name a file in it."
        case ENOSPC, EDQUOT: return "Make room on the disk."
        default: return "Name another file."
        }
    }
}
