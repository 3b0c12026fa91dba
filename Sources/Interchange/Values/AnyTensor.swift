import Files
import Foundation
import Tensors

#if _endian(big)
#error("numbers in files are little-endian and are copied without conversion: this machine is big-endian")
#endif

/// A tensor whose element type is known only at run time, for example a tensor from a file.
///
/// The numbers are little-endian and in row-major order. An `AnyTensor` that is made from a tensor shares the memory of
/// this tensor, until one of the two changes.
public struct AnyTensor: Sendable {
    /// The type of the numbers.
    public let dtype: DType
    /// The length of each axis.
    public let shape: Shape
    private let contents: Contents

    private enum Contents: Sendable {
        case bytes(Data)
        /// A contiguous tensor with numbers of the type `dtype`.
        case tensor(any StoredNumbers)
    }

    /// The bytes of the numbers: `shape.elementCount · dtype.byteCount` bytes. If the numbers are in a tensor, every
    /// access copies them.
    public var bytes: Data {
        switch contents {
        case .bytes(let bytes): return bytes
        case .tensor(let numbers): return numbers.withBytes { Data($0) }
        }
    }

    /// Creates a tensor from its bytes. Traps if `bytes.count` is not `shape.elementCount · dtype.byteCount`.
    public init(dtype: DType, shape: Shape, bytes: Data) {
        require(
            bytes.count == shape.elementCount * dtype.byteCount,
            "AnyTensor: \(bytes.count) bytes do not fill shape \(shape) with \(dtype.rawValue) numbers")
        (self.dtype, self.shape, contents) = (dtype, shape, .bytes(bytes))
    }

    /// Takes the numbers of a tensor in their own type. The numbers are copied only if the tensor is not contiguous.
    public init<Scalar: FileScalar>(_ tensor: Tensor<Scalar>) {
        (dtype, shape) = (Scalar.dtype, tensor.shape)
        contents = .tensor(tensor.contiguous().unrecordedConstant())
    }

    /// Takes the numbers of a tensor of `Float` or `Double`. Traps for another real type.
    package init<Scalar: RealScalar>(real tensor: Tensor<Scalar>) {
        switch tensor {
        case let tensor as Tensor<Float>: self.init(tensor)
        case let tensor as Tensor<Double>: self.init(tensor)
        default: fatalError("AnyTensor: files have no type for \(Scalar.self)")
        }
    }

    /// Returns the tensor with its numbers converted to `Scalar`.
    ///
    /// A real `Scalar` accepts all numbers except complex numbers and rounds them to nearest. A complex `Scalar`
    /// accepts all numbers. An integer `Scalar` accepts Booleans and the integers that fit. `Bool` accepts only
    /// Booleans.
    ///
    /// - Returns: The converted tensor, or `nil` if a number cannot be converted.
    public func tensor<Scalar: FileScalar>(as type: Scalar.Type = Scalar.self) -> Tensor<Scalar>? {
        if case .tensor(let numbers) = contents, let same = numbers as? Tensor<Scalar> { return same }
        // A byte of a file may be any number, but a `Bool` is 0 or 1.
        if dtype == Scalar.dtype, dtype != .bool { return copied() }
        if let converted: Tensor<Scalar> = convertedByKernel() { return converted }
        var scalars: [Scalar] = []
        scalars.reserveCapacity(shape.elementCount)
        let isConvertible: Bool = withBytes { source in
            for position in stride(from: 0, to: source.count, by: dtype.byteCount) {
                guard let value = Scalar(source.number(dtype, at: position)) else { return false }
                scalars.append(value)
            }
            return true
        }
        return isConvertible ? Tensor(scalars, shape: shape) : nil
    }

    /// Copies the numbers, which must be of the type `Scalar`. The threads share the work, because the system reads the
    /// pages of a mapped file when they are accessed.
    private func copied<Scalar: FileScalar>() -> Tensor<Scalar> {
        Tensor(uninitialized: shape) { target in
            let target = UnsafeMutableRawBufferPointer(target)
            withBytes { source in
                Parallelism.forEachRange(of: source.count, length: 4 << 20) { range in
                    UnsafeMutableRawBufferPointer(rebasing: target[range])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[range]))
                }
            }
        }
    }
}

extension AnyTensor: ByteSource {
    /// The number of bytes of the numbers. Unlike `bytes.count`, the property copies nothing.
    package var byteCount: Int { shape.elementCount * dtype.byteCount }

    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        switch contents {
        case .bytes(let bytes): return bytes.withUnsafeBytes(body)
        case .tensor(let numbers): return numbers.withBytes(body)
        }
    }
}

extension AnyTensor: Hashable {
    /// Whether the types, the shapes and the bytes of the numbers are equal.
    public static func == (a: AnyTensor, b: AnyTensor) -> Bool {
        guard a.dtype == b.dtype, a.shape == b.shape else { return false }
        return a.withBytes { first in
            b.withBytes { second in
                guard let left = first.baseAddress, let right = second.baseAddress else { return true }
                return memcmp(left, right, first.count) == 0
            }
        }
    }

    /// Feeds the type, the shape and the first bytes of the numbers into `hasher`.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(dtype)
        hasher.combine(shape)
        withBytes { hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0.prefix(64))) }
    }
}

/// A contiguous tensor whose scalar type is known only at run time.
private protocol StoredNumbers: Sendable {
    /// Calls `body` with the bytes of the elements in row-major order, and returns the result of `body`.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result
}

extension Tensor: StoredNumbers where Scalar: FileScalar {
    fileprivate func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBuffer { body(UnsafeRawBufferPointer($0)) }
    }
}

/// A number from a file, stored in the widest type of its kind.
public enum FileNumber: Sendable, Hashable {
    /// A Boolean.
    case bool(Bool)
    /// A signed integer.
    case signed(Int64)
    /// An unsigned integer.
    case unsigned(UInt64)
    /// A floating-point number.
    case real(Double)
    /// A complex number: its real and its imaginary part.
    case complex(Double, Double)
}

/// A scalar type that files can store.
public protocol FileScalar: TensorScalar {
    /// The type of the numbers in the file.
    static var dtype: DType { get }
    /// Converts a number from a file. The result is `nil` if the number is of a kind that the type does not accept, or
    /// does not fit.
    init?(_ number: FileNumber)
}

extension UnsafeRawBufferPointer {
    private func integer<Integer: FixedWidthInteger>(_ position: Int, _: Integer.Type) -> Integer {
        Integer(littleEndian: loadUnaligned(fromByteOffset: position, as: Integer.self))
    }

    /// Returns the number at a byte position. Traps if the buffer ends before the end of the number.
    fileprivate func number(_ dtype: DType, at position: Int) -> FileNumber {
        switch dtype {
        case .bool: return .bool(self[position] != 0)
        case .uint8: return .unsigned(UInt64(self[position]))
        case .int8: return .signed(Int64(integer(position, Int8.self)))
        case .uint16: return .unsigned(UInt64(integer(position, UInt16.self)))
        case .int16: return .signed(Int64(integer(position, Int16.self)))
        case .uint32: return .unsigned(UInt64(integer(position, UInt32.self)))
        case .int32: return .signed(Int64(integer(position, Int32.self)))
        case .uint64: return .unsigned(integer(position, UInt64.self))
        case .int64: return .signed(integer(position, Int64.self))
        case .float16: return .real(Double(halfBits: integer(position, UInt16.self)))
        case .bfloat16: return .real(Double(Float(bitPattern: UInt32(integer(position, UInt16.self)) << 16)))
        case .float32: return .real(Double(Float(bitPattern: integer(position, UInt32.self))))
        case .float64: return .real(Double(bitPattern: integer(position, UInt64.self)))
        case .complex64:
            let (real, imaginary) = (integer(position, UInt32.self), integer(position + 4, UInt32.self))
            return .complex(Double(Float(bitPattern: real)), Double(Float(bitPattern: imaginary)))
        case .complex128:
            let (real, imaginary) = (integer(position, UInt64.self), integer(position + 8, UInt64.self))
            return .complex(Double(bitPattern: real), Double(bitPattern: imaginary))
        }
    }
}

extension Double {
    /// Converts the bits of an IEEE half-precision number. Swift's `Float16` is not available on every platform.
    init(halfBits: UInt16) {
        let (exponent, fraction): (Int, Double) = (Int(halfBits >> 10 & 31), Double(halfBits & 1023))
        let magnitude: Double
        switch exponent {
        case 0: magnitude = fraction * 0x1p-24
        case 31: magnitude = fraction == 0 ? .infinity : .nan
        default: magnitude = Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
        }
        self = halfBits >> 15 == 0 ? magnitude : -magnitude
    }
}
