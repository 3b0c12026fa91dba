import Foundation

/// Reads whole files: maps a regular file, and reads a pipe or a device to its end.
public enum FileContents {
    /// The greatest number of bytes that are read from a pipe or a device: 1 GiB. The limit is necessary, because a
    /// device such as `/dev/zero` has no end.
    public static let streamLimit = 1 << 30

    /// Returns the bytes of a file.
    ///
    /// A regular file is mapped into memory: its pages are read when they are accessed. If another process shortens the
    /// file while the bytes are in use, an access beyond the new end ends this process with SIGBUS. A pipe,
    /// `/dev/stdin`, a process substitution of the shell or a device is read to its end.
    ///
    /// - Throws: `FileFault` with the system's error code, which is `EISDIR` for a directory. If a stream exceeds
    ///   `streamLimit`, the `FileFault` contains a reason in words.
    public static func bytes(of path: String) throws(FileFault) -> Data {
        let descriptor: Int32 = try opened(path)
        defer { close(descriptor) }
        return try bytes(descriptor, path, copyLimit: 0)
    }

    private static func bytes(_ descriptor: Int32, _ path: String, copyLimit: Int) throws(FileFault) -> Data {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(path: path, operation: "read", code: errno) }
        let kind: mode_t = status.st_mode & S_IFMT
        if kind == S_IFDIR { throw FileFault(path: path, operation: "read", code: EISDIR) }
        // Files of /proc report length 0 although they have contents.
        guard kind == S_IFREG, status.st_size > 0 else { return try readToEnd(descriptor, path) }
        if status.st_size <= copyLimit { return try copied(descriptor, Int(status.st_size), path) }
        return try mapped(descriptor, Int(status.st_size), path)
    }

    /// Returns the bytes of a file. Unlike `bytes(of:)`, a regular file of at most 4 MiB is copied into memory.
    ///
    /// Copying a small file is faster than mapping it if many threads read files, because threads wait for each other
    /// when they map memory. The copy also remains if another process shortens the file.
    ///
    /// - Throws: `FileFault` as `bytes(of:)` does.
    public static func copiedBytes(of path: String) throws(FileFault) -> Data {
        let descriptor: Int32 = try opened(path)
        defer { close(descriptor) }
        return try bytes(descriptor, path, copyLimit: 1 << 22)
    }

    /// Returns the text of a UTF-8 file, without the byte order mark that some spreadsheets write.
    ///
    /// - Throws: `FileFault` as `bytes(of:)` does, or with a reason in words if the bytes are not UTF-8.
    public static func text(of path: String) throws(FileFault) -> String {
        let bytes: Data = try self.bytes(of: path)
        let start: Int = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if let text = String(validating: bytes.dropFirst(start), as: UTF8.self) { return text }
        let found: String = FileFormat(recognizing: bytes).map { "it is \($0.name)" } ?? "it is not UTF-8"
        throw FileFault(path: path, operation: "read", because: "text is needed, and \(found)")
    }

    /// Returns at most `count` bytes from the start of a regular file, or an empty array if the file cannot be read. A
    /// pipe is not read, because a later reader would miss the bytes.
    public static func start(of path: String, count: Int) -> [UInt8] {
        var status = stat()
        // Opening and closing a pipe would end its writer, so the type is checked first.
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let descriptor = try? opened(path) else {
            return []
        }
        defer { close(descriptor) }
        return [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            filled = max(0, pread(descriptor, target.baseAddress, count, 0))
        }
    }

    private static func opened(_ path: String) throws(FileFault) -> Int32 {
        let descriptor: Int32 = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor >= 0 { return descriptor }
        let code: Int32 = errno
        // Opening a path such as `/dev/fd/3` opens the file again. This fails for sockets and for files of other users.
        // In these cases, the descriptor is duplicated instead.
        if let number = descriptorNumber(path), code == EACCES || code == ENXIO {
            let copy: Int32 = dup(number)
            if copy >= 0 { return copy }
        }
        throw FileFault(path: path, operation: "read", code: code)
    }

    private static func descriptorNumber(_ path: String) -> Int32? {
        if path == "/dev/stdin" { return 0 }
        for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
            return Int32(path.dropFirst(folder.count))
        }
        return nil
    }

    private static func mapped(_ descriptor: Int32, _ length: Int, _ path: String) throws(FileFault) -> Data {
        let address: UnsafeMutableRawPointer? = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let address, address != MAP_FAILED else {
            throw FileFault(path: path, operation: "read", code: errno)
        }
        return Data(bytesNoCopy: address, count: length, deallocator: .unmap)
    }

    /// Returns the first `length` bytes, or fewer if the file has become shorter.
    private static func copied(_ descriptor: Int32, _ length: Int, _ path: String) throws(FileFault) -> Data {
        guard let memory = malloc(length) else { throw FileFault(path: path, operation: "read", code: ENOMEM) }
        var filled = 0
        while filled < length {
            let count: Int = read(descriptor, memory + filled, length - filled)
            if count == 0 { break }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                let code: Int32 = errno
                free(memory)
                throw FileFault(path: path, operation: "read", code: code)
            }
            filled += count
        }
        return Data(bytesNoCopy: memory, count: filled, deallocator: .free)
    }

    private static func readToEnd(_ descriptor: Int32, _ path: String) throws(FileFault) -> Data {
        var contents = Data()
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count: Int = read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileFault(path: path, operation: "read", code: errno) }
            if count == 0 { return contents }
            contents.append(contentsOf: piece[..<count])
            guard contents.count <= streamLimit else {
                throw FileFault(
                    path: path, operation: "read",
                    because: "it is not a regular file and exceeds \(streamLimit >> 30) GiB")
            }
        }
    }
}
