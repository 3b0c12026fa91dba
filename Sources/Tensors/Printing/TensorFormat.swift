/// How `Tensor.formatted(_:)` writes the elements of a tensor. The defaults are those of NumPy's `array2string`.
public struct TensorFormat: Sendable, Hashable {
    /// The number of digits after the decimal point of real numbers and of the parts of complex numbers.
    ///
    /// An integer literal n means `.atMost(n)`. The number of digits must not be negative.
    public enum Precision: Sendable, Hashable, ExpressibleByIntegerLiteral {
        /// The fewest digits that identify the element in its type, but at most as many as the associated value: an
        /// element with more digits is rounded. NumPy calls this mode `maxprec`.
        case atMost(Int)
        /// The digits of `atMost`, but all elements have as many digits as the element with the most digits. NumPy
        /// calls this mode `maxprec_equal`.
        case equalAtMost(Int)
        /// Exactly as many digits as the associated value. NumPy calls this mode `fixed`.
        case exactly(Int)
        /// The fewest digits that identify the number in its type, so that reading the text gives the same number.
        /// NumPy calls this mode `unique`.
        ///
        /// If the elements have an exponent, all elements have as many digits as the element with the most digits.
        case shortest

        /// Creates `.atMost(value)`.
        public init(integerLiteral value: Int) { self = .atMost(value) }
    }

    /// The character before a number that is not negative.
    public enum Sign: Sendable, Hashable {
        /// No character.
        case onlyNegative
        /// A plus sign, as in `+1.5`.
        case always
        /// A space.
        case space
    }

    /// The number of digits after the decimal point.
    public var precision: Precision
    /// Whether small numbers and numbers of very different magnitude are written without an exponent.
    ///
    /// If the property is false, all elements have an exponent if the least absolute value (of the nonzero finite
    /// elements) is below 0.0001, or if the greatest absolute value is more than 1000 times the least. All elements
    /// always have an exponent if the greatest absolute value is at least 10⁸ (`Double`), 10⁶ (`Float`) or 1000
    /// (`Float16` and `BFloat16`).
    public var suppressesScientific: Bool
    /// The greatest number of characters in a line. If a row of elements is longer, the row continues in the next line.
    public var lineWidth: Int
    /// The greatest number of elements that are all shown. The text of a tensor with more elements is a summary, which
    /// shows only the ends of long axes.
    public var threshold: Int
    /// The number of positions that a summary shows at each end of an axis, at least 1.
    public var edgeItems: Int
    /// The character before a number that is not negative.
    public var sign: Sign
    /// The characters between two elements. Trailing spaces are left out at the end of a line.
    public var separator: String

    /// Creates a format. Traps if the precision is negative or `edgeItems` is below 1.
    ///
    /// - Parameters:
    ///   - precision: The number of digits after the decimal point.
    ///   - suppressesScientific: Whether small numbers and numbers of very different magnitude have no exponent.
    ///   - lineWidth: The greatest number of characters in a line.
    ///   - threshold: The greatest number of elements that are all shown; `.max` shows every tensor whole.
    ///   - edgeItems: The number of positions that a summary shows at each end of an axis.
    ///   - sign: The character before a number that is not negative.
    ///   - separator: The characters between two elements.
    public init(
        precision: Precision = 8, suppressesScientific: Bool = false, lineWidth: Int = 75, threshold: Int = 1000,
        edgeItems: Int = 3, sign: Sign = .onlyNegative, separator: String = " "
    ) {
        (self.precision, self.suppressesScientific) = (precision, suppressesScientific)
        (self.lineWidth, self.threshold, self.edgeItems) = (lineWidth, threshold, edgeItems)
        (self.sign, self.separator) = (sign, separator)
        verify()
    }

    /// Traps if `edgeItems` is below 1, or if the number of digits in `precision` is negative.
    func verify() {
        require(edgeItems >= 1, "TensorFormat: edgeItems is \(edgeItems), but at least 1 is needed")
        require((digitLimit ?? 0) >= 0, "TensorFormat: the precision \(digitLimit ?? 0) is negative")
    }

    /// The greatest number of digits after the decimal point, or `nil` without a limit.
    var digitLimit: Int? {
        switch precision {
        case .atMost(let digits), .equalAtMost(let digits), .exactly(let digits): return digits
        case .shortest: return nil
        }
    }
}
