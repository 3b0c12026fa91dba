import Foundation

/// The failure of an operation on a file or directory: the path, the operation and the reason.
public struct FileFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path.
    public let path: String
    /// The operation that failed, as a verb, such as "read".
    public let operation: String
    /// The system's `errno`; 0 if this library detected the fault.
    public let code: Int32
    private let noun: String
    private let words: String?

    /// Creates a fault that the system reports about a file. `operation` is a verb, and `code` is the system's `errno`.
    public init(path: String, operation: String, code: Int32) {
        (self.path, self.operation, self.code) = (path, operation, code)
        (noun, words) = ("file", nil)
    }

    /// Creates a fault of a file for a reason that the system does not report. `words` is the reason, without a full
    /// stop, and `operation` is a verb.
    public init(path: String, operation: String, because words: String) {
        (self.path, self.operation, code) = (path, operation, 0)
        (noun, self.words) = ("file", words)
    }

    /// Creates a fault that the system reports about a directory. `operation` is a verb, and `code` is the system's
    /// `errno`.
    init(directory path: String, operation: String, code: Int32) {
        (self.path, self.operation, self.code) = (path, operation, code)
        (noun, words) = ("directory", nil)
    }

    /// Creates a fault of a directory for a reason that the system does not report. `words` is the reason, without a
    /// full stop, and `operation` is a verb.
    init(directory path: String, operation: String, because words: String) {
        (self.path, self.operation, code) = (path, operation, 0)
        (noun, self.words) = ("directory", words)
    }

    /// The words of the caller, or the system's text for `code`, such as "No such file or directory".
    public var reason: String { words ?? String(cString: strerror(code)) }

    /// The message with the path, the operation, the reason and advice: "a/b: cannot read this file: No such file or
    /// directory. Check the path."
    public var description: String { "\(path): cannot \(operation) this \(noun): \(reason). \(advice)" }

    private var advice: String {
        switch code {
        case ENOENT: return "Check the path."
        case EACCES, EPERM, EROFS: return "Check who may \(operation) it."
        case EISDIR: return "Name a file in it."
        case ENOSPC, EDQUOT: return "Make room on the disk."
        default: return "Name another \(noun)."
        }
    }
}
