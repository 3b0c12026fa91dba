/// The type of the numbers in a file; the raw value is safetensors' name. Within a program a tensor's type is its
/// scalar type.
public enum DType: String, Sendable, Hashable, CaseIterable {
    /// A byte: 0 for false, else true.
    case bool = "BOOL"
    /// Unsigned integers of 8 bits.
    case uint8 = "U8"
    /// Signed integers of 8 bits.
    case int8 = "I8"
    /// Unsigned integers of 16 bits.
    case uint16 = "U16"
    /// Signed integers of 16 bits.
    case int16 = "I16"
    /// Unsigned integers of 32 bits.
    case uint32 = "U32"
    /// Signed integers of 32 bits.
    case int32 = "I32"
    /// Unsigned integers of 64 bits.
    case uint64 = "U64"
    /// Signed integers of 64 bits.
    case int64 = "I64"
    /// IEEE half precision: 5 exponent bits, 10 fraction bits.
    case float16 = "F16"
    /// The upper half of a `Float`: 8 exponent bits, 7 fraction bits.
    case bfloat16 = "BF16"
    /// `Float`.
    case float32 = "F32"
    /// `Double`.
    case float64 = "F64"
    /// Two `Float`s: real and imaginary part.
    case complex64 = "C64"
    /// Two `Double`s: real and imaginary part. The safetensors format does not have it.
    case complex128 = "C128"

    /// The number of bytes of one number.
    public var byteCount: Int {
        switch self {
        case .bool, .uint8, .int8: return 1
        case .uint16, .int16, .float16, .bfloat16: return 2
        case .uint32, .int32, .float32: return 4
        case .uint64, .int64, .float64, .complex64: return 8
        case .complex128: return 16
        }
    }

    /// Whether the numbers are real floating-point numbers.
    public var isFloatingPoint: Bool {
        switch self {
        case .float16, .bfloat16, .float32, .float64: return true
        default: return false
        }
    }
}
