/// The type of the numbers in a file. The raw value is the name of the type in safetensors files.
public enum DType: String, Sendable, Hashable, CaseIterable {
    /// Booleans, one byte each: 0 is false, any other byte is true.
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
    /// IEEE half-precision numbers, with 5 exponent bits and 10 fraction bits.
    case float16 = "F16"
    /// The upper halves of `Float` numbers, with 8 exponent bits and 7 fraction bits.
    case bfloat16 = "BF16"
    /// `Float` numbers.
    case float32 = "F32"
    /// `Double` numbers.
    case float64 = "F64"
    /// Complex numbers whose real and imaginary parts are `Float`.
    case complex64 = "C64"
    /// Complex numbers whose real and imaginary parts are `Double`. The safetensors format does not have this type.
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
