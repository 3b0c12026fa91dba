public import ComplexModule
public import Tensors

extension FileNumber {
    /// The nearest `Double`, 0 or 1 for a Boolean, or `nil` for a complex number.
    fileprivate var real: Double? {
        switch self {
        case .bool(let value): return value ? 1 : 0
        case .signed(let value): return Double(value)
        case .unsigned(let value): return Double(value)
        case .real(let value): return value
        case .complex: return nil
        }
    }

    /// The real and the imaginary part. The imaginary part of a number that is not complex is 0.
    fileprivate var parts: (real: Double, imaginary: Double) {
        if case .complex(let real, let imaginary) = self { return (real, imaginary) }
        return (real ?? .nan, 0)
    }

    /// Returns the integer, or 0 or 1 for a Boolean. Returns `nil` for a number of another kind, and for an integer
    /// that does not fit.
    fileprivate func integer<Integer: FixedWidthInteger>(_: Integer.Type) -> Integer? {
        switch self {
        case .bool(let value): return value ? 1 : 0
        case .signed(let value): return Integer(exactly: value)
        case .unsigned(let value): return Integer(exactly: value)
        case .real, .complex: return nil
        }
    }
}

extension Float: FileScalar {
    /// The type of the numbers in the file.
    public static var dtype: DType { .float32 }
    /// Converts a number to the nearest `Float`. The result is `nil` for a complex number.
    public init?(_ number: FileNumber) {
        guard let value = number.real else { return nil }
        self = Float(value)
    }
}

extension Double: FileScalar {
    /// The type of the numbers in the file.
    public static var dtype: DType { .float64 }
    /// Converts a number to the nearest `Double`. The result is `nil` for a complex number.
    public init?(_ number: FileNumber) {
        guard let value = number.real else { return nil }
        self = value
    }
}

extension BFloat16: FileScalar {
    /// The type of the numbers in the file.
    public static var dtype: DType { .bfloat16 }
    /// Converts a number to the nearest `BFloat16`. The result is `nil` for a complex number.
    public init?(_ number: FileNumber) {
        guard let value = number.real else { return nil }
        self.init(value)
    }
}

// Swift has no Float16 for Intel Macs. There, such tensors can still be read as Float.
#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
extension Float16: FileScalar {
    /// The type of the numbers in the file.
    public static var dtype: DType { .float16 }
    /// Converts a number to the nearest `Float16`. The result is `nil` for a complex number.
    public init?(_ number: FileNumber) {
        guard let value = number.real else { return nil }
        self.init(value)
    }
}
#endif

extension Int: FileScalar {
    /// The type of the numbers in the file.
    public static var dtype: DType { .int64 }
    /// Converts an integer or a Boolean. The result is `nil` for a real or complex number, and for an integer that does
    /// not fit.
    public init?(_ number: FileNumber) {
        guard let value = number.integer(Int.self) else { return nil }
        self = value
    }
}

extension Int32: FileScalar {
    /// The type of the numbers in the file.
    public static var dtype: DType { .int32 }
    /// Converts an integer or a Boolean. The result is `nil` for a real or complex number, and for an integer that does
    /// not fit.
    public init?(_ number: FileNumber) {
        guard let value = number.integer(Int32.self) else { return nil }
        self = value
    }
}

extension UInt8: FileScalar {
    /// The type of the numbers in the file.
    public static var dtype: DType { .uint8 }
    /// Converts an integer or a Boolean. The result is `nil` for a real or complex number, and for an integer that does
    /// not fit.
    public init?(_ number: FileNumber) {
        guard let value = number.integer(UInt8.self) else { return nil }
        self = value
    }
}

extension Bool: FileScalar {
    /// The type of the numbers in the file.
    public static var dtype: DType { .bool }
    /// Converts a Boolean. The result is `nil` for a number of another kind.
    public init?(_ number: FileNumber) {
        guard case .bool(let value) = number else { return nil }
        self = value
    }
}

extension Complex: FileScalar where RealType: ComplexPart {
    /// The type of the numbers in the file.
    public static var dtype: DType { MemoryLayout<RealType>.size == 4 ? .complex64 : .complex128 }

    /// Converts a number to the nearest complex number.
    public init?(_ number: FileNumber) {
        let parts: (real: Double, imaginary: Double) = number.parts
        self.init(RealType(parts.real), RealType(parts.imaginary))
    }
}
