import Tensors

/// The options with which `Table` reads a CSV file.
///
/// The default reads files with commas, semicolons, tabs or vertical bars between the fields, numbers with a decimal
/// point, and dates such as `2001-04-19`.
public struct TableReading: Sendable, Hashable {
    /// The character between two fields of a line.
    public enum Delimiter: Sendable, Hashable, ExpressibleByUnicodeScalarLiteral {
        /// The comma, semicolon, tab or vertical bar that occurs most often in the line of the names, outside of
        /// quotation marks; a comma if none occurs. If the number of one of these characters is the same in the next
        /// line, but the number of another is not, the first one is preferred.
        case automatic
        /// A single character. Reading traps if the character is not ASCII, or is a letter, a digit, a quotation mark,
        /// `+`, `-`, a point, a line break or NUL.
        case character(Unicode.Scalar)

        /// Creates `.character(value)`.
        public init(unicodeScalarLiteral value: Unicode.Scalar) { self = .character(value) }

        /// Whether the character can separate fields: see `character`.
        public static func isPossible(_ scalar: Unicode.Scalar) -> Bool {
            scalar.isASCII && !scalar.properties.isAlphabetic
                && !"0123456789\"+-.\r\n\0".unicodeScalars.contains(scalar)
        }
    }

    /// A form of dates. The year has four digits.
    public enum DateForm: String, Sendable, Hashable, CaseIterable {
        /// Year, month and day with two digits, as in `2001-04-19`: ISO 8601.
        case yearMonthDay = "2001-04-19"
        /// Day, month and year, as in `19.04.2001`, `19/4/2001` or `19-04-2001`.
        case dayMonthYear = "19.04.2001"
        /// Month, day and year, as in `04/19/2001`, `4/19/2001` or `04-19-2001`.
        case monthDayYear = "04/19/2001"
        /// Day, English name of the month with at least three letters, and year, as in `19-Apr-2001` or
        /// `19 April 2001`.
        case dayMonthNameYear = "19-Apr-2001"
    }

    /// The character between the fields.
    public var delimiter: Delimiter
    /// Whether a comma, and not a point, stands before the decimals of a number, as in `2,5`.
    public var decimalComma: Bool
    /// The character between groups of three digits before the decimals, as in `1,234,567`; `nil` if there is none. A
    /// number may leave it out. Reading traps if the character is a letter, a digit, a sign, a quotation
    /// mark, a line break, or the character before the decimals.
    public var thousandsSeparator: Character?
    /// The texts of cells without a value. Capitals and small letters are the same, blanks around the text do not
    /// count, and the empty text stands for an empty cell.
    public var missingWords: Set<String>
    /// The types of some columns, by name. The types of all other columns are inferred: see `Table`.
    public var types: [String: ColumnType]
    /// The forms of dates that are recognized. All dates of a column have the same form. If several forms fit all dates
    /// of a column, the first one in this list is used.
    public var dates: [DateForm]

    /// The texts that stand for a missing value by default: the empty text, `NA`, `N/A`, `NaN`, `null` and the point.
    public static let defaultMissingWords: Set<String> = ["", "NA", "N/A", "NaN", "null", "."]

    /// Creates options. Each parameter sets the property of the same name.
    public init(
        delimiter: Delimiter = .automatic, decimalComma: Bool = false, thousandsSeparator: Character? = nil,
        missingWords: Set<String> = TableReading.defaultMissingWords, types: [String: ColumnType] = [:],
        dates: [DateForm] = [.yearMonthDay]
    ) {
        (self.delimiter, self.decimalComma, self.thousandsSeparator) = (delimiter, decimalComma, thousandsSeparator)
        (self.missingWords, self.types, self.dates) = (missingWords, types, dates)
    }

    /// Traps if a property has a value with which no file can be read.
    func verify() {
        if case .character(let scalar) = delimiter {
            require(
                Delimiter.isPossible(scalar),
                "TableReading: \(String(reflecting: String(scalar))) cannot separate fields")
        }
        if let separator = thousandsSeparator {
            require(
                Self.canSeparateThousands(separator, decimalComma: decimalComma),
                "TableReading: \(String(reflecting: String(separator))) cannot separate groups of digits")
        }
    }

    /// Whether the character can be `thousandsSeparator`.
    package static func canSeparateThousands(_ character: Character, decimalComma: Bool) -> Bool {
        !character.isLetter && !character.isNumber && !character.isNewline && !"+-\"".contains(character)
            && character != (decimalComma ? "," : ".")
    }
}
