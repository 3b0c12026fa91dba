import Foundation
import Interchange
import Testing

@Suite struct PictureHeaderTests {
    @Test func theHeaderOfAPNGFileIsRead() {
        for color in PNGImage.Color.allCases {
            let pixels = [UInt8](repeating: 7, count: 5 * 3 * color.rawValue)
            let file: [UInt8] = Array(PNGImage(width: 5, height: 3, color: color, pixels: pixels).encoded)
            let header = PictureHeader(png: file)
            #expect(header?.width == 5 && header?.height == 3 && header?.isColored == (color == .rgb))
            for length in 0 ..< 26 { #expect(PictureHeader(png: Array(file.prefix(length))) == nil) }
        }
    }

    /// A JPEG file with an Exif segment of the given orientation, and a frame of 9 × 4 pixels with three components.
    private func jpeg(orientation: UInt8?, isLittleEndian: Bool) -> [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            let bytes: [UInt8] = (0 ..< count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
            return isLittleEndian ? bytes.reversed() : bytes
        }
        var file: [UInt8] = [0xFF, 0xD8]
        if let orientation {
            let tiff: [UInt8] =
                (isLittleEndian ? [0x49, 0x49] : [0x4D, 0x4D]) + number(42, 2) + number(8, 4) + number(1, 2)
                + number(0x0112, 2) + number(3, 2) + number(1, 4) + number(Int(orientation), 2) + [0, 0]
            let exif: [UInt8] = Array("Exif\0\0".utf8) + tiff
            file += [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif
        }
        return file + [0xFF, 0xC2, 0, 17, 8, 0, 4, 0, 9, 3] + [UInt8](repeating: 0, count: 9)
    }

    @Test func theOrientationOfAJPEGFileExchangesTheSides() {
        for isLittleEndian in [false, true] {
            for orientation in [nil, 1, 2, 3, 4, 5, 6, 7, 8] as [UInt8?] {
                let header = PictureHeader(jpeg: jpeg(orientation: orientation, isLittleEndian: isLittleEndian))
                let sides: [Int?] = (orientation ?? 1) >= 5 ? [4, 9] : [9, 4]
                #expect([header?.width, header?.height] == sides && header?.isColored == true, "\(orientation ?? 0)")
            }
        }
    }

    @Test func damagedHeadersAreNoTraps() {
        let file: [UInt8] = jpeg(orientation: 6, isLittleEndian: true)
        for length in 0 ..< file.count {
            _ = PictureHeader(jpeg: Array(file.prefix(length)))
            for value in [0, 1, 0x7F, 0xFF] as [UInt8] {
                var damaged: [UInt8] = file
                damaged[length] = value
                _ = PictureHeader(jpeg: damaged)
            }
        }
    }
}
