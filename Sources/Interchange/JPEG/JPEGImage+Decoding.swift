internal import CJPEGReader
import Files
import Tensors

extension JPEGImage {
    /// Returns whether the bytes begin with the markers of a JPEG file.
    static func isBegun(by bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF
    }

    /// Returns the picture in the bytes of a JPEG file. See `init(contentsOf:as:reducedToAtLeast:pixelLimit:)`.
    static func decoded(
        _ bytes: UnsafeRawBufferPointer, _ color: Color, _ shorterSide: Int?, _ pixelLimit: Int
    ) throws(JPEGError.Fault) -> JPEGImage {
        if let shorterSide {
            require(shorterSide > 0, "JPEGImage: the shorter side must have at least 1 pixel, not \(shorterSide)")
        }
        if !isBegun(by: bytes), let format = FileFormat(recognizing: bytes.prefix(16)) {
            throw .unreadable("it is \(format.name)")
        }
        if bytes.isEmpty { throw .unreadable("it is empty") }
        var header = synann_jpeg_header()
        guard let reader = synann_jpeg_open(bytes.baseAddress, bytes.count, &header) else {
            throw .unreadable("there is not enough memory")
        }
        defer { synann_jpeg_close(reader) }
        if let fault = synann_jpeg_fault(reader) { throw .unreadable(String(cString: fault)) }
        try check(header, byteCount: bytes.count, pixelLimit)
        if let shorterSide {
            let side = Int(min(header.width, header.height))
            let divisor: Int = [8, 4, 2].first { (side + $0 - 1) / $0 >= shorterSide } ?? 1
            if divisor > 1 { synann_jpeg_divide(reader, UInt32(divisor), &header) }
        }
        let (width, height): (Int, Int) = (Int(header.width), Int(header.height))
        let length: Int = width * height * color.rawValue
        var isRead = false
        let pixels = [UInt8](unsafeUninitializedCapacity: length) { target, count in
            isRead = synann_jpeg_read(reader, UInt32(color.rawValue), target.baseAddress) != 0
            count = isRead ? length : 0
        }
        guard isRead else {
            throw .unreadable(synann_jpeg_fault(reader).map { String(cString: $0) } ?? "it cannot be decoded")
        }
        return JPEGImage(width: width, height: height, color: color, pixels: pixels)
    }

    /// Throws if the header describes a picture that this reader does not support, or that is too large for the caller
    /// or for the file.
    private static func check(
        _ header: synann_jpeg_header, byteCount: Int, _ pixelLimit: Int
    ) throws(JPEGError.Fault) {
        let (width, height): (Int, Int) = (Int(header.width), Int(header.height))
        guard width > 0, height > 0, width <= pixelLimit / height else {
            throw .tooLarge(width: width, height: height, limit: pixelLimit)
        }
        guard [1, 3, 4].contains(header.components) else {
            throw .unreadable("a picture of \(header.components) colour components is not supported")
        }
        guard header.has_arithmetic_coding == 0 else { throw .unreadable("arithmetic coding is not supported") }
        // A Huffman code has at least one bit for each block, so a short file cannot contain a large picture.
        guard header.blocks / 8 <= byteCount else { throw .unreadable("the file ends within the picture") }
    }
}
