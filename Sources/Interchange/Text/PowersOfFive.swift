/// The first 128 bits of the powers of five from 5⁻³⁴² to 5³⁰⁸: the table of the Eisel–Lemire algorithm.
///
/// Each power is multiplied by a power of two so that the first of the 128 bits is 1, and truncated after the last bit.
/// For the exponents from −27 to −1, 1 is then added to the last bit.
///
/// Source: D. Lemire, "Number parsing at a gigabyte per second", 2021, section 5.
struct PowersOfFive: @unchecked Sendable {
    static let exponents: ClosedRange<Int> = -342 ... 308

    /// The high and the low 64 bits of each power. The memory is never released.
    private let words: UnsafePointer<UInt64>

    static let shared = PowersOfFive()

    private init() {
        let table = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * Self.exponents.count)
        var power: [UInt64] = [1]
        for exponent in 0 ... 342 {
            if exponent <= 308 {
                let (high, low): (UInt64, UInt64) = Self.leadingBits(power)
                let place: Int = 2 * (exponent - Self.exponents.lowerBound)
                (table[place], table[place + 1]) = (high, low)
            }
            if exponent > 0 {
                var (high, low): (UInt64, UInt64) = Self.reciprocal(power)
                if exponent <= 27 {
                    let (sum, overflows) = low.addingReportingOverflow(1)
                    low = sum
                    if overflows { high &+= 1 }
                }
                let place: Int = 2 * (-exponent - Self.exponents.lowerBound)
                (table[place], table[place + 1]) = (high, low)
            }
            Self.multiplyByFive(&power)
        }
        words = UnsafePointer(table)
    }

    /// The high and the low 64 bits of 5^`exponent`. The exponent must be in `exponents`; with another exponent, the
    /// subscript reads outside of the table.
    @inline(__always)
    subscript(exponent: Int) -> (high: UInt64, low: UInt64) {
        let place: Int = 2 * (exponent &+ 342)
        return (words[place], words[place + 1])
    }

    private static func multiplyByFive(_ number: inout [UInt64]) {
        var carry: UInt64 = 0
        for index in number.indices {
            let (high, low) = number[index].multipliedFullWidth(by: 5)
            let (sum, overflows) = low.addingReportingOverflow(carry)
            number[index] = sum
            carry = high + (overflows ? 1 : 0)
        }
        if carry > 0 { number.append(carry) }
    }

    /// Returns the first 128 bits of a number, truncated. The array contains 64-bit words, the least significant word
    /// first.
    private static func leadingBits(_ number: [UInt64]) -> (UInt64, UInt64) {
        func word(_ back: Int) -> UInt64 { back < number.count ? number[number.count - 1 - back] : 0 }
        let shift: Int = word(0).leadingZeroBitCount
        if shift == 0 { return (word(0), word(1)) }
        return (
            word(0) << UInt64(shift) | word(1) >> UInt64(64 - shift),
            word(1) << UInt64(shift) | word(2) >> UInt64(64 - shift)
        )
    }

    /// Returns the first 128 bits of 1 / `number`, truncated, by long division in base 2. The array contains 64-bit
    /// words, the least significant word first; the number must exceed 1.
    private static func reciprocal(_ number: [UInt64]) -> (UInt64, UInt64) {
        // The remainder starts with the greatest power of two below the number. Twice this power exceeds the number, so
        // the first bit of the quotient is 1.
        var remainder = [UInt64](repeating: 0, count: number.count + 1)
        let top: UInt64 = number[number.count - 1]
        remainder[number.count - 1] = 1 << UInt64(63 - top.leadingZeroBitCount)
        var (high, low): (UInt64, UInt64) = (0, 0)
        for _ in 0 ..< 128 {
            var carry: UInt64 = 0
            for index in remainder.indices {
                let next: UInt64 = remainder[index] >> 63
                remainder[index] = remainder[index] << 1 | carry
                carry = next
            }
            let bit: Bool = !isLess(remainder, number)
            if bit { subtract(number, from: &remainder) }
            high = high << 1 | low >> 63
            low = low << 1 | (bit ? 1 : 0)
        }
        return (high, low)
    }

    private static func isLess(_ a: [UInt64], _ b: [UInt64]) -> Bool {
        for index in a.indices.reversed() {
            let other: UInt64 = index < b.count ? b[index] : 0
            if a[index] != other { return a[index] < other }
        }
        return false
    }

    private static func subtract(_ b: [UInt64], from a: inout [UInt64]) {
        var borrow = false
        for index in a.indices {
            let (first, underflows) = a[index].subtractingReportingOverflow(index < b.count ? b[index] : 0)
            let (second, borrows) = first.subtractingReportingOverflow(borrow ? 1 : 0)
            a[index] = second
            borrow = underflows || borrows
        }
    }
}
