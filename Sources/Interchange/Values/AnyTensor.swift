import Foundation
import Tensors

#if _endian(big)
#error("numbers in files are little-endian and are copied without conversion: this machine is big-endian")
#endif

/// A tensor whose element type is known only at run time, for example a tensor from a file.
///
/// The numbers are little-endian and in row-major order.
public struct AnyTensor: Sendable, Hashable {
    /// The type of the numbers.
    public let dtype: DType
    /// The length of each axis.
    public let shape: Shape
    /// The bytes of the numbers: `shape.elementCount · dtype.byteCount` bytes.
    public let bytes: Data

    /// Creates a tensor from its bytes. Traps if `bytes.count` is not `shape.elementCount · dtype.byteCount`.
    public init(dtype: DType, shape: Shape, bytes: Data) {
        require(
            bytes.count == shape.elementCount * dtype.byteCount,
            "AnyTensor: \(bytes.count) bytes do not fill shape \(shape) with \(dtype.rawValue) numbers")
        (self.dtype, self.shape, self.bytes) = (dtype, shape, bytes)
    }

    /// Copies the numbers of a tensor in their own type.
    public init<Scalar: FileScalar>(_ tensor: Tensor<Scalar>) {
        self.init(
            dtype: Scalar.dtype, shape: tensor.shape, bytes: tensor.withUnsafeBuffer { Data(buffer: $0) })
    }

    /// Copies the numbers of a tensor of `Float` or `Double`. Traps for another real type.
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
        if dtype == Scalar.dtype, dtype != .bool {
            let numbers = [Scalar](unsafeUninitializedCapacity: shape.elementCount) { target, count in
                count = bytes.copyBytes(to: target) / dtype.byteCount
            }
            return Tensor(numbers, shape: shape)
        }
        if let converted: Tensor<Scalar> = convertedByKernel() { return converted }
        var scalars: [Scalar] = []
        scalars.reserveCapacity(shape.elementCount)
        let isConvertible: Bool = bytes.withUnsafeBytes { source in
            for position in stride(from: 0, to: source.count, by: dtype.byteCount) {
                guard let value = Scalar(source.number(dtype, at: position)) else { return false }
                scalars.append(value)
            }
            return true
        }
        return isConvertible ? Tensor(scalars, shape: shape) : nil
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
