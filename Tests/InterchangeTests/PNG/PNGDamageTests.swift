import Foundation
import Interchange
import Testing

@Suite struct PNGDamageTests {
    private static let pictures: [PNGFileBuilder] = [
        PNGFileBuilder(width: 5, height: 3, colorType: .gray, depth: 1, samples: (0 ..< 15).map { $0 % 2 }),
        PNGFileBuilder(
            width: 3, height: 3, colorType: .rgba, depth: 16, isInterlaced: true,
            samples: (0 ..< 36).map { $0 * 1797 % 65536 }),
        PNGFileBuilder(
            width: 4, height: 2, colorType: .palette, depth: 2, samples: [0, 1, 2, 0, 1, 2, 0, 1],
            palette: [255, 0, 0, 0, 255, 0, 0, 0, 255], transparency: [255, 128]),
    ]

    /// The reader refuses a file whose end is missing, wherever the file is cut.
    @Test(arguments: pictures.indices)
    func everyBeginningIsRefused(index: Int) throws {
        let whole: Data = Self.pictures[index].file
        _ = try PNGImage(whole, path: "f", as: .gray)
        for count in 0 ..< whole.count {
            #expect(throws: PNGError.self, "\(count)") { try PNGImage(whole.prefix(count), path: "f", as: .gray) }
        }
    }

    /// The reader refuses a file with a changed byte, because the checksum of a chunk is wrong. (libpng skips a damaged
    /// tRNS chunk, because tRNS is optional.)
    @Test(arguments: [0, 1])
    func everyChangedByteIsRefused(index: Int) throws {
        let whole: Data = Self.pictures[index].file
        for place in 0 ..< whole.count {
            for bit in [0, 5, 7] {
                var changed: Data = whole
                changed[place] ^= 1 << UInt8(bit)
                #expect(throws: PNGError.self, "\(place) \(bit)") { try PNGImage(changed, path: "f", as: .gray) }
            }
        }
    }

    @Test func impossibleHeadersAreRefused() {
        func sentence(_ change: (inout PNGFileBuilder) -> Void) -> String {
            var builder = PNGFileBuilder(width: 2, height: 2, colorType: .gray, depth: 8, samples: [1, 2, 3, 4])
            change(&builder)
            let error = #expect(throws: PNGError.self) { try PNGImage(builder.file, path: "f", as: .gray) }
            return error?.description ?? ""
        }
        let file: Data = PNGFileBuilder(width: 2, height: 2, colorType: .gray, depth: 8, samples: [1, 2, 3, 4]).file
        for (place, value) in [(16, 0), (20, 0), (24, 3), (24, 32), (25, 1), (25, 7), (28, 2)] {
            var header: [UInt8] = Array(file[16 ..< 29])
            if place == 16 || place == 20 {
                header.replaceSubrange(place - 16 ..< place - 12, with: PNGFileBuilder.bytes(value, 4))
            } else {
                header[place - 16] = UInt8(value)
            }
            let changed: Data = file[..<8] + PNGFileBuilder.chunk("IHDR", header) + file[33...]
            #expect(throws: PNGError.self, "\(place) \(value)") { try PNGImage(changed, path: "f", as: .gray) }
        }
        // A colour index beyond the end of the palette is refused.
        let words: String = sentence {
            ($0.colorType, $0.depth, $0.samples, $0.palette) = (.palette, 8, [0, 1, 2, 0], [0, 0, 0, 9, 9, 9])
        }
        #expect(words.contains("a colour that is not in the palette"))
    }

    /// If a small file declares a picture of too many pixels, the reader throws before it allocates memory.
    @Test func announcedSizesAreChecked() throws {
        let small: Data = PNGFileBuilder(width: 1, height: 1, colorType: .rgba, depth: 16, samples: [1, 2, 3, 4]).file
        for (width, height, isTooLarge) in [
            (0x7FFF_FFFF, 0x7FFF_FFFF, true), (1 << 20, 1 << 20, true), (1 << 14, 1 << 14, false),
        ] {
            let header: [UInt8] =
                PNGFileBuilder.bytes(width, 4) + PNGFileBuilder.bytes(height, 4) + [16, 6, 0, 0, 0]
            let changed: Data = small[..<8] + PNGFileBuilder.chunk("IHDR", header) + small[33...]
            let error = #expect(throws: PNGError.self) { try PNGImage(changed, path: "f", as: .gray) }
            let fault: PNGError.Fault =
                isTooLarge
                ? .tooLarge(width: width, height: height, limit: 1 << 28)
                : .unreadable("the file ends within the picture")
            #expect(error?.fault == fault)
        }
    }

    @Test func otherPicturesAreNamed() {
        let error = #expect(throws: PNGError.self) {
            try PNGImage(Data([0xFF, 0xD8, 0xFF, 0xE0, 0, 16]), path: "cat.jpg", as: .gray)
        }
        #expect(
            error?.description == "cat.jpg: cannot be read as a PNG picture: it is a JPEG picture. Name a PNG file.")
    }
}
