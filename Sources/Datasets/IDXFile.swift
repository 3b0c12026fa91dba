import Files
import Foundation
import Tensors

/// The contents of an IDX file: an array of one element type, as the MNIST files hold it.
///
/// Format: two bytes 0, the element type, the number of axes, each axis's length as 4 bytes with the highest first, then
/// the elements in row-major order. The file may be gzip'd.
///
/// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
public struct IDXFile: Sendable, Hashable {
    /// The type of the elements.
    public enum ElementType: UInt8, Sendable, Hashable, CaseIterable {
        case unsignedByte = 0x08
        case signedByte = 0x09
        case short = 0x0B
        case int = 0x0C
        case float = 0x0D
        case double = 0x0E

        /// As part of a sentence: "unsigned bytes".
        public var name: String {
            switch self {
            case .unsignedByte: return "unsigned bytes"
            case .signedByte: return "signed bytes"
            case .short: return "16-bit integers"
            case .int: return "32-bit integers"
            case .float: return "32-bit floating-point numbers"
            case .double: return "64-bit floating-point numbers"
            }
        }

        /// Bytes of an element.
        public var size: Int {
            switch self {
            case .unsignedByte, .signedByte: return 1
            case .short: return 2
            case .int, .float: return 4
            case .double: return 8
            }
        }
    }

    /// The type of the elements.
    public let elementType: ElementType
    /// The lengths of the axes.
    public let shape: [Int]
    /// The elements' bytes, in the file's own order: the highest byte first.
    public let bytes: [UInt8]

    /// An array of unsigned bytes. Traps where their number is not the shape's.
    public init(shape: [Int], bytes: [UInt8]) {
        require(
            shape.reduce(1, *) == bytes.count, "IDXFile: \(bytes.count) bytes do not fill shape \(shape)")
        self.init(elementType: .unsignedByte, shape: shape, bytes: bytes)
    }

    private init(elementType: ElementType, shape: [Int], bytes: [UInt8]) {
        (self.elementType, self.shape, self.bytes) = (elementType, shape, bytes)
    }

    /// Reads a file, raw or gzip'd (told apart by the first two bytes). Memory: at most a little more than the header
    /// announces, and no more than the data unpack to.
    public init(contentsOf path: String) throws(DatasetError) {
        try self.init(data: readFile(path), file: path)
    }

    /// Reads the bytes of a file, raw or gzip'd.
    ///
    /// - Parameter file: The name for errors.
    public init(data: [UInt8], file: String) throws(DatasetError) {
        var reader = ByteReader(data, file: file)
        let magic: [UInt8] = try reader.read(atMost: 4)
        guard magic.count == 4, magic[0] == 0, magic[1] == 0, let type = ElementType(rawValue: magic[2]) else {
            let more: [UInt8] = magic + (try reader.read(atMost: 12))
            if let format = FileFormat(recognizing: more) { throw DatasetError(file: file, .otherFormat(format)) }
            throw DatasetError(file: file, .wrongMagic(found: magic))
        }
        let lengths: [UInt8] = try reader.read(atMost: 4 * Int(magic[3]))
        guard lengths.count == 4 * Int(magic[3]) else {
            throw DatasetError(file: file, .truncated(expected: 4 + 4 * Int(magic[3]), found: 4 + lengths.count))
        }
        let shape: [Int] = stride(from: 0, to: lengths.count, by: 4).map { start in
            lengths[start ..< start + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        let size: Int = try Self.byteCount(of: shape, type, file)
        let header: Int = 4 + lengths.count
        let bytes: [UInt8] = try reader.read(atMost: size)
        guard bytes.count == size else {
            throw DatasetError(file: file, .truncated(expected: header + size, found: header + bytes.count))
        }
        guard try reader.read(atMost: 1).isEmpty else {
            throw DatasetError(file: file, .oversized(expected: header + size))
        }
        self.init(elementType: type, shape: shape, bytes: bytes)
    }

    private static func byteCount(of shape: [Int], _ type: ElementType, _ file: String) throws(DatasetError) -> Int {
        guard let size = Files.byteCount(of: shape, elementSize: type.size), size <= 1 << 48 else {
            throw DatasetError(file: file, .impossibleSize(shape))
        }
        return size
    }

    /// The whole file's bytes, uncompressed.
    public var encoded: [UInt8] {
        var result: [UInt8] = [0, 0, elementType.rawValue, UInt8(shape.count)]
        for length in shape { result += (0 ..< 4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } }
        return result + bytes
    }

    /// Writes the file, uncompressed, to a temporary file that then takes the name: never half of it.
    public func write(to path: String) throws(DatasetError) { try writeFile(encoded, to: path) }

    /// Requires unsigned bytes with so many axes.
    func requiring(rank: Int, file: String) throws(DatasetError) -> IDXFile {
        guard elementType == .unsignedByte else {
            throw DatasetError(
                file: file, .wrongElementType(expected: ElementType.unsignedByte.name, found: elementType.name))
        }
        guard shape.count == rank else {
            throw DatasetError(file: file, .wrongRank(expected: rank, found: shape.count))
        }
        return self
    }
}

func readFile(_ path: String) throws(DatasetError) -> [UInt8] {
    do { return [UInt8](try FileContents.bytes(of: path)) } catch {
        throw DatasetError(file: path, .unreadable(error.reason))
    }
}

func writeFile(_ bytes: [UInt8], to path: String) throws(DatasetError) {
    do { try AtomicFile.write(Data(bytes), to: path) } catch {
        throw DatasetError(file: path, .unwritable(error.reason))
    }
}
