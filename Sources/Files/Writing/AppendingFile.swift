import Foundation

/// A file to which records are appended, each in one write.
///
/// A record that the device takes only in part is removed again, so that the next record does not follow half of one.
/// The file is opened for each record and closed after it: no descriptor stays open during a long run.
public struct AppendingFile: Sendable, Hashable {
    /// What happens where the file exists, or does not.
    public enum Creation: Sendable, Hashable {
        /// The file is created where it is missing, also before a later record.
        case ifMissing
        /// The file must not exist; `init` creates it.
        case new
    }

    /// The path.
    public let path: String
    private let creation: Creation

    /// Opens the file or creates it and appends nothing, so that an unusable path or a full device (`/dev/full`) is
    /// reported before there is a record to lose.
    ///
    /// - Throws: The system's reason; `EEXIST` where a new file's path is taken.
    public init(path: String, creation: Creation = .ifMissing) throws(FileFault) {
        (self.path, self.creation) = (path, creation)
        try append(Data(), creation == .new ? O_CREAT | O_EXCL : O_CREAT)
    }

    /// Appends a record: all of it, or nothing.
    ///
    /// - Throws: The system's reason; `ENOSPC` where the device took only a part of the record.
    public func append(_ record: Data) throws(FileFault) {
        try append(record, creation == .new ? 0 : O_CREAT)
    }

    private func append(_ record: Data, _ flags: Int32) throws(FileFault) {
        let descriptor: Int32 = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0o644)
        guard descriptor >= 0 else { throw FileFault(path: path, operation: "append to", code: errno) }
        defer { close(descriptor) }
        let end: off_t = lseek(descriptor, 0, SEEK_END)
        let written: Int = record.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if written == record.count { return }
        let code: Int32 = written < 0 ? errno : ENOSPC
        // `end` is −1 for a pipe, which takes nothing back.
        if written > 0, end >= 0 { _ = ftruncate(descriptor, end) }
        throw FileFault(path: path, operation: "append to", code: code)
    }
}
