import Foundation
import Tensors

/// npy files: one array each, as NumPy's `save` writes and `load` reads them.
///
/// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1 to 3. Byte orders and
/// Fortran's order of elements are undone; pickled objects are refused.
public enum NPYFile {
    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    private static let headerLimit = 1 << 20

    /// Reads a file.
    public static func read(_ path: String) throws(NumPyError) -> AnyTensor {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch { throw NumPyError(path: path, .inaccessible(error.reason)) }
        return try decode(data, path: path)
    }

    /// Writes a file: whole, or not at all.
    public static func write(_ tensor: AnyTensor, to path: String) throws(NumPyError) {
        do { try AtomicFile.write(encode(tensor), to: path) } catch {
            throw NumPyError(path: path, .inaccessible(error.reason))
        }
    }

    /// The array in a file's bytes. `path` is what errors name.
    public static func decode(_ data: Data, path: String) throws(NumPyError) -> AnyTensor {
        let bytes: Data = data.startIndex == 0 ? data : Data(data)
        guard bytes.count >= 10, bytes.prefix(6).elementsEqual(magic) else {
            throw NumPyError(path: path, .notAnArray("the first bytes are not \\x93NUMPY"))
        }
        guard (1 ... 3).contains(bytes[6]), bytes[7] == 0 else {
            throw NumPyError(path: path, .notAnArray("version \(bytes[6]).\(bytes[7]) is not known here"))
        }
        let prefix: Int = bytes[6] == 1 ? 10 : 12
        guard bytes.count >= prefix else { throw NumPyError(path: path, .notAnArray("it ends within its first bytes")) }
        let length: Int = bytes[8 ..< prefix].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= min(headerLimit, bytes.count - prefix) else {
            throw NumPyError(path: path, .malformedHeader("its length of \(length) is beyond the file", position: 0))
        }
        let header: NPYHeader
        do { header = try NPYHeader(parsing: Array(bytes[prefix ..< prefix + length])) } catch {
            throw NumPyError(path: path, .malformedHeader(error.sentence, position: error.position))
        }
        return try array(header, bytes[(prefix + length)...], path)
    }

    private static func array(_ header: NPYHeader, _ bytes: Data, _ path: String) throws(NumPyError) -> AnyTensor {
        if header.type.hasSuffix("O") { throw NumPyError(path: path, .pickledObjects) }
        guard let order = header.type.first, "<>|=".contains(order), let dtype = names[String(header.type.dropFirst())]
        else { throw NumPyError(path: path, .unknownType(header.type)) }
        var size: Int? = dtype.byteCount
        if !header.shape.contains(0) {
            for length in header.shape {
                let product: (Int, Bool)? = size.map { $0.multipliedReportingOverflow(by: length) }
                size = product.flatMap { $0.1 ? nil : $0.0 }
            }
        } else {
            size = 0
        }
        guard let size else { throw NumPyError(path: path, .impossibleShape(header.shape)) }
        guard size == bytes.count else {
            throw NumPyError(path: path, .wrongLength(expected: size, found: bytes.count))
        }
        var content = Data(bytes)
        if order == ">" { swapBytes(&content, dtype) }
        if header.isFortranOrder, header.shape.count > 1, size > 0 {
            content = rowMajor(content, header.shape, dtype.byteCount)
        }
        return AnyTensor(dtype: dtype, shape: Shape(header.shape), bytes: content)
    }

    /// NumPy's names of types, without the byte order. bfloat16 has none.
    private static let names: [String: DType] = [
        "b1": .bool, "u1": .uint8, "i1": .int8, "u2": .uint16, "i2": .int16, "u4": .uint32, "i4": .int32,
        "u8": .uint64, "i8": .int64, "f2": .float16, "f4": .float32, "f8": .float64, "c8": .complex64,
        "c16": .complex128,
    ]

    private static func swapBytes(_ content: inout Data, _ dtype: DType) {
        let isComplex: Bool = dtype == .complex64 || dtype == .complex128
        let width: Int = dtype.byteCount / (isComplex ? 2 : 1)
        content.withUnsafeMutableBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: width) {
                for offset in 0 ..< width / 2 { bytes.swapAt(start + offset, start + width - 1 - offset) }
            }
        }
    }

    /// Elements whose first index runs fastest, so that the last one does.
    private static func rowMajor(_ content: Data, _ shape: [Int], _ width: Int) -> Data {
        var result = Data(count: content.count)
        var (position, strides): ([Int], [Int]) = ([Int](repeating: 0, count: shape.count), [])
        var stride = width
        for length in shape {
            strides.append(stride)
            stride *= length
        }
        result.withUnsafeMutableBytes { (target: UnsafeMutableRawBufferPointer) in
            content.withUnsafeBytes { (source: UnsafeRawBufferPointer) in
                var offset = 0
                for start in Swift.stride(from: 0, to: target.count, by: width) {
                    for byte in 0 ..< width { target[start + byte] = source[offset + byte] }
                    for axis in shape.indices.reversed() {
                        position[axis] += 1
                        offset += strides[axis]
                        if position[axis] < shape[axis] { break }
                        offset -= strides[axis] * shape[axis]
                        position[axis] = 0
                    }
                }
            }
        }
        return result
    }

    /// A file's bytes, version 1. bfloat16 becomes float32, which NumPy has.
    public static func encode(_ tensor: AnyTensor) -> Data {
        guard tensor.dtype != .bfloat16 else {
            guard let wider: Tensor<Float> = tensor.tensor() else { fatalError("bfloat16 is a real type") }
            return encode(AnyTensor(wider))
        }
        guard let name = names.first(where: { $0.value == tensor.dtype })?.key else {
            fatalError("npy: \(tensor.dtype) has no name")
        }
        let order: String = tensor.dtype.byteCount == 1 ? "|" : "<"
        let lengths: [String] = tensor.shape.dimensions.map(String.init)
        let shape: String = lengths.count == 1 ? "(\(lengths[0]),)" : "(\(lengths.joined(separator: ", ")))"
        let text = "{'descr': '\(order)\(name)', 'fortran_order': False, 'shape': \(shape), }"
        // The data begin at a multiple of 64, as NumPy has it.
        let padding: Int = 63 - (10 + text.utf8.count) % 64
        let header: [UInt8] = Array(text.utf8) + [UInt8](repeating: 0x20, count: padding) + [0x0A]
        precondition(header.count < 1 << 16, "npy: a shape of \(tensor.shape.rank) axes does not fit the header")
        return Data(magic + [1, 0, UInt8(header.count & 255), UInt8(header.count >> 8)] + header) + tensor.bytes
    }
}
