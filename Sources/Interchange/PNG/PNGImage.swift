internal import CPNG
import Foundation

/// An 8-bit picture, grey or in colour, as a PNG file holds it. Reading and writing is libpng's.
public struct PNGImage: Sendable, Hashable {
    /// What a pixel consists of.
    public enum Color: Int, Sendable, Hashable, CaseIterable {
        /// One number, 0 black to 255 white.
        case gray = 1
        /// Red, green, blue.
        case rgb = 3
    }

    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// What a pixel consists of.
    public let color: Color
    /// `height · width · color.rawValue` numbers, row after row from the top.
    public let pixels: [UInt8]

    /// Traps unless there are as many pixels as the size says.
    public init(width: Int, height: Int, color: Color, pixels: [UInt8]) {
        precondition(
            width > 0 && height > 0 && pixels.count == width * height * color.rawValue,
            "PNGImage: \(pixels.count) bytes are not \(width) × \(height) pixels of \(color.rawValue)")
        (self.width, self.height, self.color, self.pixels) = (width, height, color, pixels)
    }

    /// The picture as the bytes of a PNG file.
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
        precondition(isWritten, "PNGImage: libpng: \(image.sentence)")
        return data.prefix(Int(size))
    }

    /// Writes the picture to a file: whole, or not at all.
    public func write(to path: String) throws(PNGError) {
        do { try AtomicFile.write(encoded, to: path) } catch {
            throw PNGError(path: path, .unwritable(error.reason))
        }
    }
}

extension PNGImage.Color {
    fileprivate var format: png_uint_32 { self == .gray ? png_uint_32(PNG_FORMAT_GRAY) : png_uint_32(PNG_FORMAT_RGB) }
}

extension png_image {
    /// What libpng says of its last failure.
    fileprivate var sentence: String {
        withUnsafeBytes(of: message) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
