import Files
import Foundation
import Testing

@Suite struct AtomicFileTests {
    @Test func filesAreReplaced() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path: String = try scratch.file("file", [9, 9, 9])
        try AtomicFile.write(Data([1, 2]), to: path)
        #expect(try Array(FileContents.bytes(of: path)) == [1, 2])
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["file"])
    }

    /// The parts of a file are written one after the other, also if a part needs several system calls.
    @Test func partsAreJoined() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path: String = scratch.path + "/file"
        for length in [0, 1, (8 << 20) - 1, 8 << 20, (20 << 20) + 7] {
            // Each 64 KiB begin with their own number, so that no piece equals another piece.
            var long = Data()
            while long.count < length {
                withUnsafeBytes(of: UInt32(long.count >> 16)) { long.append(contentsOf: $0) }
                long.append(Data(repeating: 5, count: (1 << 16) - 4))
            }
            long = long.prefix(length)
            try AtomicFile.write([Data([1, 2]), Data(), long, Data([3])], to: path)
            #expect(try FileContents.bytes(of: path) == Data([1, 2]) + long + Data([3]), "\(length)")
        }
        try AtomicFile.write([any ByteSource](), to: path)
        #expect(try FileContents.bytes(of: path).isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["file"])
    }

    /// Pipes and devices are written, not replaced: a file renamed to `/dev/null` would remove this device from the
    /// machine.
    @Test func streamsAreWrittenTo() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = scratch.path + "/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        let reader: Int32 = open(path, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try AtomicFile.write(Data([1, 2]), to: path)
        var bytes = [UInt8](repeating: 0, count: 8)
        #expect(read(reader, &bytes, 8) == 2 && bytes.prefix(2) == [1, 2])
        try AtomicFile.write(Data([1, 2]), to: "/dev/null")
        var status = stat()
        #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test func refusalsNameTheTruth() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let directory: FileFault? = #expect(throws: FileFault.self) {
            try AtomicFile.write(Data([1]), to: scratch.path)
        }
        #expect(directory?.code == EISDIR)
        let absent: FileFault? = #expect(throws: FileFault.self) {
            try AtomicFile.write(Data([1]), to: scratch.path + "/absent/file")
        }
        #expect(absent?.code == ENOENT)
        #if os(Linux)
        let full: FileFault? = #expect(throws: FileFault.self) { try AtomicFile.write(Data([1]), to: "/dev/full") }
        #expect(full?.description.contains("No space left on device. Make room on the disk.") == true)
        #endif
    }
}
