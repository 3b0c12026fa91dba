import Files
import Foundation
import Testing

@Suite struct FileContentsTests {
    @Test(arguments: [0, 1, 5, 200_000])
    func filesAndPipesAreRead(count: Int) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let bytes: [UInt8] = (0 ..< count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try Array(FileContents.bytes(of: scratch.file("file", bytes))) == bytes)
        #expect(try Array(FileContents.bytes(of: scratch.pipe(bytes))) == bytes)
    }

    /// Small files are copied, and files of more than 4 MiB are mapped.
    @Test(arguments: [0, 1, 70_000, 1 << 22, 1 << 22 + 1])
    func copiesHaveTheSameBytes(count: Int) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let bytes: [UInt8] = (0 ..< count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try Array(FileContents.copiedBytes(of: scratch.file("file", bytes))) == bytes)
        if count <= 70_000 { #expect(try Array(FileContents.copiedBytes(of: scratch.pipe(bytes))) == bytes) }
        let folder = #expect(throws: FileFault.self) { try FileContents.copiedBytes(of: scratch.path) }
        #expect(folder?.reason == "Is a directory")
    }

    /// The path of an open descriptor can be read. Examples are `/dev/stdin`, and the paths that the shell creates for
    /// `<(…)`.
    @Test func openDescriptorsAreRead() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("from a pipe".utf8))
        try pipe.fileHandleForWriting.close()
        let name = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        #expect(try FileContents.text(of: name) == "from a pipe")
    }

    @Test func whatHasNoLengthIsRead() throws {
        #expect(try FileContents.bytes(of: "/dev/null").isEmpty)
        #if os(Linux)
        #expect(try FileContents.text(of: "/proc/self/status").contains("Name:"))
        #endif
    }

    @Test func refusalsNameTheTruth() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        func fault(_ path: String) -> FileFault? {
            #expect(throws: FileFault.self) { try FileContents.bytes(of: path) }
        }
        #expect(fault(scratch.path)?.reason == "Is a directory")
        #expect(fault(scratch.path + "/absent")?.reason == "No such file or directory")
        let sentence: String = fault(scratch.path + "/absent")?.description ?? ""
        #expect(sentence.hasSuffix("/absent: cannot read this file: No such file or directory. Check the path."))
        let shut: String = try scratch.file("shut")
        chmod(shut, 0)
        if getuid() != 0 { #expect(fault(shut)?.reason == "Permission denied") }
    }

    @Test func textIsUnicode() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("größe".utf8)
        #expect(try FileContents.text(of: scratch.file("marked", marked)) == "größe")
        let latin: FileFault? = #expect(throws: FileFault.self) {
            try FileContents.text(of: scratch.file("latin", [0x67, 0x72, 0xF6, 0xDF, 0x65]))
        }
        #expect(latin?.reason == "text is needed, and it is not UTF-8")
        let picture: FileFault? = #expect(throws: FileFault.self) {
            try FileContents.text(of: scratch.file("picture", [0xFF, 0xD8, 0xFF, 0xE0]))
        }
        #expect(picture?.reason == "text is needed, and it is a JPEG picture")
    }

    @Test func theStartOfAPipeIsNotTaken() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        #expect(try FileContents.start(of: scratch.file("file", [1, 2, 3]), count: 2) == [1, 2])
        #expect(try FileContents.start(of: scratch.file("short", [1]), count: 8) == [1])
        let pipe: String = try scratch.pipe([7, 8, 9])
        #expect(FileContents.start(of: pipe, count: 2) == [])
        #expect(try Array(FileContents.bytes(of: pipe)) == [7, 8, 9])
        #expect(FileContents.start(of: scratch.path, count: 2) == [])
        #expect(FileContents.start(of: scratch.path + "/absent", count: 2) == [])
    }
}
