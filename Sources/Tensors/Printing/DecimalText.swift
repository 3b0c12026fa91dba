#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The sign and the decimal digits d₁, d₂, … of a finite real number, whose absolute value is
/// `0.d₁d₂d₃… · 10^pointPosition`.
package struct DecimalText {
    let isNegative: Bool
    /// The digits as characters. The first digit is not 0, except for the number 0.
    var digits: [UInt8]
    /// The number of digits before the decimal point. This number is 0 for absolute values from 0.1 to below 1,
    /// negative for smaller absolute values except 0, and 1 for the number 0.
    var pointPosition: Int

    /// Creates the digits of a number from its text, such as `-12.5` or `1.5e-07`. The decimal point may be any
    /// character that is not a digit, a sign or `e`.
    init(parsing text: some Sequence<UInt8>) {
        var (isNegative, digits): (Bool, [UInt8]) = (false, [])
        var (point, exponent, isExponentNegative): (Int?, Int, Bool) = (nil, 0, false)
        var isInExponent = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "0") ... UInt8(ascii: "9"):
                if isInExponent { exponent = exponent * 10 + Int(byte & 15) } else { digits.append(byte) }
            case UInt8(ascii: "-"):
                if isInExponent { isExponentNegative = true } else { isNegative = true }
            case UInt8(ascii: "+"): break
            case UInt8(ascii: "e"): isInExponent = true
            default: point = point ?? digits.count
            }
        }
        let leadingZeros: Int = digits.prefix { $0 == UInt8(ascii: "0") }.count
        self.isNegative = isNegative
        pointPosition = (point ?? digits.count) + (isExponentNegative ? -exponent : exponent) - leadingZeros
        self.digits = Array(digits.dropFirst(leadingZeros))
        if self.digits.isEmpty { (self.digits, pointPosition) = ([UInt8(ascii: "0")], 1) }
    }

    /// Creates the fewest digits that identify `value` in its type. `value` must be finite.
    init(shortest value: some PrintedReal) {
        self.init(parsing: value.shortestText.utf8)
        while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    }

    /// Creates the digits of `value`, rounded to `fractionDigits` digits after the decimal point, to nearest, ties to
    /// even.
    init(_ value: Double, fractionDigits: Int) {
        self.init(parsing: Self.printed("%.*f", fractionDigits, value))
    }

    /// Creates the digits of `value`, rounded to `mantissaDigits` digits after the first digit, to nearest, ties to
    /// even.
    init(_ value: Double, mantissaDigits: Int) {
        self.init(parsing: Self.printed("%.*e", mantissaDigits, value))
    }

    private static func printed(_ format: String, _ digits: Int, _ value: Double) -> [UInt8] {
        // No Double has more than 1074 digits after the point, so more digits would be zeros.
        let count = Int32(min(digits, 1100))
        // 330 further characters are enough for the sign, the point, the exponent, and at most 309 digits before the
        // point.
        var text = [CChar](repeating: 0, count: Int(count) + 330)
        let capacity: Int = text.count
        let length: Int32 = withVaList([count, value]) { vsnprintf(&text, capacity, format, $0) }
        return text.prefix(Int(length)).map { UInt8(bitPattern: $0) }
    }

    /// The digits before the decimal point, at least one.
    var integerPart: String {
        if pointPosition <= 0 { return "0" }
        let known: ArraySlice<UInt8> = digits.prefix(pointPosition)
        return String(decoding: known, as: UTF8.self) + String(repeating: "0", count: pointPosition - known.count)
    }

    /// The digits after the decimal point, without trailing zeros.
    var fractionPart: String {
        var fraction: ArraySlice<UInt8> = digits.dropFirst(max(0, pointPosition))
        while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
        if fraction.isEmpty { return "" }
        return String(repeating: "0", count: max(0, -pointPosition)) + String(decoding: fraction, as: UTF8.self)
    }

    /// The digits after the first digit, without trailing zeros.
    var mantissaFraction: String {
        var fraction: ArraySlice<UInt8> = digits.dropFirst()
        while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
        return String(decoding: fraction, as: UTF8.self)
    }

    /// The power of ten of the first digit, as in scientific notation; 0 for the number 0.
    var exponent: Int { pointPosition - 1 }
}
