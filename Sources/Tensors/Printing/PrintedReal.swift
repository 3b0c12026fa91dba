/// A real number that tensors print with `RealColumn`.
protocol PrintedReal: PrintedScalar {
    /// The same number as `Double`.
    var exactDouble: Double { get }
    /// The decimal text with the fewest digits that identify the number in its type. The number must be finite.
    var shortestText: String { get }
    /// A limit of absolute values. If the absolute value of an element is at least this limit, all elements of the
    /// tensor are written with an exponent.
    static var scientificLimit: Double { get }
    /// Returns whether the numbers of a tensor are written with an exponent because they are small or very different.
    /// `least` is the number with the least nonzero absolute value, `greatest` the number with the greatest absolute
    /// value. The quotient is rounded to the type `Self`, as in NumPy.
    static func needsExponent(least: Self, greatest: Self) -> Bool
}

extension PrintedReal where Self: BinaryFloatingPoint & LosslessStringConvertible {
    var exactDouble: Double { Double(self) }
    var shortestText: String { description }

    /// The power 10ⁿ, where n is the number of decimal digits of the type, but at most 10⁸.
    static var scientificLimit: Double {
        switch significandBitCount {
        case 52...: return 1e8
        case 23...: return 1e6
        default: return 1e3
        }
    }

    static func needsExponent(least: Self, greatest: Self) -> Bool {
        Swift.abs(least) < 0.0001 || Swift.abs(greatest / least) > 1000
    }
}
