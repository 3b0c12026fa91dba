/// An error about a table that cannot be read, or whose values cannot be used. The description says where the fault is,
/// what is wrong, and what to do.
public struct TableError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The file cannot be opened or is not text. The string is the reason.
        case unreadable(String)
        /// The file cannot be written. The string is the reason.
        case unwritable(String)
        /// The file has no lines, or only blank lines.
        case empty
        /// The table has names of columns, but no rows.
        case noRows
        /// A name or a text is not UTF-8.
        case notUTF8
        /// The quotation mark at the start of a field has no counterpart.
        case unclosedQuote
        /// Text, which is the value, follows the closing quotation mark of a field.
        case textAfterQuote(String)
        /// A row has more than 4 GiB, or a field has more than 1 GiB.
        case tooLong
        /// Two columns have the same name, which is the value.
        case duplicateName(String)
        /// A row has more or fewer fields than the file has columns. `delimiter` separates the fields.
        case wrongFieldCount(expected: Int, found: Int, delimiter: String)
        /// The table has no column with the name in the first value. `names` lists the names of the columns.
        case unknownColumn(String, names: [String])
        /// A text is not a number.
        case notANumber(String)
        /// A number, whose text is the value, exceeds the greatest `Double`.
        case tooLarge(String)
        /// A text is not a date in one of the forms in `forms`.
        case notADay(String, forms: String)
        /// The column has another type than is needed.
        case wrongType(needed: ColumnType, found: ColumnType)
        /// A value is none of the values in `expected`.
        case unexpectedValue(String, expected: [String])
        /// No row has the value in the first value. `levels` lists the values that occur.
        case unknownLevel(String, levels: [String])
        /// A value is missing where one is needed.
        case missingValue
        /// The two tables of a join have columns of different types for the same key.
        case differentKeys(ColumnType, ColumnType)
        /// The two tables of a join have several rows with the same key, whose values are the string.
        case repeatedKey(String)
        /// A fault that a program finds. The string is a sentence with the fault, and a sentence that says what to do.
        case unsuitable(String)
    }

    /// The path of the file, as the caller gave it; `nil` if the table was made in code.
    public let file: String?
    /// The number of the line with the fault, counted from 1; `nil` if the fault does not concern a line of a file.
    public let line: Int?
    /// The number of the row with the fault, counted from 1, if the table was made in code.
    public let row: Int?
    /// The name of the column with the fault; `nil` if the fault does not concern a single column.
    public let column: String?
    /// What is wrong.
    public let fault: Fault

    /// Creates an error. Each parameter sets the property of the same name.
    public init(file: String? = nil, line: Int? = nil, row: Int? = nil, column: String? = nil, fault: Fault) {
        (self.file, self.line, self.row, self.column, self.fault) = (file, line, row, column, fault)
    }

    /// A sentence with the file, the line, the column, the fault and what to do.
    public var description: String {
        let place: [String?] = [
            file, line.map { "line \($0)" }, row.map { "row \($0)" }, column.map { "column '\(Self.shown($0))'" },
        ]
        let words: String = place.compactMap(\.self).joined(separator: ", ")
        return (words.isEmpty ? "the table" : words) + ": " + explanation
    }
}
