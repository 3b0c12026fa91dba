import Foundation

/// A file to which records are appended. A single system call writes each record.
///
/// If the device accepts only a part of a record, this part is removed, so that the next record does not follow an
/// incomplete record. A part that was written to a pipe cannot be removed. The file is opened for each record and
/// closed after it. No descriptor stays open during a long run.
public struct AppendingFile: Sendable, Hashable {
    /// Whether the file may exist before `init`, and whether `append` may create it.
    public enum Creation: Sendable, Hashable {
        /// `init` and `append` create the file if it does not exist.
        case ifMissing
        /// `init` creates the file, which must not exist. `append` fails if the file no longer exists.
        case new
    }

    /// The path.
    public let path: String
    private let creation: Creation

    /// Opens or creates the file and appends an empty record, so that the system reports an unusable path or a full
    /// device (`/dev/full`) before the first record.
    ///
    /// - Throws: `FileFault` with the system's error code, which is `EEXIST` if the file exists and `creation` is
    ///   `.new`.
    public init(path: String, creation: Creation = .ifMissing) throws(FileFault) {
        (self.path, self.creation) = (path, creation)
        try append(Data(), creation == .new ? O_CREAT | O_EXCL : O_CREAT)
    }

    /// Appends the whole record or nothing. A pipe may get a part of the record.
    ///
    /// - Throws: `FileFault` with the system's error code, which is `ENOSPC` if the device accepted only a part of the
    ///   record.
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
        // `end` is −1 for a pipe, from which written bytes cannot be removed.
        if written > 0, end >= 0 { _ = ftruncate(descriptor, end) }
        throw FileFault(path: path, operation: "append to", code: code)
    }
}
