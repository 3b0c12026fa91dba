import Foundation

/// A temporary directory for a test. The test must call `remove`.
struct Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "files-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func file(_ name: String, _ bytes: [UInt8] = []) throws -> String {
        let file = "\(path)/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// Creates a named pipe and returns the path of the pipe. A thread writes `bytes` when a reader opens the pipe.
    func pipe(_ bytes: [UInt8]) throws -> String {
        let file = "\(path)/pipe"
        guard mkfifo(file, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
        Thread.detachNewThread {
            let handle = FileHandle(forWritingAtPath: file)
            try? handle?.write(contentsOf: Data(bytes))
            try? handle?.close()
        }
        return file
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
