import Foundation
import SynaNN

/// Images of 28 × 28 in light on dark, from a PNG or an IDX file; their labels mean nothing.
struct DigitImages {
    let images: LabeledImages
    /// Whether the file can hold several, as IDX files do.
    let isList: Bool

    init(path: String, limit: Int) throws {
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            throw UnusableInput("\(path) is a directory. Name the PNG or IDX files in it.")
        }
        let handle = FileHandle(forReadingAtPath: path)
        guard let start = try? handle?.read(upToCount: 8) else {
            throw UnusableInput("\(path) cannot be read, or is empty. Name a PNG or an IDX file.")
        }
        if start == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            isList = false
            let picture = try PNGImage(contentsOf: path, as: .gray)
            images = LabeledImages(pixels: DigitImages.fitted(picture), labels: [0], height: 28, width: 28)
        } else {
            isList = true
            let file = try IDXFile(contentsOf: path)
            guard file.elementType == .unsignedByte, file.shape.count == 3, file.shape[1] == 28, file.shape[2] == 28
            else {
                throw UnusableInput("\(path) holds \(file.elementType) of shape \(file.shape), not images of 28 × 28")
            }
            let count: Int = min(limit, file.shape[0])
            guard count > 0 else { throw UnusableInput("\(path) holds no images") }
            images = LabeledImages(
                pixels: Array(file.bytes[..<(count * 784)]), labels: [UInt8](repeating: 0, count: count), height: 28,
                width: 28)
        }
    }

    /// Means over the part of the picture that each of 28 × 28 pixels covers, inverted where the border is light.
    private static func fitted(_ picture: PNGImage) -> [UInt8] {
        let source: [Double] = picture.pixels.map { Double($0) }
        let pixels: [Double] = (0 ..< 784).map { index in
            let rows: Range<Int> = part(index / 28, of: picture.height)
            let columns: Range<Int> = part(index % 28, of: picture.width)
            let sum: Double = rows.reduce(0) { sum, row in
                columns.reduce(sum) { $0 + source[row * picture.width + $1] }
            }
            return sum / Double(rows.count * columns.count)
        }
        let border: [Double] = (0 ..< 784).filter { $0 < 28 || $0 >= 756 || $0 % 28 == 0 || $0 % 28 == 27 }.map {
            pixels[$0]
        }
        let isLight: Bool = border.reduce(0, +) / Double(border.count) > 127.5
        return pixels.map { UInt8((isLight ? 255 - $0 : $0).rounded()) }
    }

    private static func part(_ position: Int, of length: Int) -> Range<Int> {
        let start: Int = min(position * length / 28, length - 1)
        return start ..< max(start + 1, (position + 1) * length / 28)
    }
}
