internal import CKernels

/// A floating-point type of 16 bits, `Float16` or `BFloat16`, that tensors store but do not compute with.
///
/// Tensors of these types have shapes, views, indexing, joining, equality, printing and files. To compute, convert them
/// to `Float` or `Double`, and convert the result back: `Tensor<Float16>(Tensor<Float>(a).exp())`.
public protocol HalfScalar: ConvertibleScalar {
    /// Creates the number nearest to a `Float`, ties to even.
    init(_ value: Float)
    /// Creates the number nearest to a `Double`, ties to even, with one rounding.
    init(_ value: Double)
    /// The same number as `Float`.
    var _float: Float { get }
    /// The type's number in the C kernels (`synann_half_type`).
    static var _halfType: UInt32 { get }
}

extension HalfScalar {
    static var halfType: synann_half_type { synann_half_type(rawValue: _halfType) }

    /// The number with the fewest decimal digits that is rounded to this number. This number is finite.
    var shortestDecimal: Float {
        let value = Double(_float)
        // Five significant digits identify every number with 11 significant bits.
        for digits in 0 ..< 5 {
            // At a power of two the nearest decimal below may be too far, and one as near above is not.
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
    // `description` has all digits of a whole number, also those that do not identify it.
    var shortestText: String { shortestDecimal.description }
}
#endif

extension BFloat16: PrintedReal {
    var exactDouble: Double { Double(self) }
    var shortestText: String { description }
    /// That of `Float16`: BFloat16 has only two decimal digits, but 128 is easier to read than 1.28e+02.
    static var scientificLimit: Double { 1e3 }
    static func needsExponent(least: BFloat16, greatest: BFloat16) -> Bool {
        Float.needsExponent(least: Float(least), greatest: Float(greatest))
    }
}
