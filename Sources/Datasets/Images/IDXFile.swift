import Files
import Foundation
import Tensors

/// The contents of an IDX file: an array whose elements all have the same type. MNIST uses this format.
///
/// The file contains two zero bytes, one byte for the element type, one byte for the number of axes, the length of each
/// axis as a big-endian integer of 4 bytes, and the elements in row-major order. The file may be compressed with gzip.
///
/// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
public struct IDXFile: Sendable, Hashable {
    /// The type of the elements. The raw value is the code of the type in the file.
    public enum ElementType: UInt8, Sendable, Hashable, CaseIterable {
        /// Integers in 0…255.
        case unsignedByte = 0x08
        /// Integers in −128…127.
        case signedByte = 0x09
        /// Signed integers of 16 bits.
        case short = 0x0B
        /// Signed integers of 32 bits.
        case int = 0x0C
        /// IEEE floating-point numbers of 32 bits.
        case float = 0x0D
        /// IEEE floating-point numbers of 64 bits.
        case double = 0x0E

        /// The name in a form that fits into a sentence, for example "unsigned bytes".
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

        /// The number of bytes of an element.
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
    /// The bytes of the elements. As in the file, the elements are big-endian.
    public let bytes: [UInt8]

    /// Creates an array of unsigned bytes. Traps if `bytes.count` is not the product of `shape`.
    public init(shape: [Int], bytes: [UInt8]) {
        require(
            shape.reduce(1, *) == bytes.count, "IDXFile: \(bytes.count) bytes do not fill shape \(shape)")
        self.init(elementType: .unsignedByte, shape: shape, bytes: bytes)
    }

    private init(elementType: ElementType, shape: [Int], bytes: [UInt8]) {
        (self.elementType, self.shape, self.bytes) = (elementType, shape, bytes)
    }

    /// Reads a raw or gzip-compressed file. The first two bytes show whether the file is compressed.
    ///
    /// The reader allocates about 1 MiB more than the number of bytes that the header requires, or than the number of
    /// bytes that the file contains if the file is shorter.
    ///
    /// - Throws: `DatasetError` if the file cannot be read, is not an IDX file, is damaged, or is shorter or longer
    ///   than its header requires.
    public init(contentsOf path: String) throws(DatasetError) {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch {
            throw DatasetError(path: path, .unreadable(error.reason))
        }
        try self.init(data, path: path)
    }

    /// Reads the bytes of a raw or gzip-compressed file.
    ///
    /// - Parameters:
    ///   - data: The bytes of the file.
    ///   - path: The path that errors contain.
    /// - Throws: `DatasetError` if the bytes are not an IDX file, are damaged, or are fewer or more than the header
    ///   requires.
    public init(_ data: Data, path: String) throws(DatasetError) {
        var reader = ByteReader(data)
        func read(_ count: Int) throws(DatasetError) -> [UInt8] {
            do { return try reader.read(atMost: count) } catch {
                throw DatasetError(path: path, .corruptCompression(error.reason))
            }
        }
        let magic: [UInt8] = try read(4)
        guard magic.count == 4, magic[0] == 0, magic[1] == 0, let type = ElementType(rawValue: magic[2]) else {
            let more: [UInt8] = magic + (try read(12))
            if let format = FileFormat(recognizing: more) { throw DatasetError(path: path, .otherFormat(format)) }
            throw DatasetError(path: path, .wrongMagic(found: magic))
        }
        let lengths: [UInt8] = try read(4 * Int(magic[3]))
        guard lengths.count == 4 * Int(magic[3]) else {
            throw DatasetError(path: path, .truncated(expected: 4 + 4 * Int(magic[3]), found: 4 + lengths.count))
        }
        let shape: [Int] = stride(from: 0, to: lengths.count, by: 4).map { start in
            lengths[start ..< start + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        guard let size = byteCount(of: shape, elementSize: type.size), size <= 1 << 48 else {
            throw DatasetError(path: path, .impossibleSize(shape))
        }
        let header: Int = 4 + lengths.count
        let bytes: [UInt8] = try read(size)
        guard bytes.count == size else {
            throw DatasetError(path: path, .truncated(expected: header + size, found: header + bytes.count))
        }
        guard try read(1).isEmpty else { throw DatasetError(path: path, .oversized(expected: header + size)) }
        self.init(elementType: type, shape: shape, bytes: bytes)
    }

    /// The bytes of the uncompressed file. Traps if the array has more than 255 axes.
    public var encoded: Data {
        var result = Data([0, 0, elementType.rawValue, UInt8(shape.count)])
        for length in shape { result += (0 ..< 4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } }
        return result + bytes
    }

    /// Writes the uncompressed file atomically: after an error, an existing file is unchanged (see `AtomicFile`). Traps
    /// if the array has more than 255 axes.
    ///
    /// - Throws: `DatasetError` if the file cannot be written.
    public func write(to path: String) throws(DatasetError) {
        do { try AtomicFile.write(encoded, to: path) } catch {
            throw DatasetError(path: path, .unwritable(error.reason))
        }
    }

    /// Returns this array if its elements are unsigned bytes and the number of its axes is in `ranks`. Otherwise throws
    /// a `DatasetError` with `path`.
    func requiring(ranks: [Int], path: String) throws(DatasetError) -> IDXFile {
        guard elementType == .unsignedByte else {
            throw DatasetError(
                path: path, .wrongElementType(expected: ElementType.unsignedByte.name, found: elementType.name))
        }
        guard ranks.contains(shape.count) else {
            throw DatasetError(path: path, .wrongRank(expected: ranks[0], found: shape.count))
        }
        return self
    }
}
