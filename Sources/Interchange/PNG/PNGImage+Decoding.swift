internal import CPNGReader
import Files

extension PNGImage {
    /// The meaning of the grey sample of a coloured pixel.
    enum GrayRule {
        /// The sample of the mixed light `0.2126 R + 0.7152 G + 0.0722 B`.
        case light
        /// The luma `0.299 R + 0.587 G + 0.114 B` of the samples (ITU-R BT.601).
        case luma
    }

    /// Returns whether the bytes begin with the signature of a PNG file.
    static func isBegun(by bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    }

    /// Returns the picture in the bytes of a PNG file. See `init(contentsOf:as:pixelLimit:)`.
    static func decoded(
        _ bytes: UnsafeRawBufferPointer, _ color: Color, _ rule: GrayRule, _ pixelLimit: Int
    ) throws(PNGError.Fault) -> PNGImage {
        if !isBegun(by: bytes), let format = FileFormat(recognizing: bytes.prefix(16)) {
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
        let length: Int = width * height * Int(header.channels * header.bit_depth / 8)
        var isRead = false
        var pixels = [UInt8](unsafeUninitializedCapacity: length) { target, count in
            isRead = synann_png_read(reader, target.baseAddress) != 0
            count = isRead ? length : 0
        }
        guard isRead else {
            throw .unreadable(synann_png_fault(reader).map { String(cString: $0) } ?? "it cannot be decoded")
        }
        if header.bit_depth == 16 || Int(header.channels) != color.rawValue {
            pixels = converted(pixels, header, color, rule)
        }
        return PNGImage(width: width, height: height, color: color, pixels: pixels)
    }

    private static func converted(
        _ samples: [UInt8], _ header: synann_png_header, _ color: Color, _ rule: GrayRule
    ) -> [UInt8] {
        let length = Int(header.width) * Int(header.height) * color.rawValue
        return [UInt8](unsafeUninitializedCapacity: length) { target, count in
            samples.withUnsafeBufferPointer {
                PNGSampleConverter(header, $0, rule).convert(to: color, target)
            }
            count = length
        }
    }
}
