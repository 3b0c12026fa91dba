import Tensors

/// The options with which `TextFile` writes a text file. Writing traps under the conditions of `TextFile.encoded`.
public struct TextWriting: Sendable, Hashable {
    /// The digits of real numbers and of the parts of complex numbers. Integers always have all their digits.
    public enum Digits: Sendable, Hashable {
        /// The fewest digits that identify the number in its type: a reader gets the same number.
        case shortest
        /// The given number of digits after the point, without an exponent, as C's `%.nf` with this number n.
        case fixed(Int)
        /// The given number of digits after the point, with an exponent, as C's `%.ne` with this number n.
        case scientific(Int)
    }

    /// The characters that separate the fields of a line. `.whitespace` is written as one space.
    public var delimiter: TextDelimiter
    /// The digits of real numbers.
    public var digits: Digits
    /// The lines of text before the numbers. `comment` and a space precede each line, unless `comment` is empty.
    public var header: [String]
    /// The text that begins a comment.
    public var comment: String
    /// Whether lines end with `\r\n`, as RFC 4180 requires for comma-separated values, and not with `\n`.
    public var usesCRLF: Bool

    /// Creates options. Each parameter sets the property of the same name.
    public init(
        delimiter: TextDelimiter = .whitespace, digits: Digits = .shortest, header: [String] = [],
        comment: String = "#", usesCRLF: Bool = false
    ) {
        (self.delimiter, self.digits, self.header) = (delimiter, digits, header)
        (self.comment, self.usesCRLF) = (comment, usesCRLF)
    }

    /// The options for comma-separated values.
    public static let csv = TextWriting(delimiter: ",")

    /// Traps if a property has a value with which no file can be written.
    func verify() {
        if case .fixed(let count) = digits { require(count >= 0, "TextWriting: \(count) digits after the point") }
        if case .scientific(let count) = digits { require(count >= 0, "TextWriting: \(count) digits after the point") }
        let hasBreak: Bool = (header + [comment]).contains { $0.contains(where: \.isNewline) }
        require(!hasBreak, "TextWriting: a line of the header contains a line break; give each line by itself")
    }
}
