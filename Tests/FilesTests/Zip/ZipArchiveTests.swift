import Files
import Foundation
import Testing

/// Archives that the package writes are read back. The tests of npz files in InterchangeTests read archives that
/// Python's zipfile wrote.
@Suite struct ZipArchiveTests {
    private let files: [(name: String, contents: Data)] = [
        ("a.txt", Data("abcabcabcabcabcabc".utf8)), ("ü/empty", Data()),
        ("b", Data((0 ..< 70_000).map { UInt8(truncatingIfNeeded: $0 / 3) })),
    ]

    private func archive(compressed: Bool) throws -> Data { try ZipArchive.encoded(files, compressed: compressed) }

    private func reason(_ bytes: Data) -> String? {
        do throws(ZipError) {
            let archive = try ZipArchive(bytes)
            for entry in archive.entries { _ = try archive.contents(of: entry) }
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(arguments: [false, true])
    func filesComeBack(compressed: Bool) throws {
        let bytes: Data = try archive(compressed: compressed)
        #expect(try bytes == archive(compressed: compressed))
        // Reads a slice whose indices do not begin at 0.
        for data in [bytes, (Data([9, 9, 9]) + bytes).dropFirst(3)] {
            let archive = try ZipArchive(data)
            #expect(archive.entries.map(\.name) == files.map(\.name))
            for (entry, file) in zip(archive.entries, files) {
                #expect(try archive.contents(of: entry) == file.contents, "\(file.name)")
            }
        }
        #expect(try ZipArchive(ZipArchive.encoded([], compressed: compressed)).entries.isEmpty)
    }

    @Test func commentsMayFollow() throws {
        var bytes: Data = try archive(compressed: true)
        bytes[bytes.count - 2] = 4
        #expect(reason(bytes + Data("note".utf8)) == nil)
        #expect(reason(bytes + Data("notes".utf8)) == "the record at its end is missing")
    }

    @Test(arguments: [false, true])
    func truncationsAreFound(compressed: Bool) throws {
        let bytes: Data = try ZipArchive.encoded(Array(files.prefix(2)), compressed: compressed)
        for count in 0 ..< bytes.count { #expect(reason(bytes.prefix(count)) != nil, "\(count)") }
        #expect(reason(Data([1, 2, 3])) == "it is shorter than the smallest archive")
    }

    /// If a field in the directory's first entry is damaged, the error names the fault.
    @Test func damageIsNamed() throws {
        let bytes: Data = try archive(compressed: true)
        let directory: Int = try #require(bytes.firstRange(of: Data([0x50, 0x4B, 1, 2]))?.lowerBound)
        func changed(_ offset: Int, _ value: UInt8) -> String {
            var changed: Data = bytes
            changed[directory + offset] = value
            return reason(changed) ?? "accepted"
        }
        #expect(changed(8, 1) == "'a.txt' is encrypted")
        #expect(changed(10, 12) == "'a.txt' is compressed by method 12")
        #expect(changed(16, bytes[directory + 16] ^ 1) == "the checksum of 'a.txt' is not that of its bytes")
        #expect(changed(20, 1) == "'a.txt' cannot be decompressed to its 18 bytes")
        #expect(changed(24, 17) == "'a.txt' cannot be decompressed to its 17 bytes")
        #expect(changed(24, 19) == "'a.txt' cannot be decompressed to its 19 bytes")
        #expect(changed(42, 1) == "'a.txt' is not where the directory says")
        #expect(changed(0, 0) == "its directory is damaged at byte \(directory)")
        #expect(changed(26, 1).hasPrefix("'a.txt' cannot have 65554 bytes in "))
        #expect(changed(22, 255) == "'a.txt' reaches beyond the end of the archive")
    }

    @Test func namesMustDiffer() throws {
        let twice: Data = try ZipArchive.encoded([("a", Data([1])), ("a", Data([2]))], compressed: false)
        #expect(reason(twice) == "a name occurs twice in it")
    }
}
