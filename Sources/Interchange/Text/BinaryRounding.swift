/// Rounds decimal numbers to the nearest binary floating-point number by the Eisel–Lemire algorithm. A decimal number
/// halfway between two binary numbers is a tie, and is rounded to the binary number whose last bit is 0.
///
/// Source: D. Lemire, "Number parsing at a gigabyte per second", Software: Practice and Experience 51 (2021), and
/// N. Mushtak and D. Lemire, "Fast number parsing without fallback", 2023, which proves that 128 bits always suffice.
struct BinaryRounding {
    /// The number of bits of the fraction in memory: 52 for `Double`.
    let fractionBits: Int
    /// The exponent of the least normal number, minus 1: −1023 for `Double`.
    let leastExponent: Int
    /// The biased exponent of infinity: 2047 for `Double`.
    let infiniteExponent: Int
    /// The exponents of ten for which a decimal number can be a tie.
    let tieExponents: ClosedRange<Int>
    /// The exponents of ten for which a number can be finite and not 0. Every positive mantissa of at most 19 digits
    /// gives 0 with a smaller exponent, and infinity with a greater exponent.
    let exponents: ClosedRange<Int>

    static let double = BinaryRounding(
        fractionBits: 52, leastExponent: -1023, infiniteExponent: 0x7FF, tieExponents: -4 ... 23,
        exponents: -342 ... 308)
    static let float = BinaryRounding(
        fractionBits: 23, leastExponent: -127, infiniteExponent: 0xFF, tieExponents: -17 ... 10,
        exponents: -65 ... 38)

    /// Returns the bits of the binary number nearest to `mantissa` · 10^`exponent`, without a sign. `powers` is the
    /// table of the powers of five.
    @inline(__always)
    func bits(_ mantissa: UInt64, _ exponent: Int, _ powers: PowersOfFive) -> UInt64 {
        let infinity: UInt64 = UInt64(infiniteExponent) << UInt64(fractionBits)
        if mantissa == 0 || exponent < exponents.lowerBound { return 0 }
        if exponent > exponents.upperBound { return infinity }
        let leadingZeros: Int = mantissa.leadingZeroBitCount
        let scaled: UInt64 = mantissa << UInt64(leadingZeros)
        let (high, low) = product(scaled, powers[exponent])
        let upperBit = Int(high >> 63)
        let shift: Int = upperBit + 64 - fractionBits - 3
        var significand: UInt64 = high >> UInt64(shift)
        // This is exponent · log₂ 10, rounded down, for every exponent of the table: 217706 / 2¹⁶ is close enough to
        // log₂ 10.
        let binaryExponent: Int = (217_706 * exponent) >> 16
        var power: Int = binaryExponent + 63 + upperBit - leadingZeros - leastExponent
        if power <= 0 {
            if 1 - power >= 64 { return 0 }
            significand >>= UInt64(1 - power)
            // A tie between two subnormal numbers has more than 19 digits, so no tie occurs here.
            significand = (significand + (significand & 1)) >> 1
            // If rounding carries into bit number `fractionBits`, the result is a normal number. This bit is then the
            // biased exponent 1, which is correct.
            return significand
        }
        if low <= 1, tieExponents.contains(exponent), significand & 3 == 1, significand << UInt64(shift) == high {
            significand &= ~1
        }
        significand = (significand + (significand & 1)) >> 1
        if significand >= 2 << UInt64(fractionBits) {
            significand = 1 << UInt64(fractionBits)
            power += 1
        }
        if power >= infiniteExponent { return infinity }
        return significand & ~(1 << UInt64(fractionBits)) | UInt64(power) << UInt64(fractionBits)
    }

    /// Returns the first 128 bits of the product of `a` and the 128-bit number `b`. The method uses `b.low` only if the
    /// rounding may depend on `b.low`.
    @inline(__always)
    private func product(_ a: UInt64, _ b: (high: UInt64, low: UInt64)) -> (high: UInt64, low: UInt64) {
        var (high, low) = a.multipliedFullWidth(by: b.high)
        let mask: UInt64 = .max >> UInt64(fractionBits + 3)
        if high & mask == mask {
            let (sum, overflows) = low.addingReportingOverflow(a.multipliedFullWidth(by: b.low).high)
            low = sum
            if overflows { high &+= 1 }
        }
        return (high, low)
    }
}
