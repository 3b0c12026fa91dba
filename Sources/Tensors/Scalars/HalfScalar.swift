internal import CKernels

/// A floating-point type of 16 bits, `Float16` or `BFloat16`, that tensors store but do not compute with.
///
/// Tensors of these types have shapes, views, indexing, joining, equality, printing and files. To compute, convert them
/// to `Float` or `Double`, and convert the result back: `Tensor<Float16>(Tensor<Float>(a).exp())`.
public protocol HalfScalar: ConvertibleScalar {
    /// Creates the number nearest to `value`, ties to even.
    init(_ value: Float)
    /// Creates the number nearest to `value`, ties to even, with a single rounding.
    init(_ value: Double)
    /// The same number as `Float`.
    var _float: Float { get }
    /// The type's number in the C kernels (`synann_half_type`).
    static var _halfType: UInt32 { get }
}

extension HalfScalar {
    static var halfType: synann_half_type { synann_half_type(rawValue: _halfType) }

    /// The decimal number with the fewest digits that is rounded to this number when it is converted to the 16-bit
    /// type. This number must be finite.
    var shortestDecimal: Float {
        let value = Double(_float)
        // Five significant digits identify every number with 11 significant bits.
        for digits in 0 ..< 5 {
            // `value` may lie in the middle between two decimals. If `value` is a power of two, the decimal that is
            // nearer to 0 may be rounded to another number, because the numbers below a power of two are denser. The
            // second start value gives the decimal that is farther from 0.
            for start in [value, value < 0 ? value.nextDown : value.nextUp] {
                let text: String = DecimalText.scientific(start, digits: digits)
                if let decimal = Float(text), Self(decimal)._float == _float { return decimal }
            }
        }
        return _float
    }
}

extension BFloat16: HalfScalar {
    public var _float: Float { Float(self) }
    public static var _halfType: UInt32 { SYNANN_BFLOAT16.rawValue }
}

// Swift has no Float16 for Intel Macs.
#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
extension Float16: HalfScalar {
    public var _float: Float { Float(self) }
    public static var _halfType: UInt32 { SYNANN_FLOAT16.rawValue }
}

extension Float16: PrintedReal {
    // The property `description` of `Float16` contains all digits of a whole number, also digits that are not needed to
    // identify the number. So the text is that of `shortestDecimal`.
    var shortestText: String { shortestDecimal.description }
}
#endif

extension BFloat16: PrintedReal {
    var exactDouble: Double { Double(self) }
    var shortestText: String { description }
    /// The limit of `Float16`. BFloat16 has only two decimal digits, but 128 is easier to read than 1.28e+02.
    static var scientificLimit: Double { 1e3 }
    static func needsExponent(least: BFloat16, greatest: BFloat16) -> Bool {
        Float.needsExponent(least: Float(least), greatest: Float(greatest))
    }
}
