import Tensors

/// The characters that separate the fields of a line in a text file.
public enum TextDelimiter: Sendable, Hashable, ExpressibleByUnicodeScalarLiteral {
    /// One or more spaces and tabs. Spaces and tabs at the start and at the end of a line are ignored. Files are
    /// written with one space.
    case whitespace
    /// A single character. Two delimiters in succession enclose an empty field. Reading and writing trap if the
    /// character is not an ASCII character, or is a letter, a digit, a quotation mark, `+`, `-`, a point, a
    /// parenthesis, a line break or NUL.
    case character(Unicode.Scalar)

    /// Creates `.character(value)`.
    public init(unicodeScalarLiteral value: Unicode.Scalar) { self = .character(value) }

    /// The character as a byte; `nil` for white space. Traps if the character cannot separate numbers: see `character`.
    var byte: UInt8? {
        guard case .character(let scalar) = self else { return nil }
        let isPossible: Bool =
            scalar.isASCII && !scalar.properties.isAlphabetic
            && !"0123456789\"+-.()\r\n\0".unicodeScalars.contains(scalar)
        require(isPossible, "TextDelimiter: \(String(reflecting: String(scalar))) cannot separate numbers")
        return UInt8(scalar.value)
    }
}
