internal import CPNGReader
import Files
import Foundation

extension PNGImage {
    /// Reads a PNG file of any colour type, bit depth and interlacing, converted to `color`.
    ///
    /// An opaque pixel is converted to 8 bits without mixing: depths below 8 bits are scaled to 0…255, and 16 bits are
    /// rounded to `value · 255/65535`. Only a coloured pixel read as grey is mixed. The chunks gAMA, sRGB, iCCP and cHRM do not change such a pixel, as in
    /// Pillow, OpenCV and other readers of training data.
    ///
    /// Samples are mixed as linear light (PNG specification, section 13.16): a transparent pixel with white, `light = α
    /// · light + (1 − α)`; a coloured pixel into grey, `0.2126 R + 0.7152 G + 0.0722 B`. The file's gAMA converts
    /// samples to light; without gAMA, or with an sRGB chunk, sRGB's transfer function does.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - color: The samples of a pixel of the result.
    ///   - pixelLimit: The maximum number of pixels. A larger picture is refused before memory is allocated for it.
    /// - Throws: `PNGError` if the file cannot be read, is not a PNG file, is damaged, ends too early, or exceeds
    ///   `pixelLimit`.
    public init(contentsOf path: String, as color: Color, pixelLimit: Int = 1 << 28) throws(PNGError) {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch { throw PNGError(path: path, .unreadable(error.reason)) }
        try self.init(data, path: path, as: color, pixelLimit: pixelLimit)
    }

    /// Reads the bytes of a PNG file. Errors name `path`.
    ///
    /// - Throws: As `init(contentsOf:as:pixelLimit:)`.
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
        // Deflate compresses by a factor of 1032 at most: a short file cannot contain a large picture.
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
