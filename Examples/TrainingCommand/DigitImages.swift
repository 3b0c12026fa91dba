import Foundation
import SynaNN

/// Images of 28 × 28 in light on dark, from a PNG or an IDX file; their labels mean nothing.
public struct DigitImages {
    public let images: LabeledImages
    /// Whether the file can hold several, as IDX files do.
    public let isList: Bool

    /// - Parameters:
    ///   - path: A PNG of any size, or an IDX file of unsigned bytes.
    ///   - limit: How many images of an IDX file are taken, from its front.
    public init(path: String, limit: Int) throws {
        let start: [UInt8] = FileContents.start(of: path, count: 16)
        if FileFormat(recognizing: start) == .png {
            isList = false
            let picture = try PNGImage(contentsOf: path, as: .gray)
            images = LabeledImages(pixels: DigitImages.fitted(picture), labels: [0], height: 28, width: 28)
            return
        }
        isList = true
        // All bytes at once: from a pipe they come but once.
        let bytes: Data = try FileContents.bytes(of: path)
        let file: IDXFile
        do { file = try IDXFile(bytes, path: path) } catch {
            throw UnusableInput(DigitImages.advice(path, FileFormat(recognizing: bytes)) ?? "\(error)")
        }
        guard file.elementType == .unsignedByte, file.shape.count == 3, file.shape[1] == 28, file.shape[2] == 28 else {
            throw UnusableInput(
                "\(path): \(file.elementType) of shape \(file.shape). Needed are unsigned bytes, images of 28 × 28.")
        }
        let count: Int = min(limit, file.shape[0])
        guard count > 0 else { throw UnusableInput("\(path): there are no images in this file. Name another one.") }
        images = LabeledImages(
            pixels: Array(file.bytes[..<(count * 784)]), labels: [UInt8](repeating: 0, count: count), height: 28,
            width: 28)
    }

    /// What the file is, where that is known and no IDX file.
    private static func advice(_ path: String, _ format: FileFormat?) -> String? {
        guard let format, format != .gzip else { return nil }
        if format == .png { return "\(path): a PNG picture cannot be read from a pipe. Name its file." }
        let advice: String = format.isConvertiblePicture ? "Convert it to PNG." : "Name a PNG or an IDX file."
        return "\(path) is \(format.name). \(advice)"
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
