import Foundation
import Interchange
import Testing

@Suite struct PictureTests {
    private let numbered = Picture(width: 3, height: 2, color: .rgb, pixels: (0 ..< 18).map { UInt8($0) })

    @Test func planesAreSeparated() {
        #expect(numbered.planarPixels == [0, 3, 6, 9, 12, 15, 1, 4, 7, 10, 13, 16, 2, 5, 8, 11, 14, 17])
        let gray = Picture(width: 2, height: 2, color: .gray, pixels: [9, 8, 7, 6])
        #expect(gray.planarPixels == [9, 8, 7, 6])
        var batch = [UInt8](repeating: 255, count: 6)
        batch.withUnsafeMutableBufferPointer { gray.copyPlanarPixels(to: .init(rebasing: $0[1 ..< 5])) }
        #expect(batch == [255, 9, 8, 7, 6, 255])
    }

    @Test func partsAreCut() {
        #expect(numbered.cropped(columns: 1 ..< 3, rows: 1 ..< 2).pixels == [12, 13, 14, 15, 16, 17])
        #expect(numbered.cropped(columns: 0 ..< 3, rows: 0 ..< 2) == numbered)
        #expect(numbered.centerCropped(width: 1, height: 1).pixels == [3, 4, 5])
        #expect(numbered.centerCropped(width: 2, height: 2).pixels == [0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14])
    }

    @Test func mirroringExchangesLeftAndRight() {
        #expect(numbered.mirrored.pixels == [6, 7, 8, 3, 4, 5, 0, 1, 2, 15, 16, 17, 12, 13, 14, 9, 10, 11])
        #expect(numbered.mirrored.mirrored == numbered)
    }

    @Test func formatsAreExchanged() throws {
        let file: Data = PNGImage(numbered).encoded
        #expect(try Picture(PNGImage(file, path: "f", as: .rgb)) == numbered)
        let jpeg = try JPEGImage(PictureReferences.jpeg("gray 1 × 1"), path: "f", as: .gray)
        #expect(Picture(jpeg).pixels == jpeg.pixels)
    }

    @Test func mistakesTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = Picture(width: 2, height: 2, color: .rgb, pixels: [1, 2, 3])
        }
        await #expect(processExitsWith: .failure) {
            let picture = Picture(width: 2, height: 2, color: .gray, pixels: [1, 2, 3, 4])
            _ = picture.cropped(columns: 1 ..< 3, rows: 0 ..< 1)
        }
        await #expect(processExitsWith: .failure) {
            _ = Picture(width: 1, height: 1, color: .gray, pixels: [1]).centerCropped(width: 1, height: 2)
        }
        await #expect(processExitsWith: .failure) {
            _ = Picture(width: 1, height: 1, color: .gray, pixels: [1]).resized(width: 0, height: 2)
        }
        await #expect(processExitsWith: .failure) {
            var few: [UInt8] = [1]
            let picture = Picture(width: 2, height: 1, color: .gray, pixels: [1, 2])
            few.withUnsafeMutableBufferPointer { picture.copyPlanarPixels(to: $0) }
        }
    }
}
