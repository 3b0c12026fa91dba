extension DecimalText {
    /// Returns the text of C's `%.nf`, with a point in every locale. The number is finite.
    package static func fixed(_ value: Double, digits: Int) -> String {
        let text = DecimalText(value, fractionDigits: digits)
        let fraction: String = text.fractionPart.rightPadded(to: digits, with: "0")
        return text.sign + text.integerPart + (digits > 0 ? "." : "") + fraction
    }

    /// Returns the text of C's `%.ne`, with a point in every locale. The number is finite.
    package static func scientific(_ value: Double, digits: Int) -> String {
        let text = DecimalText(value, mantissaDigits: digits)
        let fraction: String = text.mantissaFraction.rightPadded(to: digits, with: "0")
        let exponent = String(text.exponent.magnitude)
        return text.sign + text.firstDigit + (digits > 0 ? "." : "") + fraction + (text.exponent < 0 ? "e-" : "e+")
            + (exponent.utf8.count < 2 ? "0" : "") + exponent
    }

    private var sign: String { isNegative ? "-" : "" }

    /// The first digit.
    var firstDigit: String { String(decoding: digits.prefix(1), as: UTF8.self) }
}

extension String {
    /// Returns the text followed by copies of `character`, so that it has `width` characters.
    func rightPadded(to width: Int, with character: Character) -> String {
        self + String(repeating: character, count: Swift.max(0, width - utf8.count))
    }
}
