public import ComplexModule
public import Tensors

extension FileNumber {
    /// The nearest real number; a boolean is 0 or 1. Nothing where the number is complex.
    fileprivate var real: Double? {
        switch self {
        case .bool(let value): return value ? 1 : 0
        case .signed(let value): return Double(value)
        case .unsigned(let value): return Double(value)
        case .real(let value): return value
        case .complex: return nil
        }
    }

    /// The number as a complex one.
    fileprivate var parts: (real: Double, imaginary: Double) {
        if case .complex(let real, let imaginary) = self { return (real, imaginary) }
        return (real ?? .nan, 0)
    }

    /// The integer, if it is one and fits.
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
    public static var dtype: DType { .float32 }
    public init?(_ number: FileNumber) {
        guard let value = number.real else { return nil }
        self = Float(value)
    }
}

extension Double: FileScalar {
    public static var dtype: DType { .float64 }
    public init?(_ number: FileNumber) {
        guard let value = number.real else { return nil }
        self = value
    }
}

extension Int: FileScalar {
    public static var dtype: DType { .int64 }
    public init?(_ number: FileNumber) {
        guard let value = number.integer(Int.self) else { return nil }
        self = value
    }
}

extension Int32: FileScalar {
    public static var dtype: DType { .int32 }
    public init?(_ number: FileNumber) {
        guard let value = number.integer(Int32.self) else { return nil }
        self = value
    }
}

extension UInt8: FileScalar {
    public static var dtype: DType { .uint8 }
    public init?(_ number: FileNumber) {
        guard let value = number.integer(UInt8.self) else { return nil }
        self = value
    }
}

extension Bool: FileScalar {
    public static var dtype: DType { .bool }
    public init?(_ number: FileNumber) {
        guard case .bool(let value) = number else { return nil }
        self = value
    }
}

extension Complex: FileScalar where RealType: ComplexPart {
    public static var dtype: DType { MemoryLayout<RealType>.size == 4 ? .complex64 : .complex128 }

    public init?(_ number: FileNumber) {
        let parts: (real: Double, imaginary: Double) = number.parts
        self.init(RealType(parts.real), RealType(parts.imaginary))
    }
}
