import Files
import Foundation
import Testing

@Suite struct DirectoryTests {
    @Test func missingParentsAreCreated() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = scratch.path + "/a/b/c"
        try Directory.create(path)
        try Directory.create(path)
        var isDirectory: ObjCBool = false
        #expect(FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue)
    }

    @Test func faultsNameTheDirectoryInTheWay() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let file: String = try scratch.file("file")
        func fault(_ path: String) -> FileFault? { #expect(throws: FileFault.self) { try Directory.create(path) } }
        #expect(fault(file)?.reason == "\(file) is not a directory")
        #expect(fault(file + "/a")?.reason == "\(file) is not a directory")
        #expect(fault("")?.reason == "the path is empty")
        let sentence: String? = fault(file + "/a")?.description
        #expect(
            sentence == "\(file)/a: cannot create this directory: \(file) is not a directory. Name another directory.")
        if getuid() != 0 {
            chmod(scratch.path, 0o500)
            #expect(fault(scratch.path + "/b/c")?.reason == "\(scratch.path)/b: Permission denied")
            chmod(scratch.path, 0o700)
        }
    }
}
