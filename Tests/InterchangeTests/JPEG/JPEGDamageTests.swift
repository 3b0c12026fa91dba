import Foundation
import Interchange
import Tensors
import Testing

@Suite struct JPEGDamageTests {
    /// The reader refuses a file whose end is missing, wherever the file is cut.
    @Test(
        arguments: [
            "baseline 4:2:0", "progressive 4:4:4", "gray baseline", "CMYK progressive", "restart markers",
            "gray orientation 6", "RGB 1 × 1",
        ])
    func everyBeginningIsRefused(name: String) throws {
        let whole: Data = PictureReferences.jpeg(name)
        for color in JPEGImage.Color.allCases {
            _ = try JPEGImage(whole, path: "f", as: color)
            for count in 0 ..< whole.count {
                #expect(throws: JPEGError.self, "\(count)") {
                    try JPEGImage(whole.prefix(count), path: "f", as: color)
                }
                // The end marker after a cut within the coded data does not hide the missing data.
                if count > 650, count < whole.count - 4, name.hasPrefix("baseline") {
                    let ended: Data = whole.prefix(count) + [0xFF, 0xD9]
                    #expect(throws: JPEGError.self, "\(count)") { try JPEGImage(ended, path: "f", as: color) }
                }
            }
        }
    }

    /// JPEG files have no checksum, so a damaged file is refused or has the size of its header.
    @Test func randomDamageNeverTraps() throws {
        var generator = PhiloxGenerator(seed: 1)
        var refused = 0
        for reference in PictureReferences.jpegs {
            let whole: [UInt8] = Array(try #require(reference.file))
            for _ in 0 ..< 40 {
                var damaged: [UInt8] = whole
                for _ in 0 ... generator.next(below: 3) {
                    damaged[generator.next(below: damaged.count)] = UInt8(generator.next(below: 256))
                }
                do {
                    let image = try JPEGImage(Data(damaged), path: "f", as: .rgb, pixelLimit: 1 << 20)
                    #expect(image.pixels.count == image.width * image.height * 3)
                } catch {
                    refused += 1
                }
            }
        }
        #expect(refused > 100)
    }

    /// Returns the gray baseline file with changed bytes in the frame header: precision, height, width, components.
    private func file(frame change: (inout [UInt8], Int) -> Void) throws -> Data {
        var bytes: [UInt8] = Array(PictureReferences.jpeg("gray baseline"))
        let marker: Range<Int> = try #require(bytes.firstRange(of: [0xFF, 0xC0]))
        change(&bytes, marker.lowerBound)
        return Data(bytes)
    }

    /// If a small file declares a picture of too many pixels, the reader throws before it allocates memory.
    @Test func announcedSizesAreChecked() throws {
        func fault(_ height: Int, _ width: Int, limit: Int = 1 << 28) throws -> JPEGError.Fault? {
            let changed: Data = try file { bytes, frame in
                bytes.replaceSubrange(
                    frame + 5 ..< frame + 9,
                    with: [UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255)])
            }
            return #expect(throws: JPEGError.self) {
                try JPEGImage(changed, path: "f", as: .gray, pixelLimit: limit)
            }?.fault
        }
        #expect(try fault(65500, 65500) == .tooLarge(width: 65500, height: 65500, limit: 1 << 28))
        #expect(try fault(16384, 16384) == .unreadable("the file ends within the picture"))
        #expect(try fault(17, 23, limit: 390) == .tooLarge(width: 23, height: 17, limit: 390))
        for (height, width) in [(0, 23), (17, 0), (65535, 65535)] {
            guard case .unreadable? = try fault(height, width) else {
                Issue.record("\(height) × \(width)")
                continue
            }
        }
    }

    @Test func unsupportedKindsAreNamed() throws {
        func words(_ place: Int, _ value: UInt8) throws -> String {
            let changed: Data = try file { bytes, frame in bytes[frame + place] = value }
            return #expect(throws: JPEGError.self) { try JPEGImage(changed, path: "f", as: .gray) }?.description ?? ""
        }
        #expect(try words(1, 0xC9).contains("arithmetic coding is not supported"))
        #expect(try words(1, 0xC3).contains("SOF type"))
        #expect(try words(4, 12).contains("precision 12"))
        #expect(try words(9, 2).contains("f: cannot be read as a JPEG picture: "))
    }

    /// A file that declares three components, and has a scan of only one, is refused.
    @Test func missingComponentsAreRefused() throws {
        var bytes: [UInt8] = Array(PictureReferences.jpeg("gray 1 × 1"))
        let frame: Int = try #require(bytes.firstRange(of: [0xFF, 0xC0])).lowerBound
        // The length of the frame header, the number of components, and for each its name, sampling and table.
        bytes.replaceSubrange(frame + 2 ..< frame + 4, with: [0, 17])
        bytes.replaceSubrange(frame + 9 ..< frame + 13, with: [3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0])
        for color in JPEGImage.Color.allCases {
            let error = #expect(throws: JPEGError.self) { try JPEGImage(Data(bytes), path: "f", as: color) }
            #expect(error?.fault == .unreadable("a colour component has no scan"))
        }
    }

    /// A progressive file that ends after any of its scans, with an end marker, is refused.
    @Test func missingScansAreRefused() throws {
        let whole: [UInt8] = Array(PictureReferences.jpeg("progressive 4:2:0"))
        let starts: [Int] = whole.indices.dropLast().filter { whole[$0] == 0xFF && whole[$0 + 1] == 0xDA }
        #expect(starts.count == 10)
        for start in starts.dropFirst() {
            let error = #expect(throws: JPEGError.self) {
                try JPEGImage(Data(whole[..<start] + [0xFF, 0xD9]), path: "f", as: .gray)
            }
            #expect(error?.fault == .unreadable("the last scans of the progressive file are missing"))
        }
    }

    /// A progressive file may have at most 500 scans. The third scan of the file contains the coefficients 1 to 63 of a
    /// component. With the precision 0 in place of 1, a file may repeat it at the end.
    @Test func manyScansAreRefused() throws {
        let whole: [UInt8] = Array(PictureReferences.jpeg("progressive 4:4:4"))
        let starts: [Int] = whole.indices.dropLast().filter { whole[$0] == 0xFF && whole[$0 + 1] == 0xDA }
        // Each scan begins with its Huffman table.
        let tables: [Int] = whole.indices.dropLast().filter { whole[$0] == 0xFF && whole[$0 + 1] == 0xC4 }
        let begin: Int = try #require(tables.last { $0 < starts[2] })
        let end: Int = try #require(tables.first { $0 > starts[2] })
        var scan: [UInt8] = Array(whole[begin ..< end])
        let precision: Int = starts[2] - begin + 9
        #expect(scan[precision - 2 ... precision] == [1, 63, 1])
        scan[precision] = 0
        func file(repeating count: Int) -> Data {
            Data(whole.dropLast(2) + Array(repeatElement(scan, count: count).joined()) + [0xFF, 0xD9])
        }
        _ = try JPEGImage(file(repeating: 400), path: "f", as: .rgb)
        let error = #expect(throws: JPEGError.self) { try JPEGImage(file(repeating: 500), path: "f", as: .rgb) }
        #expect(error?.fault == .unreadable("a progressive file may have at most 500 scans"))
    }

    @Test func otherFormatsAreNamed() {
        func words(_ bytes: [UInt8]) -> String {
            #expect(throws: JPEGError.self) { try JPEGImage(Data(bytes), path: "f", as: .rgb) }?.description ?? ""
        }
        #expect(words(Array("GIF89a".utf8)).contains("it is a GIF picture"))
        #expect(words([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]).contains("it is a PNG picture"))
        #expect(words([]) == "f: cannot be read as a JPEG picture: it is empty. Name a whole JPEG file.")
        #expect(words([1, 2, 3]).contains("Not a JPEG file"))
    }

    /// Exif data with impossible offsets, counts and types leave the picture as it is stored.
    @Test func damagedOrientationsAreIgnored() throws {
        let whole: [UInt8] = Array(PictureReferences.jpeg("orientation 6"))
        let exif: Int = try #require(whole.firstRange(of: "Exif".utf8)).lowerBound
        let turned = try JPEGImage(Data(whole), path: "f", as: .rgb)
        #expect(turned.width == 6)
        var generator = PhiloxGenerator(seed: 2)
        var lying = 0
        for _ in 0 ..< 500 {
            var damaged: [UInt8] = whole
            damaged[exif + generator.next(below: 40)] = UInt8(generator.next(below: 256))
            let image = try JPEGImage(Data(damaged), path: "f", as: .rgb)
            #expect([6, 11].contains(image.width) && image.width * image.height == 66)
            if image.width == 11 { lying += 1 }
        }
        #expect(lying > 20)
    }
}
