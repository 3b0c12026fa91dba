internal import CKernels
import Files
import Foundation
import Tensors

extension NPYFile {
    private static let headerLimit = 1 << 20

    /// Reads the bytes of an npy file.
    ///
    /// - Parameters:
    ///   - data: The bytes of the file.
    ///   - path: The path that errors contain.
    /// - Throws: `NumPyError` if the bytes are not an npy file, are damaged, or contain elements that are neither
    ///   numbers nor Booleans.
    public init(_ data: Data, path: String) throws(NumPyError) {
        let bytes: [UInt8] = Array(data.prefix(12))
        guard bytes.count >= 10, bytes.prefix(6).elementsEqual(Self.magic) else {
            if let format = FileFormat(recognizing: data), format != .npy {
                throw NumPyError(path: path, .notAnArray("it is \(format.name)"))
            }
            throw NumPyError(path: path, .notAnArray("the first bytes are not \\x93NUMPY"))
        }
        guard (1 ... 3).contains(bytes[6]), bytes[7] == 0 else {
            throw NumPyError(path: path, .notAnArray("version \(bytes[6]).\(bytes[7]) is not supported"))
        }
        let prefix: Int = bytes[6] == 1 ? 10 : 12
        guard bytes.count >= prefix else { throw NumPyError(path: path, .notAnArray("it ends within its first bytes")) }
        let length: Int = bytes[8 ..< prefix].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= min(Self.headerLimit, data.count - prefix) else {
            throw NumPyError(path: path, .malformedHeader("its length of \(length) exceeds the file", position: 0))
        }
        let header: NPYHeader
        do { header = try NPYHeader(parsing: Array(data.dropFirst(prefix).prefix(length))) } catch {
            throw NumPyError(path: path, .malformedHeader(error.reason, position: error.position))
        }
        self.init(try Self.array(header, data.dropFirst(prefix + length), path))
    }

    private static func array(_ header: NPYHeader, _ bytes: Data, _ path: String) throws(NumPyError) -> AnyTensor {
        if header.type.hasSuffix("O") { throw NumPyError(path: path, .pickledObjects) }
        guard let (dtype, isBigEndian) = type(named: header.type) else {
            throw NumPyError(path: path, .unknownType(header.type))
        }
        guard let size = byteCount(of: header.shape, elementSize: dtype.byteCount) else {
            throw NumPyError(path: path, .impossibleShape(header.shape))
        }
        guard size == bytes.count else {
            throw NumPyError(path: path, .wrongLength(expected: size, found: bytes.count))
        }
        var content: Data = bytes
        if isBigEndian { swapBytes(&content, dtype) }
        if header.isFortranOrder, header.shape.count > 1, size > 0 {
            content = rowMajor(content, header.shape, dtype.byteCount)
        }
        return AnyTensor(dtype: dtype, shape: Shape(header.shape), bytes: content)
    }

    /// Reverses the bytes of every number in `content`; `dtype` is the type of the numbers. The bytes of the real part
    /// and the bytes of the imaginary part of a complex number are reversed separately.
    private static func swapBytes(_ content: inout Data, _ dtype: DType) {
        let isComplex: Bool = dtype == .complex64 || dtype == .complex128
        let width: Int = dtype.byteCount / (isComplex ? 2 : 1)
        content.withUnsafeMutableBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: width) {
                for offset in 0 ..< width / 2 { bytes.swapAt(start + offset, start + width - 1 - offset) }
            }
        }
    }

    /// Converts `content`, the elements of an array of shape `shape`, from Fortran order, in which the first index
    /// varies fastest, to row-major order. `width` is the number of bytes of an element.
    private static func rowMajor(_ content: Data, _ shape: [Int], _ width: Int) -> Data {
        var result = Data(count: content.count)
        if shape.count == 2 {
            result.withUnsafeMutableBytes { (target: UnsafeMutableRawBufferPointer) in
                content.withUnsafeBytes { (source: UnsafeRawBufferPointer) in
                    synann_transpose(
                        width, shape[0], shape[1], source.baseAddress, shape[0], target.baseAddress, shape[1])
                }
            }
            return result
        }
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
}
