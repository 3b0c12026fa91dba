import Foundation
import SynaNN

/// Images of 28 × 28 pixels, light on dark, from a PNG or an IDX file.
public struct DigitImages {
    /// The images that the file contains, at most `limit` of them. Every label is 0, because the file contains no
    /// labels.
    public let images: LabeledImages
    /// Whether the file is a list of images (IDX); `false` for a single picture (PNG).
    public let isList: Bool

    /// Reads the images of a PNG or IDX file.
    ///
    /// - Parameters:
    ///   - path: The path of a PNG picture of any size, or of an IDX file of unsigned bytes with the shape
    ///     `[images, 28, 28]`. The IDX file may be compressed with gzip or be a pipe.
    ///   - limit: The greatest number of images to read, counted from the start of an IDX file; at least 1. A PNG is
    ///     always one image.
    /// - Throws: `PNGError` if the PNG is damaged; `FileFault` if the file cannot be read; `UnusableInput` if the file
    ///   is neither a PNG nor an IDX file, is damaged, contains no images, or has another element type or shape.
    public init(path: String, limit: Int) throws {
        let start: [UInt8] = FileContents.start(of: path, count: 16)
        if FileFormat(recognizing: start) == .png {
            isList = false
            let picture = try PNGImage(contentsOf: path, as: .gray)
            images = LabeledImages(pixels: DigitImages.fitted(picture), labels: [0], height: 28, width: 28)
            return
        }
        isList = true
        // Reads all bytes at once, because a pipe can be read only once.
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

    /// Returns the error message for a file of a known format that is neither IDX nor gzip; `nil` for gzip and unknown
    /// formats.
    private static func advice(_ path: String, _ format: FileFormat?) -> String? {
        guard let format, format != .gzip else { return nil }
        if format == .png { return "\(path): a PNG picture cannot be read from a pipe. Name its file." }
        let advice: String = format.isConvertiblePicture ? "Convert it to PNG." : "Name a PNG or an IDX file."
        return "\(path) is \(format.name). \(advice)"
    }

    /// Returns the picture scaled to 28 × 28 pixels. Each pixel of the result is the mean of the source pixels in its
    /// part of the picture. The function inverts the result if the mean of the border's pixels is above 127.5.
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
