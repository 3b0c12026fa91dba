import Files
import Foundation
import TestSupport
import Testing

@Suite struct ByteReaderTests {
    private let text: [UInt8] = Array("28 bytes of some file's text".utf8)

    private func gzipped(_ bytes: [UInt8]) -> [UInt8] { Array(DeflateFormat.gzip.compressed(Data(bytes))) }

    /// Returns all bytes of the contents. Each call of the reader reads at most `step` bytes.
    private func read(_ bytes: [UInt8], step: Int = 5) throws(InflationError) -> [UInt8] {
        var reader = ByteReader(Data(bytes))
        var result: [UInt8] = []
        while true {
            let piece: [UInt8] = try reader.read(atMost: step)
            result += piece
            if piece.count < step { return result }
        }
    }

    private func isRefused(_ bytes: [UInt8]) -> Bool { (try? read(bytes)) == nil }

    @Test(arguments: [1, 5, 28, 100])
    func rawAndCompressedBytesAreRead(step: Int) throws {
        #expect(try read(text, step: step) == text)
        #expect(try read(gzipped(text), step: step) == text)
        #expect(try read([], step: step) == [] && read(gzipped([]), step: step) == [])
        // Reads a slice whose indices do not begin at 0.
        var reader = ByteReader(Data([9, 9] + gzipped(text)).dropFirst(2))
        #expect(try reader.read(atMost: 100) == text)
    }

    /// Data that is longer than a step of decompression is read completely. The length of this data is not a multiple
    /// of the step.
    @Test func manyBytesAreRead() throws {
        let count = 5 << 19 | 77
        let bytes: [UInt8] = (0 ..< count).map { UInt8(truncatingIfNeeded: ($0 &* $0) >> 7) }
        var reader = ByteReader(Data(gzipped(bytes)))
        #expect(try reader.read(atMost: .max) == bytes)
    }

    /// All streams of a gzip file are read. A file may consist of several streams (RFC 1952, 2.2).
    @Test func allStreamsOfAFileAreRead() throws {
        #expect(try read(gzipped(Array(text[..<9])) + gzipped([]) + gzipped(Array(text[9...]))) == text)
    }

    @Test(arguments: [1, 3, 512, 100_000])
    func zerosAfterTheEndAreIgnored(count: Int) throws {
        let padding = [UInt8](repeating: 0, count: count)
        #expect(try read(gzipped(text) + padding) == text)
        #expect(isRefused(gzipped(text) + padding + [7]))
    }

    @Test func everyTruncationIsFound() throws {
        let whole: [UInt8] = gzipped(text)
        for count in 2 ..< whole.count { #expect(isRefused(Array(whole[..<count])), "\(count) bytes") }
        let error = #expect(throws: InflationError.self) { try read(Array(whole.dropLast())) }
        #expect(error?.reason == "the data end too early")
    }

    @Test func changedChecksumsAreFound() {
        let whole: [UInt8] = gzipped(text)
        for position in whole.count - 8 ..< whole.count {
            var bytes: [UInt8] = whole
            bytes[position] ^= 0x10
            #expect(isRefused(bytes), "byte \(position)")
        }
    }
}
