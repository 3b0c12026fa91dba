import Foundation
import Tensors

#if _endian(big)
#error("numbers in files are little-endian and are copied as they are: this machine would turn them round")
#endif

/// A tensor as it lies in a file: numbers of a type that is known only when the file is read, little-endian, row-major.
public struct AnyTensor: Sendable, Hashable {
    /// The type of the numbers.
    public let dtype: DType
    /// The length of each axis.
    public let shape: Shape
    /// `shape.elementCount · dtype.byteCount` bytes.
    public let bytes: Data

    /// Traps where there are not as many bytes as type and shape say.
    public init(dtype: DType, shape: Shape, bytes: Data) {
        precondition(
            bytes.count == shape.elementCount * dtype.byteCount,
            "AnyTensor: \(bytes.count) bytes are not \(shape) numbers of \(dtype.byteCount)")
        (self.dtype, self.shape, self.bytes) = (dtype, shape, bytes)
    }

    /// A tensor's numbers, in the type that they have.
    public init<Scalar: FileScalar>(_ tensor: Tensor<Scalar>) {
        self.init(
            dtype: Scalar.dtype, shape: tensor.shape, bytes: tensor.withUnsafeBuffer { Data(buffer: $0) })
    }

    /// The same of a real type that is known only as one.
    package init<Scalar: RealScalar>(real tensor: Tensor<Scalar>) {
        switch tensor {
        case let tensor as Tensor<Float>: self.init(tensor)
        case let tensor as Tensor<Double>: self.init(tensor)
        default: preconditionFailure("AnyTensor: files have no type for \(Scalar.self)")
        }
    }

    /// The numbers as a tensor, converted: to a real type rounded to nearest; to an integer type only from integers
    /// (and booleans) that fit; to `Bool` from booleans alone. Nothing where the numbers cannot be converted.
    public func tensor<Scalar: FileScalar>(as type: Scalar.Type = Scalar.self) -> Tensor<Scalar>? {
        if dtype == Scalar.dtype, dtype != .bool {
            let numbers = [Scalar](unsafeUninitializedCapacity: shape.elementCount) { target, count in
                count = bytes.copyBytes(to: target) / dtype.byteCount
            }
            return Tensor(numbers, shape: shape)
        }
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

/// A number from a file, before it is known what is to become of it.
public enum FileNumber: Sendable, Hashable {
    case bool(Bool)
    case signed(Int64)
    case unsigned(UInt64)
    case real(Double)
    case complex(Double, Double)
}

/// A scalar that files have a type for.
public protocol FileScalar: TensorScalar {
    /// The type in which it is written.
    static var dtype: DType { get }
    /// The number as this type; nothing where it is of another kind or does not fit.
    init?(_ number: FileNumber)
}

extension UnsafeRawBufferPointer {
    private func integer<Integer: FixedWidthInteger>(_ position: Int, _: Integer.Type) -> Integer {
        Integer(littleEndian: loadUnaligned(fromByteOffset: position, as: Integer.self))
    }

    /// The number at a position that lies wholly inside.
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
    /// The value of the bits of an IEEE half: Swift's own `Float16` is not there on every platform.
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
