import Foundation
import SynaNN

/// Images from a PNG, JPEG or IDX file, in the shape that a network reads.
public struct InputImages {
    /// The images that the file contains, at most `limit` of them. Every label is 0, because the file contains no
    /// labels.
    public let images: LabeledImages
    /// Whether the file is a list of images (IDX); `false` for a single picture.
    public let isList: Bool

    /// Reads the images of a file.
    ///
    /// - Parameters:
    ///   - path: The path of a PNG or JPEG picture of any size, or of an IDX file of unsigned bytes with the shape
    ///     `[images, height, width]` or `[images, channels, height, width]`. The IDX file may be compressed with gzip or
    ///     be a pipe.
    ///   - task: The task of the network.
    ///   - limit: The greatest number of images to read, counted from the start of an IDX file; at least 1. A picture is
    ///     always one image.
    /// - Throws: `PictureError` if the picture is damaged; `FileFault` if the file cannot be read; `UnusableInput` if the
    ///   file is neither a picture nor an IDX file, is damaged, contains no images, or has another element type or
    ///   shape.
    public init(path: String, for task: ImageClassification, limit: Int) throws {
        let start: [UInt8] = FileContents.start(of: path, count: 16)
        if let format = FileFormat(recognizing: start), format == .png || format == .jpeg {
            isList = false
            images = LabeledImages(
                pixels: try Self.fitted(path, task), labels: [0], shape: task.shape, classNames: ["unknown"])
            return
        }
        isList = true
        // Reads all bytes at once, because a pipe can be read only once.
        let bytes: Data = try FileContents.bytes(of: path)
        let file: IDXFile
        do { file = try IDXFile(bytes, path: path) } catch {
            throw UnusableInput(Self.advice(path, FileFormat(recognizing: bytes)) ?? "\(error)")
        }
        let lengths: [Int] = task.shape.dimensions
        let isFitting: Bool =
            file.shape.count == 4
            ? Array(file.shape[1...]) == lengths
            : file.shape.count == 3 && lengths[0] == 1 && Array(file.shape[1...]) == Array(lengths[1...])
        guard file.elementType == .unsignedByte, isFitting else {
            throw UnusableInput(
                "\(path): \(file.elementType) of shape \(file.shape). Name a file of unsigned bytes with images of \(task.shape)."
            )
        }
        let count: Int = min(limit, file.shape[0])
        guard count > 0 else { throw UnusableInput("\(path): the file contains no images. Name another file.") }
        images = LabeledImages(
            pixels: Array(file.bytes[..<(count * task.shape.count)]), labels: [Int](repeating: 0, count: count),
            shape: task.shape, classNames: ["unknown"])
    }

    /// Returns the error message for a file of a known format that is neither IDX nor gzip; `nil` for gzip and unknown
    /// formats.
    private static func advice(_ path: String, _ format: FileFormat?) -> String? {
        guard let format, format != .gzip else { return nil }
        if format == .png || format == .jpeg {
            return "\(path): \(format.name) cannot be read from a pipe. Name its file."
        }
        let advice: String =
            format.isConvertiblePicture ? "Convert it to PNG or JPEG." : "Name a PNG, a JPEG or an IDX file."
        return "\(path) is \(format.name). \(advice)"
    }

    /// Returns the pixels of a picture in the shape of the task. If the task is grey characters, which are light on
    /// dark, and the mean of the border's pixels is above 127.5, the function inverts the picture.
    private static func fitted(_ path: String, _ task: ImageClassification) throws -> [UInt8] {
        let (height, width): (Int, Int) = (task.shape.height, task.shape.width)
        guard task.shape.channels == 1 else {
            return try Picture(contentsOf: path, as: .rgb).resized(width: width, height: height).planarPixels
        }
        let picture = try Picture(contentsOf: path, as: .gray)
        let pixels: [UInt8] = picture.resized(width: width, height: height).planarPixels
        guard task.content == .characters else { return pixels }
        let border: [Int] = pixels.indices.filter { index in
            let (row, column): (Int, Int) = (index / width, index % width)
            return row == 0 || row == height - 1 || column == 0 || column == width - 1
        }
        let sum: Int = border.reduce(0) { $0 + Int(pixels[$1]) }
        return 2 * sum > 255 * border.count ? pixels.map { 255 - $0 } : pixels
    }
}
