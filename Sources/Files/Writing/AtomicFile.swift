import Foundation

/// Writes files that are complete or absent, even after a crash of the program or of the machine.
public enum AtomicFile {
    /// Writes `bytes` to the file at `path`. Replaces an existing file.
    ///
    /// The bytes are written to a temporary file in the same directory, which is flushed to the disk and renamed; then
    /// the directory is flushed. If writing or renaming fails, an existing file is unchanged and the temporary file is
    /// removed. If only flushing the directory fails, the function throws although the new file exists.
    ///
    /// A pipe or a device, such as `/dev/stdout` or `/dev/null`, is written to directly and not replaced.
    ///
    /// - Throws: `FileFault` with the system's error code, which is `EISDIR` if `path` is a directory.
    public static func write(_ bytes: Data, to path: String) throws(FileFault) { try write([bytes], to: path) }

    /// Writes the bytes of `parts`, one part after the other, to the file at `path`, as `write(_:to:)` writes `Data`.
    /// The bytes are not copied into a single block of memory.
    package static func write(_ parts: [any ByteSource], to path: String) throws(FileFault) {
        if isStream(path) { return try writeInPlace(parts, to: path) }
        let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).tmp"
        let descriptor: Int32 = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileFault(path: path, operation: "write", code: errno) }
        do throws(FileFault) {
            for part in parts { try writeAll(part, to: descriptor, path, isFlushed: true) }
            guard fsync(descriptor) == 0 else { throw FileFault(path: path, operation: "flush", code: errno) }
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        guard close(descriptor) == 0, rename(temporary, path) == 0 else {
            let code: Int32 = errno
            unlink(temporary)
            throw FileFault(path: path, operation: "replace", code: code)
        }
        try flushDirectory(of: path)
    }

    /// Returns whether `path` is a device, a pipe or the name of an open file, which a renamed file must not replace.
    private static func isStream(_ path: String) -> Bool {
        if ["/dev/std", "/dev/fd/", "/proc/"].contains(where: { path.hasPrefix($0) }) { return true }
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    /// Writes `parts` to the existing stream at `path`. Throws a `FileFault` if the stream cannot be opened or written,
    /// or if `path` is a directory.
    private static func writeInPlace(_ parts: [any ByteSource], to path: String) throws(FileFault) {
        let descriptor: Int32 = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault(path: path, operation: "write", code: errno) }
        do throws(FileFault) {
            for part in parts { try writeAll(part, to: descriptor, path, isFlushed: false) }
        } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 else { throw FileFault(path: path, operation: "write", code: errno) }
    }

    /// The greatest number of bytes that a system call writes.
    private static let bytesPerCall = 8 << 20

    /// Writes the bytes of `part`. `isFlushed` tells that the caller flushes the file afterwards. Throws a `FileFault`
    /// if the device does not accept all bytes.
    private static func writeAll(
        _ part: any ByteSource, to descriptor: Int32, _ path: String, isFlushed: Bool
    ) throws(FileFault) {
        let code: Int32 = part.withBytes { buffer in
            guard let start = buffer.baseAddress else { return 0 }
            var written = 0
            while written < buffer.count {
                // A call may write only a part of the bytes, for example if a signal interrupts the call.
                let offered: Int = min(bytesPerCall, buffer.count - written)
                let count: Int = Foundation.write(descriptor, start + written, offered)
                if count < 0 && errno == EINTR { continue }
                if count <= 0 { return count < 0 ? errno : EIO }
                written += count
                if isFlushed && count == bytesPerCall { startFlushing(descriptor) }
            }
            return 0
        }
        guard code == 0 else { throw FileFault(path: path, operation: "write", code: code) }
    }

    /// Asks the system to write the file's bytes to the disk now. The disk then writes while the next bytes are copied,
    /// and the final `fsync`, which reports errors, waits less.
    private static func startFlushing(_ descriptor: Int32) {
        // The value of Linux's constant SYNC_FILE_RANGE_WRITE.
        let startsWriting: UInt32 = 2
        _ = syncFileRange?(descriptor, 0, 0, startsWriting)
    }

    private typealias SyncFileRange = @convention(c) (Int32, Int64, Int64, UInt32) -> Int32

    /// Linux's `sync_file_range`, or `nil` on other systems. Swift does not import the function, because its header
    /// declares the function only for programs that define _GNU_SOURCE.
    private static let syncFileRange: SyncFileRange? = {
        #if os(Linux)
        return dlsym(nil, "sync_file_range").map { unsafeBitCast($0, to: SyncFileRange.self) }
        #else
        return nil
        #endif
    }()

    /// Flushes the directory of the file at `path` to the disk, so that the name of a new file survives a power
    /// failure. Throws a `FileFault` if the directory cannot be opened or flushed.
    static func flushDirectory(of path: String) throws(FileFault) {
        let directory: String = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor: Int32 = open(directory, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault(directory: directory, operation: "open", code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFault(directory: directory, operation: "flush", code: errno) }
    }
}
