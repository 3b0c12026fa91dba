import Files
import Foundation
import TestSupport
import Testing

@Suite struct AppendingFileTests {
    @Test func recordsFollowOneAnother() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path: String = try scratch.file("log", [1])
        let file = try AppendingFile(path: path)
        #expect(try Array(FileContents.bytes(of: path)) == [1])
        try file.append(Data([2, 3]))
        try file.append(Data())
        try AppendingFile(path: path).append(Data([4]))
        #expect(try Array(FileContents.bytes(of: path)) == [1, 2, 3, 4])
    }

    @Test func missingFilesAreCreatedAgain() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = scratch.path + "/log"
        let file = try AppendingFile(path: path)
        try FileManager.default.removeItem(atPath: path)
        try file.append(Data([5]))
        #expect(try Array(FileContents.bytes(of: path)) == [5])
    }

    @Test func newFilesMustNotExist() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = scratch.path + "/log"
        let file = try AppendingFile(path: path, creation: .new)
        try file.append(Data([5]))
        let taken: FileFault? = #expect(throws: FileFault.self) { try AppendingFile(path: path, creation: .new) }
        #expect(taken?.code == EEXIST)
        try FileManager.default.removeItem(atPath: path)
        let removed: FileFault? = #expect(throws: FileFault.self) { try file.append(Data([6])) }
        #expect(removed?.code == ENOENT)
    }

    @Test func faultsNameTheReason() throws {
        let absent: FileFault? = #expect(throws: FileFault.self) { try AppendingFile(path: "/no/such/directory/log") }
        #expect(
            absent?.description
                == "/no/such/directory/log: cannot append to this file: No such file or directory. Check the path.")
        let directory: FileFault? = #expect(throws: FileFault.self) { try AppendingFile(path: "/tmp") }
        #expect(directory?.code == EISDIR)
        #if os(Linux)
        let full: FileFault? = #expect(throws: FileFault.self) {
            try AppendingFile(path: "/dev/full")
        }
        #expect(full?.code == ENOSPC)
        #endif
    }

    #if os(Linux)
    /// If the disk is full, so that only a part of a record is written, `append` removes this part and throws. A limit
    /// on the file size simulates the full disk.
    @Test func aPartOfARecordIsRemoved() async {
        await #expect(processExitsWith: .success) {
            let path = NSTemporaryDirectory() + "append-\(UUID().uuidString)"
            defer { unlink(path) }
            let file = try AppendingFile(path: path)
            try file.append(Data([1, 2, 3]))
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 5, rlim_max: rlim_t.max)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let fault = try #require(throws: FileFault.self) { try file.append(Data([4, 5, 6, 7])) }
            try #require(fault.code == ENOSPC)
            try #require(try Array(FileContents.bytes(of: path)) == [1, 2, 3])
            try file.append(Data([4, 5]))
            try #require(try Array(FileContents.bytes(of: path)) == [1, 2, 3, 4, 5])
        }
    }
    #endif
}
