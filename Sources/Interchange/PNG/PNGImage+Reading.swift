internal import CPNGReader
import Files
import Foundation

extension PNGImage {
    /// Reads a PNG file of any colour type, bit depth and interlacing, and converts the pixels to `color`.
    ///
    /// The samples of an opaque pixel are only converted to 8 bits, unless a coloured pixel is read as grey. Depths
    /// below 8 bits are scaled to 0…255, and 16 bits are rounded to `value · 255/65535`. The chunks gAMA, sRGB, iCCP
    /// and cHRM do not change these samples, as in Pillow, OpenCV and other readers of training data.
    ///
    /// Two kinds of pixels are converted to linear light and mixed (PNG specification, section 13.16). A transparent
    /// pixel is mixed with white: `light = α · light + (1 − α)`, where α is the opacity of the pixel, from 0 to 1. If
    /// `color` is `.gray`, the red, green and blue light of a coloured pixel are mixed to grey:
    /// `0.2126 R + 0.7152 G + 0.0722 B`. The file's gAMA chunk defines the conversion of samples to light. A file
    /// without gAMA, or with an sRGB chunk, uses the transfer function of sRGB.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - color: The samples of a pixel of the result.
    ///   - pixelLimit: The maximum number of pixels. For a larger picture the function throws before it allocates
    ///     memory for the pixels.
    /// - Throws: `PNGError` if the file cannot be read, is not a PNG file, is damaged, ends too early, or exceeds
    ///   `pixelLimit`.
    public init(contentsOf path: String, as color: Color, pixelLimit: Int = 1 << 28) throws(PNGError) {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch { throw PNGError(path: path, .unreadable(error.reason)) }
        try self.init(data, path: path, as: color, pixelLimit: pixelLimit)
    }

    /// Reads the bytes of a PNG file, as `init(contentsOf:as:pixelLimit:)` reads a file.
    ///
    /// - Parameters:
    ///   - data: The bytes of the file.
    ///   - path: The path that errors contain.
    ///   - color: The samples of a pixel of the result.
    ///   - pixelLimit: The maximum number of pixels.
    /// - Throws: `PNGError` if the bytes are not a PNG file, are damaged, end too early, or exceed `pixelLimit`.
    public init(_ data: Data, path: String, as color: Color, pixelLimit: Int = 1 << 28) throws(PNGError) {
        let result: Result<PNGImage, PNGError.Fault> = data.withUnsafeBytes { bytes in
            Result { () throws(PNGError.Fault) in try Self.decoded(bytes, color, pixelLimit) }
        }
        switch result {
        case .success(let picture): self = picture
        case .failure(let fault): throw PNGError(path: path, fault)
        }
    }

    private static func decoded(
        _ bytes: UnsafeRawBufferPointer, _ color: Color, _ pixelLimit: Int
    ) throws(PNGError.Fault) -> PNGImage {
        if let format = FileFormat(recognizing: bytes.prefix(16)), format != .png {
            throw .unreadable("it is \(format.name)")
        }
        var header = synann_png_header()
        guard let reader = synann_png_open(bytes.baseAddress, bytes.count, &header) else {
            throw .unreadable("there is not enough memory")
        }
        defer { synann_png_close(reader) }
        if let fault = synann_png_fault(reader) { throw .unreadable(String(cString: fault)) }
        let (width, height): (Int, Int) = (Int(header.width), Int(header.height))
        guard width > 0, height > 0, width <= pixelLimit / height else {
            throw .tooLarge(width: width, height: height, limit: pixelLimit)
        }
        // Deflate compresses by a factor of at most 1032, so a short file cannot contain a large picture.
        let rowLength: Int = (width * Int(header.stored_bits) + 7) / 8
        guard rowLength * height / 1032 <= bytes.count else { throw .unreadable("the file ends within the picture") }
        guard let samples = synann_png_read(reader) else {
            throw .unreadable(synann_png_fault(reader).map { String(cString: $0) } ?? "there is not enough memory")
        }
        let length: Int = width * height * Int(header.channels * header.bit_depth / 8)
        let converter = PNGSampleConverter(header, UnsafeBufferPointer(start: samples, count: length))
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * color.rawValue) { target, count in
            converter.convert(to: color, target)
            count = width * height * color.rawValue
        }
        return PNGImage(width: width, height: height, color: color, pixels: pixels)
    }
}
