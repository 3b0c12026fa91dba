import Foundation
import SynaNN

/// Images of 28 × 28 pixels, light on dark, from a PNG or an IDX file.
public struct DigitImages {
    /// The images. Every label is 0, because the file contains no labels.
    public let images: LabeledImages
    /// Whether the file is a list of images (IDX), not a single picture (PNG).
    public let isList: Bool

    /// Reads the images of a file.
    ///
    /// - Parameters:
    ///   - path: A PNG of any size, or an IDX file of unsigned bytes, `[images, 28, 28]`.
    ///   - limit: The greatest number of images to read from the start of an IDX file.
    /// - Throws: `UnusableInput` or the error of the file's format.
    public init(path: String, limit: Int) throws {
        let start: [UInt8] = FileContents.start(of: path, count: 16)
        if FileFormat(recognizing: start) == .png {
            isList = false
            let picture = try PNGImage(contentsOf: path, as: .gray)
            images = LabeledImages(pixels: DigitImages.fitted(picture), labels: [0], height: 28, width: 28)
            return
        }
        isList = true
        // A pipe can be read only once, so read all bytes now.
        let bytes: Data = try FileContents.bytes(of: path)
        let file: IDXFile
        do { file = try IDXFile(bytes, path: path) } catch {
            throw UnusableInput(DigitImages.advice(path, FileFormat(recognizing: bytes)) ?? "\(error)")
        }
        guard file.elementType == .unsignedByte, file.shape.count == 3, file.shape[1] == 28, file.shape[2] == 28 else {
            throw UnusableInput(
                "\(path): \(file.elementType) of shape \(file.shape). Name a file of unsigned bytes with images of 28 × 28."
            )
        }
        let count: Int = min(limit, file.shape[0])
        guard count > 0 else { throw UnusableInput("\(path): the file contains no images. Name another file.") }
        images = LabeledImages(
            pixels: Array(file.bytes[..<(count * 784)]), labels: [UInt8](repeating: 0, count: count), height: 28,
            width: 28)
    }

    /// Returns the error message for a file of a known format that is not IDX; `nil` for other files.
    private static func advice(_ path: String, _ format: FileFormat?) -> String? {
        guard let format, format != .gzip else { return nil }
        if format == .png { return "\(path): a PNG picture cannot be read from a pipe. Name its file." }
        let advice: String = format.isConvertiblePicture ? "Convert it to PNG." : "Name a PNG or an IDX file."
        return "\(path) is \(format.name). \(advice)"
    }

    /// Returns the picture scaled to 28 × 28 pixels. Each pixel is the mean of the area that it covers. A picture with a
    /// light border is inverted.
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
