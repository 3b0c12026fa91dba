/// The common format of real numbers: the number of digits, the widths before and after the point, and whether the
/// numbers have an exponent.
///
/// Source: `FloatingFormat` in NumPy's `_core/arrayprint.py`.
struct RealColumn<Real: PrintedReal> {
    private let sign: TensorFormat.Sign
    /// Whether the digits are the digits of the exact value, instead of the fewest digits that identify the number.
    private let isExact: Bool
    private let isScientific: Bool
    /// The greatest number of digits after the point, or `nil` without a limit.
    private var limit: Int?
    /// The least number of digits after the point, the same for all numbers.
    private var minimum = 0
    /// The number of characters before the point.
    private var leftWidth = 0
    /// The number of characters after the point.
    private var rightWidth = 0
    /// The number of digits of the exponent.
    private var exponentWidth = 0

    /// Creates the common format of `values`.
    ///
    /// - Parameters:
    ///   - values: The numbers that share the format.
    ///   - format: The options.
    ///   - sign: The character before numbers that are not negative. This argument replaces `format.sign`.
    init(_ values: [Real], _ format: TensorFormat, sign: TensorFormat.Sign) {
        self.sign = sign
        limit = format.digitLimit
        if case .exactly = format.precision { isExact = true } else { isExact = false }
        let finite: [Real] = values.filter { $0.exactDouble.isFinite }
        isScientific = Self.needsExponent(finite, format.suppressesScientific)
        if isScientific { fitScientific(finite) } else if !finite.isEmpty { fitPositional(finite, format.precision) }
        if sign == .space, !finite.contains(where: { $0.exactDouble.sign == .minus }) { leftWidth += 1 }
        if finite.count < values.count { fitNonFinite(values) }
    }

    private static func needsExponent(_ finite: [Real], _ suppresses: Bool) -> Bool {
        let nonzero: [Real] = finite.filter { $0.exactDouble != 0 }
        guard let least = nonzero.min(by: { $0.exactDouble.magnitude < $1.exactDouble.magnitude }),
            let greatest = nonzero.max(by: { $0.exactDouble.magnitude < $1.exactDouble.magnitude })
        else { return false }
        if greatest.exactDouble.magnitude >= Real.scientificLimit { return true }
        return !suppresses && Real.needsExponent(least: least, greatest: greatest)
    }

    private mutating func fitScientific(_ finite: [Real]) {
        var digits = 0
        for value in finite {
            let text: DecimalText = scientific(value)
            leftWidth = max(leftWidth, prefix(text.isNegative).utf8.count + 1)
            digits = max(digits, text.mantissaFraction.utf8.count)
            exponentWidth = max(exponentWidth, Self.digits(ofExponent: text.exponent, width: 2).utf8.count)
        }
        if isExact { digits = limit ?? digits }
        (limit, minimum) = (digits, digits)
        rightWidth = digits + exponentWidth + 2
    }

    private mutating func fitPositional(_ finite: [Real], _ precision: TensorFormat.Precision) {
        for value in finite {
            let text: DecimalText = positional(value)
            leftWidth = max(leftWidth, (prefix(text.isNegative) + text.integerPart).utf8.count)
            rightWidth = max(rightWidth, text.fractionPart.utf8.count)
        }
        if isExact { rightWidth = limit ?? rightWidth }
        switch precision {
        case .exactly, .equalAtMost: (limit, minimum) = (rightWidth, rightWidth)
        case .atMost, .shortest: break
        }
    }

    private mutating func fitNonFinite(_ values: [Real]) {
        let isSigned: Bool = sign != .onlyNegative || values.contains { $0.exactDouble == -.infinity }
        leftWidth = max(leftWidth, (isSigned ? 4 : 3) - rightWidth - 1, 3 - rightWidth - 1)
    }

    /// Returns the text of `value`, padded to the width of the column.
    func text(of value: Real) -> String {
        let number: Double = value.exactDouble
        guard number.isFinite else {
            let plus: String = sign == .always ? "+" : ""
            let word: String = number.isNaN ? plus + "nan" : (number < 0 ? "-" : plus) + "inf"
            return word.leftPadded(to: leftWidth + 1 + rightWidth)
        }
        if isScientific {
            let text: DecimalText = scientific(value)
            let lead: String = (prefix(text.isNegative) + text.firstDigit).leftPadded(to: leftWidth)
            let fraction: String = text.mantissaFraction.rightPadded(to: minimum, with: "0")
            return lead + "." + fraction + "e" + (text.exponent < 0 ? "-" : "+")
                + Self.digits(ofExponent: text.exponent, width: exponentWidth)
        }
        let text: DecimalText = positional(value)
        let fraction: String = text.fractionPart.rightPadded(to: minimum, with: "0")
        return (prefix(text.isNegative) + text.integerPart).leftPadded(to: leftWidth) + "."
            + fraction.rightPadded(to: rightWidth, with: " ")
    }

    private func prefix(_ isNegative: Bool) -> String { isNegative ? "-" : sign == .always ? "+" : "" }

    private static func digits(ofExponent exponent: Int, width: Int) -> String {
        let text = String(exponent.magnitude)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    /// Returns the digits of `value` for a text without an exponent.
    ///
    /// If the shortest text has fewer than `minimum` or more than `limit` digits after the point, or if `isExact` is
    /// true, the exact value is rounded to `limit` digits, but to no fewer than `minimum` digits. Appending zeros to
    /// the shortest text instead would show digits that the exact value does not have.
    private func positional(_ value: Real) -> DecimalText {
        if !isExact {
            let shortest = DecimalText(shortest: value)
            let count: Int = shortest.fractionPart.utf8.count
            if count <= limit ?? .max, count >= minimum { return shortest }
        }
        return DecimalText(value.exactDouble, fractionDigits: max(minimum, limit ?? 0))
    }

    /// Returns the digits of `value` for a text with an exponent. If the shortest text has fewer than `minimum` or more
    /// than `limit` digits after the first digit, or if `isExact` is true, the exact value is rounded to `limit` digits
    /// after the first digit, but to no fewer than `minimum` digits.
    private func scientific(_ value: Real) -> DecimalText {
        if !isExact {
            let shortest = DecimalText(shortest: value)
            let count: Int = shortest.mantissaFraction.utf8.count
            if count <= limit ?? .max, count >= minimum { return shortest }
        }
        return DecimalText(value.exactDouble, mantissaDigits: max(minimum, limit ?? 0))
    }
}
