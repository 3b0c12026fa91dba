/// A real number with a decimal text.
protocol PrintedReal: PrintedScalar {
    /// The same number as `Double`.
    var exactDouble: Double { get }
    /// The shortest decimal text that identifies the number in its type. The number is finite.
    var shortestText: String { get }
    /// The least absolute value that makes the whole tensor scientific.
    static var scientificLimit: Double { get }
    /// Returns whether numbers are written with an exponent. `least` has the least nonzero absolute value, `greatest` the
    /// greatest one. The arithmetic is that of the type, as in NumPy.
    static func needsExponent(least: Self, greatest: Self) -> Bool
}

extension PrintedReal where Self: BinaryFloatingPoint & LosslessStringConvertible {
    var exactDouble: Double { Double(self) }
    var shortestText: String { description }

    /// 10 to the number of decimal digits that the type holds, at most 10⁸.
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
