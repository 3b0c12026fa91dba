internal import CPNG
import Files
import Foundation
import Tensors

/// A grey or RGB picture with 8-bit samples. libpng reads and writes it as a PNG file.
public struct PNGImage: Sendable, Hashable {
    /// The kind of samples of a pixel.
    public typealias Color = Picture.Color

    /// The number of pixels in a row.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// The kind of samples of a pixel.
    public let color: Color
    /// The samples of all pixels, `[height, width, color.rawValue]` in row-major order. The first row is the top.
    public let pixels: [UInt8]

    /// Creates a picture. Traps if a side is not positive, or if `pixels.count` is not
    /// `width · height · color.rawValue`.
    public init(width: Int, height: Int, color: Color, pixels: [UInt8]) {
        require(
            width > 0 && height > 0 && pixels.count == width * height * color.rawValue,
            "PNGImage: \(pixels.count) bytes are not \(width) × \(height) pixels of \(color.rawValue)")
        (self.width, self.height, self.color, self.pixels) = (width, height, color, pixels)
    }

    /// The bytes of the PNG file. Traps if libpng fails, for example because a side exceeds 2³¹ − 1 pixels.
    public var encoded: Data {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        (image.width, image.height, image.format) = (png_uint_32(width), png_uint_32(height), color.format)
        var size: png_alloc_size_t = 0
        png_image_write_to_memory(&image, nil, &size, 0, pixels, 0, nil)
        var data = Data(count: Int(size))
        let isWritten: Bool =
            data.withUnsafeMutableBytes {
                png_image_write_to_memory(&image, $0.baseAddress, &size, 0, pixels, 0, nil)
            } != 0
        require(isWritten, "PNGImage: libpng: \(image.reason)")
        return data.prefix(Int(size))
    }

    /// Writes the picture to a PNG file atomically: after an error, an existing file is unchanged (see `AtomicFile`).
    ///
    /// - Throws: `PNGError` if the file cannot be written.
    public func write(to path: String) throws(PNGError) {
        do { try AtomicFile.write(encoded, to: path) } catch {
            throw PNGError(path: path, .unwritable(error.reason))
        }
    }
}

extension Picture.Color {
    fileprivate var format: png_uint_32 { self == .gray ? png_uint_32(PNG_FORMAT_GRAY) : png_uint_32(PNG_FORMAT_RGB) }
}

extension png_image {
    /// The message of libpng about its last failure.
    fileprivate var reason: String {
        withUnsafeBytes(of: message) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
