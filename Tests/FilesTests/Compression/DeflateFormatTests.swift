// Compiles the tests only in a debug build, because `@testable` needs a debug build.
#if DEBUG
import Foundation
import Testing

@testable import Files

@Suite struct DeflateFormatTests {
    // Closures that create the bytes. The leak sanitizer does not find the bytes of a `Data` in static memory, so each
    // test creates its own bytes.
    private static let makers: [@Sendable () -> Data] = [
        { Data() }, { Data([7]) }, { Data("abcabcabcabc".utf8) }, { Data(repeating: 0, count: 300_000) },
        { Data((0 ..< 200_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) }) },
    ]

    @Test(arguments: [DeflateFormat.gzip, .raw], makers.indices)
    func compressedBytesComeBack(format: DeflateFormat, index: Int) throws {
        let contents: Data = Self.makers[index]()
        let compressed: Data = format.compressed(contents)
        let inflater = Inflater(compressed, format)
        var result = Data(count: contents.count + 9)
        let count: Int = try result.withUnsafeMutableBytes { (target: UnsafeMutableRawBufferPointer) in
            try inflater.fill(target)
        }
        #expect(result.prefix(count) == contents)
        #expect(inflater.isFinished && inflater.position == compressed.count)
    }

    /// A gzip file has the header and the trailer of RFC 1952. The file begins with two identification bytes and the
    /// method 8. The file ends with the checksum and the length, least significant byte first.
    @Test func gzipHasItsHeaderAndTrailer() {
        let bytes: Data = DeflateFormat.gzip.compressed(Data("123456789".utf8))
        #expect(bytes.prefix(3) == Data([0x1F, 0x8B, 8]))
        #expect(bytes.suffix(8) == Data([0x26, 0x39, 0xF4, 0xCB, 9, 0, 0, 0]))
    }

    @Test func formatsAreNotMistakenForEachOther() {
        let bytes: Data = DeflateFormat.gzip.compressed(Data("abc".utf8))
        var target = [UInt8](repeating: 0, count: 9)
        let result = Result { try target.withUnsafeMutableBytes { try Inflater(bytes, .raw).fill($0) } }
        #expect(throws: InflationError.self) { try result.get() }
    }
}
#endif
