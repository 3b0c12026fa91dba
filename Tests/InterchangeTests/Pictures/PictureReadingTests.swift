import Files
import Foundation
import Interchange
import Testing

@Suite struct PictureReadingTests {
    /// Every file of both formats has Pillow's pixels. Pillow computes the luma of a JPEG picture as here, by decoding
    /// only the luma.
    @Test(arguments: PictureReferences.readings.indices)
    func pixelsAreThoseOfPillow(index: Int) throws {
        let reference: PictureReferences.Case = PictureReferences.readings[index]
        let file: Data = try #require(reference.file)
        for color in Picture.Color.allCases {
            let picture = try Picture(file, path: "f", as: color)
            #expect((picture.width, picture.height) == (reference.width, reference.height), "\(reference.name)")
            let difference: Int = try #require(greatestDifference(picture.pixels, reference.pixels(color)))
            #expect(difference <= (reference.name.hasPrefix("CMYK") ? 1 : 0), "\(reference.name) \(color)")
        }
    }

    /// A PNG and a JPEG picture of the same colours have the same grey samples.
    @Test func lumaIsOneRule() throws {
        let green = PNGImage(width: 1, height: 1, color: .rgb, pixels: [0, 255, 0])
        #expect(try Picture(green.encoded, path: "f", as: .gray).pixels == [150])
        let jpeg: Data = PictureReferences.jpeg("stored as RGB")
        let color = try Picture(jpeg, path: "f", as: .rgb)
        let gray = try Picture(PNGImage(color).encoded, path: "f", as: .gray)
        let difference: Int? = greatestDifference(gray.pixels, try Picture(jpeg, path: "f", as: .gray).pixels)
        #expect(try #require(difference) <= 1)
    }

    @Test func otherFormatsAreNamed() {
        func error(_ bytes: [UInt8]) -> PictureError? {
            #expect(throws: PictureError.self) { try Picture(Data(bytes), path: "f", as: .rgb) }
        }
        #expect(error(Array("RIFFxxxxWEBP".utf8))?.fault == .otherFormat(.webp))
        #expect(
            error(Array("GIF89a".utf8))?.description
                == "f: cannot be read as a picture: it is a GIF picture. Convert it to PNG or JPEG.")
        #expect(
            error(Array("%PDF-1.4".utf8))?.description
                == "f: cannot be read as a picture: it is a PDF document. Name a file in the format PNG or JPEG.")
        #expect(error(Array("hello".utf8))?.fault == .otherFormat(nil))
        #expect(error([])?.fault == .unreadable("it is empty"))
        #expect(error([0xFF, 0xD8])?.fault == .otherFormat(nil))
        guard case .unreadable? = error([0xFF, 0xD8, 0xFF])?.fault else {
            Issue.record("a JPEG file of three bytes")
            return
        }
    }

    @Test func faultsOfBothReadersArrive() throws {
        let path: String = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: PictureError.self) { try Picture(contentsOf: path, as: .rgb) }
        for reference in [PictureReferences.jpegs[0], PictureReferences.pngs[0]] {
            let file: Data = try #require(reference.file)
            try file.write(to: URL(fileURLWithPath: path))
            #expect(try Picture(contentsOf: path, as: .rgb).pixels == reference.pixels(.rgb))
            let large = #expect(throws: PictureError.self) { try Picture(contentsOf: path, as: .rgb, pixelLimit: 9) }
            #expect(large?.fault == .tooLarge(width: reference.width, height: reference.height, limit: 9))
            try file.dropLast(9).write(to: URL(fileURLWithPath: path))
            let short = #expect(throws: PictureError.self) { try Picture(contentsOf: path, as: .rgb) }
            #expect(short?.path == path)
        }
    }

    /// Several threads read all files at the same time, and every reading has the same pixels.
    @Test func threadsReadAtTheSameTime() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0 ..< 8 {
                group.addTask {
                    for reference in PictureReferences.readings {
                        let file: Data = try #require(reference.file)
                        let picture = try Picture(file, path: "f", as: .rgb)
                        let difference: Int = try #require(greatestDifference(picture.pixels, reference.pixels(.rgb)))
                        #expect(difference <= 1, "\(reference.name)")
                        #expect(throws: PictureError.self) { try Picture(file.dropLast(20), path: "f", as: .gray) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
