import Files
import Tensors

/// The options with which `TextFile` reads a text file. The defaults are those of NumPy's `loadtxt`.
///
/// Reading traps if `skippedLines` or `maxRows` is negative, if `comment` is empty or begins with the delimiter, if the
/// delimiter cannot separate numbers (see `TextDelimiter.character`), or if `columns` are chosen by name without
/// `hasColumnNames`.
public struct TextReading: Sendable, Hashable {
    /// The fields that become columns of the tensor. Other fields may contain any text.
    public enum Columns: Sendable, Hashable {
        /// All fields.
        case all
        /// The fields at the given positions, in the given order. Positions count from 0; negative positions count from
        /// the end of the line.
        case positions([Int])
        /// The fields with the given names, in the given order. Reading traps if `hasColumnNames` is false.
        case named([String])
    }

    /// The treatment of a field that contains no number.
    public enum Missing: Sendable, Hashable {
        /// Reading throws an error.
        case error
        /// A field without a number gets the given value, for example NaN. Reading traps if the scalar type cannot
        /// represent the value.
        case filled(with: Double)
    }

    /// The characters that separate the fields of a line.
    public var delimiter: TextDelimiter
    /// The text that begins a comment; the comment ends at the end of the line. The property is `nil` if the file has
    /// no comments.
    public var comment: String?
    /// The number of lines at the start of the file that are skipped.
    public var skippedLines: Int
    /// Whether the first line that is not skipped and not blank contains the names of the columns. The line may begin
    /// with `comment`.
    public var hasColumnNames: Bool
    /// The fields that become columns of the tensor.
    public var columns: Columns
    /// The treatment of a field that contains no number.
    public var missing: Missing
    /// The texts that mean that a field contains no number, such as `NA`. The empty text stands for an empty field.
    /// Spaces and tabs around a field are ignored in the comparison.
    public var missingTexts: Set<String>
    /// The greatest number of rows to read, or `nil` to read all rows. Lines after the last row that is read are not
    /// checked.
    public var maxRows: Int?

    /// The greatest number of bytes to which a gzip file may expand: 1 GiB.
    public static let expandedLimit: Int = FileContents.streamLimit

    /// Creates options. Each parameter sets the property of the same name.
    public init(
        delimiter: TextDelimiter = .whitespace, comment: String? = "#", skippedLines: Int = 0,
        hasColumnNames: Bool = false, columns: Columns = .all, missing: Missing = .error,
        missingTexts: Set<String> = [""], maxRows: Int? = nil
    ) {
        (self.delimiter, self.comment, self.skippedLines) = (delimiter, comment, skippedLines)
        (self.hasColumnNames, self.columns) = (hasColumnNames, columns)
        (self.missing, self.missingTexts, self.maxRows) = (missing, missingTexts, maxRows)
    }

    /// The options for comma-separated values: the delimiter is a comma, the first line contains the names of the
    /// columns, and there are no comments.
    public static let csv = TextReading(delimiter: ",", comment: nil, hasColumnNames: true)

    /// Traps if a property has a value with which no file can be read.
    func verify() {
        require(skippedLines >= 0, "TextReading: skippedLines is \(skippedLines)")
        require(maxRows ?? 0 >= 0, "TextReading: maxRows is \(maxRows ?? 0)")
        require(comment != "", "TextReading: the text that begins a comment is empty; nil means no comments")
        if let first = comment?.utf8.first {
            require(first != delimiter.byte, "TextReading: a comment begins with the delimiter")
        }
        if case .named = columns {
            require(hasColumnNames, "TextReading: columns are chosen by name, but hasColumnNames is false")
        }
    }
}
