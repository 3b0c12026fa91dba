import Foundation
import Interchange
import Tensors
import Testing

/// Every reader also reads pipes: named pipes (`mkfifo`), `/dev/stdin`, and the paths that the shell creates for
/// `<(…)`.
@Suite struct StreamTests {
    private let array = AnyTensor(Tensor<Float>([[1, 2], [3, 4]]))

    /// Checks that `read`, which takes a path, returns true for a named pipe and for an anonymous pipe with these
    /// bytes, and throws for a directory.
    private func check(_ bytes: Data, _ read: (String) throws -> Bool) throws {
        let directory: String = NSTemporaryDirectory() + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let named = directory + "/pipe"
        #expect(mkfifo(named, 0o600) == 0)
        Thread.detachNewThread {
            let writer = FileHandle(forWritingAtPath: named)
            try? writer?.write(contentsOf: bytes)
            try? writer?.close()
        }
        #expect(try read(named))
        let unnamed = Pipe()
        Thread.detachNewThread {
            try? unnamed.fileHandleForWriting.write(contentsOf: bytes)
            try? unnamed.fileHandleForWriting.close()
        }
        #expect(try read("/dev/fd/\(unnamed.fileHandleForReading.fileDescriptor)"))
        let error = #expect(throws: (any Error).self) { try read(directory) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("Is a directory"))
    }

    @Test func arraysAreRead() throws {
        try check(NPYFile(array).encoded) { try NPYFile(contentsOf: $0).array == array }
    }

    @Test func archivesAreRead() throws {
        let path: String = NSTemporaryDirectory() + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        try NPZFile(["a": array]).write(to: path)
        let bytes: Data = try Data(contentsOf: URL(fileURLWithPath: path))
        try check(bytes) { try NPZFile(contentsOf: $0).anyTensor("a") == array }
    }

    @Test func safetensorsAreRead() throws {
        let bytes: Data = SafeTensorsFile(["a": array]).encoded
        try check(bytes) { try SafeTensorsFile(contentsOf: $0).anyTensor("a") == array }
    }

    @Test func picturesAreRead() throws {
        let picture = PNGImage(width: 2, height: 1, color: .gray, pixels: [7, 200])
        try check(picture.encoded) { try PNGImage(contentsOf: $0, as: .gray) == picture }
    }
}
