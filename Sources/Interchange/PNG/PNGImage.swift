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

    /// Reads a PNG file, converted to `color`: colours to their luminance, 16 bits to 8, transparency on white.
    ///
    /// - Parameter pixelLimit: A file of more pixels is refused before memory is taken for it.
    public init(contentsOf path: String, as color: Color, pixelLimit: Int = 1 << 28) throws(PNGError) {
        let data: Data = try Self.bytes(of: path)
        let result: Result<PNGImage, PNGError.Fault> = data.withUnsafeBytes { Self.decoded($0, color, pixelLimit) }
        switch result {
        case .success(let picture): self = picture
        case .failure(let fault): throw PNGError(path: path, fault)
        }
    }

    private static func decoded(
        _ bytes: UnsafeRawBufferPointer, _ color: Color, _ pixelLimit: Int
    ) -> Result<PNGImage, PNGError.Fault> {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
            return .failure(.unreadable(image.sentence))
        }
        let (width, height): (Int, Int) = (Int(image.width), Int(image.height))
        guard width > 0, height > 0, width <= pixelLimit / height else {
            return .failure(.tooLarge(width: width, height: height, limit: pixelLimit))
        }
        image.format = color.format
        var pixels = [UInt8](repeating: 0, count: width * height * color.rawValue)
        var white = png_color(red: 255, green: 255, blue: 255)
        guard png_image_finish_read(&image, &white, &pixels, 0, nil) != 0 else {
            return .failure(.unreadable(image.sentence))
        }
        return .success(PNGImage(width: width, height: height, color: color, pixels: pixels))
    }

    private static func bytes(of path: String) throws(PNGError) -> Data {
        do { return try FileContents.bytes(of: path) } catch { throw PNGError(path: path, .unreadable(error.reason)) }
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

/// A picture file that cannot be read or written: what, where, and what to do.
public struct PNGError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Error, Sendable, Hashable {
        /// The file does not exist, cannot be read, or is no whole PNG file; the system's or libpng's words.
        case unreadable(String)
        /// More pixels than the reader would take.
        case tooLarge(width: Int, height: Int, limit: Int)
        /// The file cannot be written; the system's words.
        case unwritable(String)
    }

    /// The file.
    public let path: String
    /// What is wrong with it.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    public var description: String {
        switch fault {
        case .unreadable(let reason): return "\(path): cannot be read as a PNG picture: \(reason). Name a PNG file."
        case .tooLarge(let width, let height, let limit):
            return "\(path): \(width) × \(height) pixels are more than the \(limit) that are taken. Make it smaller."
        case .unwritable(let reason):
            return
                "\(path): cannot be written: \(reason). Name a file in a directory that exists and can be written to."
        }
    }
}
