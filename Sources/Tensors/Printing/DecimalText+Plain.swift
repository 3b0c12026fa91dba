extension DecimalText {
    /// Returns the text that C prints for `value` with the format `%.nf`, where n is `digits`, but with a point in
    /// every locale. `value` must be finite.
    package static func fixed(_ value: Double, digits: Int) -> String {
        let text = DecimalText(value, fractionDigits: digits)
        let fraction: String = text.fractionPart.rightPadded(to: digits, with: "0")
        return text.sign + text.integerPart + (digits > 0 ? "." : "") + fraction
    }

    /// Returns the text that C prints for `value` with the format `%.ne`, where n is `digits`, but with a point in
    /// every locale. `value` must be finite.
    package static func scientific(_ value: Double, digits: Int) -> String {
        let text = DecimalText(value, mantissaDigits: digits)
        let fraction: String = text.mantissaFraction.rightPadded(to: digits, with: "0")
        let exponent = String(text.exponent.magnitude)
        return text.sign + text.firstDigit + (digits > 0 ? "." : "") + fraction + (text.exponent < 0 ? "e-" : "e+")
            + (exponent.utf8.count < 2 ? "0" : "") + exponent
    }

    private var sign: String { isNegative ? "-" : "" }

    /// The first digit, which is not 0 except for the number 0.
    var firstDigit: String { String(decoding: digits.prefix(1), as: UTF8.self) }
}

extension String {
    /// Returns the text followed by copies of `character`, so that the result has `width` characters. Returns the text
    /// itself if it is longer.
    func rightPadded(to width: Int, with character: Character) -> String {
        self + String(repeating: character, count: Swift.max(0, width - utf8.count))
    }
}
