import Foundation
import Tensors

extension AnyTensor {
    /// Returns the slices of the first axis at `indices`, in the order of `indices`. Traps if the tensor has no axes or
    /// an index is outside of the first axis.
    package func rows(_ indices: ArraySlice<Int>) -> AnyTensor {
        let shape: Shape = Shape([indices.count] + shape.dropFirst())
        let width: Int = self.shape.dropFirst().reduce(dtype.byteCount, *)
        var rows = Data(count: indices.count * width)
        rows.withUnsafeMutableBytes { (target: UnsafeMutableRawBufferPointer) in
            withBytes { source in
                for (place, index) in indices.enumerated() {
                    let row = UnsafeRawBufferPointer(rebasing: source[index * width ..< (index + 1) * width])
                    UnsafeMutableRawBufferPointer(rebasing: target[place * width ..< (place + 1) * width])
                        .copyMemory(from: row)
                }
            }
        }
        return AnyTensor(dtype: dtype, shape: shape, bytes: rows)
    }
}

extension DType {
    /// The least and the greatest number of the type; for a real or complex type, numbers of this kind.
    package var extremes: [FileNumber] {
        func signed<Integer: SignedInteger & FixedWidthInteger>(_: Integer.Type) -> [FileNumber] {
            [.signed(Int64(Integer.min)), .signed(Int64(Integer.max))]
        }
        func unsigned<Integer: UnsignedInteger & FixedWidthInteger>(_: Integer.Type) -> [FileNumber] {
            [.unsigned(0), .unsigned(UInt64(Integer.max))]
        }
        switch self {
        case .bool: return [.bool(false), .bool(true)]
        case .uint8: return unsigned(UInt8.self)
        case .int8: return signed(Int8.self)
        case .uint16: return unsigned(UInt16.self)
        case .int16: return signed(Int16.self)
        case .uint32: return unsigned(UInt32.self)
        case .int32: return signed(Int32.self)
        case .uint64: return unsigned(UInt64.self)
        case .int64: return signed(Int64.self)
        case .float16, .bfloat16, .float32, .float64: return [.real(0)]
        case .complex64, .complex128: return [.complex(0, 0)]
        }
    }
}
