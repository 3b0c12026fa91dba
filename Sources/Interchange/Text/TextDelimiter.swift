import Tensors

/// The characters that separate the fields of a line in a text file.
public enum TextDelimiter: Sendable, Hashable, ExpressibleByUnicodeScalarLiteral {
    /// One or more spaces and tabs. Spaces at the start and at the end of a line have no meaning. Files are written with
    /// one space.
    case whitespace
    /// One character. Nothing between two delimiters is an empty field. The character must be an ASCII character other than a digit, a
    /// letter, a quotation mark, a sign, a point or a line break.
    case character(Unicode.Scalar)

    /// Creates `.character(value)`.
    public init(unicodeScalarLiteral value: Unicode.Scalar) { self = .character(value) }

    /// The character as a byte; `nil` for white space. Traps if a field of a number could contain the character.
    var byte: UInt8? {
        guard case .character(let scalar) = self else { return nil }
        let isPossible: Bool =
            scalar.isASCII && !scalar.properties.isAlphabetic
            && !"0123456789\"+-.()\r\n\0".unicodeScalars.contains(scalar)
        require(isPossible, "TextDelimiter: \(String(reflecting: String(scalar))) cannot separate numbers")
        return UInt8(scalar.value)
    }
}
