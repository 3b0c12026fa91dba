import Files
import Testing

@Suite struct FileFormatTests {
    private static let beginnings: [FileFormat: [UInt8]] = [
        .png: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], .jpeg: [0xFF, 0xD8, 0xFF, 0xE0, 0, 16],
        .gif: Array("GIF89a".utf8), .webp: Array("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 ".utf8), .bmp: Array("BM6".utf8),
        .tiff: Array("II*\0".utf8), .heif: Array("\0\0\0\u{18}ftypheic".utf8), .pdf: Array("%PDF-1.7".utf8),
        .zip: Array("PK\u{3}\u{4}\u{14}".utf8), .gzip: [0x1F, 0x8B, 8], .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0],
        .zstandard: [0x28, 0xB5, 0x2F, 0xFD], .hdf5: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A],
        .pickle: [0x80, 4, 0x95], .npy: [0x93] + Array("NUMPY\u{1}\0".utf8), .html: Array("<!DOCTYPE html>".utf8),
    ]

    @Test(arguments: FileFormat.allCases)
    func beginningsAreKnown(format: FileFormat) throws {
        let bytes: [UInt8] = try #require(Self.beginnings[format])
        #expect(FileFormat(recognizing: bytes) == format)
        #expect(format.name.hasPrefix("a"))
        // The first byte alone does not identify the format.
        #expect(FileFormat(recognizing: bytes.prefix(1)) == nil)
    }

    @Test func othersAreNot() {
        for bytes: [UInt8] in [[], [0], [0, 0, 8, 3, 0, 0, 0, 1], Array("{\"inputs\": []}".utf8), Array("a,b\n".utf8)] {
            #expect(FileFormat(recognizing: bytes) == nil)
        }
    }
}
