/// A floating-point number of 16 bits with the exponent range of `Float`: a sign, 8 exponent bits and 7 fraction bits.
///
/// The bits are the upper 16 bits of the `Float` with the same value. Tensors of this type can be stored, moved,
/// printed and written to files. To compute, convert them: `Tensor<Float>(tensor)`.
public struct BFloat16: Sendable, BitwiseCopyable {
    /// The 16 bits of the number: the sign, the exponent and the fraction.
    public var bitPattern: UInt16

    /// Creates the number with the bits `bitPattern`.
    public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

    /// Creates the number nearest to `value`, ties to even. A value that exceeds the greatest finite number by half a
    /// unit or more becomes infinite. NaN stays NaN.
    public init(_ value: Float) {
        let bits: UInt32 = value.bitPattern
        let rounded: UInt32 = (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16
        bitPattern = UInt16(truncatingIfNeeded: value.isNaN ? bits >> 16 | 0x40 : rounded)
    }

    /// Creates the number nearest to `value`, ties to even, with a single rounding. A value that exceeds the greatest
    /// finite number by half a unit or more becomes infinite. NaN stays NaN.
    public init(_ value: Double) {
        // If no `Float` equals the value, the value is rounded towards 0 and the last bit of the `Float` is set. This
        // `Float` lies on the same side of every tie as the value, so the second rounding gives the number that is
        // nearest to the value.
        var nearest = Float(value)
        if !value.isNaN, Double(nearest) != value {
            if Double(nearest).magnitude > value.magnitude {
                nearest = Float(bitPattern: nearest.bitPattern - 1)
            }
            nearest = Float(bitPattern: nearest.bitPattern | 1)
        }
        self.init(nearest)
    }

    /// Positive infinity.
    public static let infinity = BFloat16(bitPattern: 0x7F80)
    /// A quiet NaN.
    public static let nan = BFloat16(bitPattern: 0x7FC0)
    /// The greatest finite number, about 3.39 · 10³⁸.
    public static let greatestFiniteMagnitude = BFloat16(bitPattern: 0x7F7F)
    /// The least positive normal number, 2⁻¹²⁶.
    public static let leastNormalMagnitude = BFloat16(bitPattern: 0x0080)
    /// The least positive number, 2⁻¹³³.
    public static let leastNonzeroMagnitude = BFloat16(bitPattern: 0x0001)
    /// The distance from 1 to the next greater number, 2⁻⁷.
    public static let ulpOfOne = BFloat16(bitPattern: 0x3C00)

    /// Whether the number is NaN.
    public var isNaN: Bool { bitPattern & 0x7FFF > 0x7F80 }
    /// Whether the number is neither infinite nor NaN.
    public var isFinite: Bool { bitPattern & 0x7F80 != 0x7F80 }
    /// The sign, also of zero and of NaN.
    public var sign: FloatingPointSign { bitPattern >> 15 == 0 ? .plus : .minus }
}

extension BFloat16: Hashable, Comparable {
    /// Returns whether the numbers are equal. NaN is not equal to any number, nor to NaN. 0 equals −0.
    public static func == (a: BFloat16, b: BFloat16) -> Bool { Float(a) == Float(b) }
    /// Returns whether `a` is less than `b`. The result is false if `a` or `b` is NaN.
    public static func < (a: BFloat16, b: BFloat16) -> Bool { Float(a) < Float(b) }
    /// Adds the number to `hasher`. Equal numbers add the same value, also 0 and −0.
    public func hash(into hasher: inout Hasher) { hasher.combine(Float(self)) }
}

extension BFloat16: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    /// Creates the number nearest to the literal `value`.
    public init(floatLiteral value: Double) { self.init(value) }
    /// Creates the number nearest to the literal `value`.
    public init(integerLiteral value: Int) { self.init(Double(value)) }
}

extension BFloat16: CustomStringConvertible {
    /// The fewest digits that identify the number.
    public var description: String {
        guard isFinite else { return isNaN ? "nan" : sign == .minus ? "-inf" : "inf" }
        return shortestDecimal.description
    }
}

extension Float {
    /// Creates the same number as `value`. A NaN keeps its payload and becomes quiet.
    public init(_ value: BFloat16) {
        self.init(bitPattern: UInt32(value.bitPattern) << 16 | (value.isNaN ? 0x40_0000 : 0))
    }
}

extension Double {
    /// Creates the same number as `value`.
    public init(_ value: BFloat16) { self = Double(Float(value)) }
}
