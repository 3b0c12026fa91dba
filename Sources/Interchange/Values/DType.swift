/// The type of the numbers in a file. It lives at this boundary only: in the program a tensor's type is its scalar.
public enum DType: String, Sendable, Hashable, CaseIterable {
    case bool = "BOOL"
    case uint8 = "U8"
    case int8 = "I8"
    case uint16 = "U16"
    case int16 = "I16"
    case uint32 = "U32"
    case int32 = "I32"
    case uint64 = "U64"
    case int64 = "I64"
    /// IEEE half precision: 5 bits of exponent, 10 of fraction.
    case float16 = "F16"
    /// The upper half of a `Float`: 8 bits of exponent, 7 of fraction.
    case bfloat16 = "BF16"
    case float32 = "F32"
    case float64 = "F64"
    /// Two `Float`s: real and imaginary part.
    case complex64 = "C64"
    /// Two `Double`s. safetensors files do not have it.
    case complex128 = "C128"

    /// Bytes of one number.
    public var byteCount: Int {
        switch self {
        case .bool, .uint8, .int8: return 1
        case .uint16, .int16, .float16, .bfloat16: return 2
        case .uint32, .int32, .float32: return 4
        case .uint64, .int64, .float64, .complex64: return 8
        case .complex128: return 16
        }
    }

    /// Whether the numbers are real ones.
    public var isFloatingPoint: Bool {
        switch self {
        case .float16, .bfloat16, .float32, .float64: return true
        default: return false
        }
    }
}
