public import Files

/// An error about a text file that cannot be read or written. Its description names the file, the line, the fault and
/// the remedy.
public struct TextFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A field of a file. Lines and columns are counted from 1.
    public struct Place: Sendable, Hashable {
        /// The number of the line.
        public let line: Int
        /// The number of the field in the line.
        public let column: Int

        /// Creates a place. Lines and columns are counted from 1.
        public init(line: Int, column: Int) { (self.line, self.column) = (line, column) }
    }

    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The file cannot be read or written. The string is the reason that the system reports.
        case inaccessible(String)
        /// The gzip data are damaged or expand to more than `TextReading.expandedLimit` bytes.
        case damagedArchive(String)
        /// The file has another format.
        case otherFormat(FileFormat)
        /// The file is text in UTF-16 or UTF-32.
        case wideCharacters
        /// The text of a field is not a number of the type. `text` contains at most 60 bytes of the field, and `type`
        /// describes the type, as in "a number".
        case notANumber(Place, text: String, type: String)
        /// The integer in `text` does not fit into the type with the name `type`.
        case outOfRange(Place, text: String, type: String)
        /// A field is empty or has one of the texts for missing numbers.
        case missingNumber(Place)
        /// Line number `line` has another number of fields (`found`) than the first line with fields (`expected`),
        /// which has the number `firstLine`.
        case wrongFieldCount(line: Int, expected: Int, found: Int, firstLine: Int)
        /// The quotation mark at the start of a field has no counterpart.
        case unclosedQuote(Place)
        /// Text follows the closing quotation mark of a field.
        case textAfterQuote(Place)
        /// The file has no line for the names of the columns.
        case noColumnNames
        /// No column has the name in the first value. `names` lists the names of the columns.
        case unknownColumn(String, names: [String])
        /// Several columns have the same name, which is the value.
        case ambiguousColumn(String)
        /// A row has only `fieldCount` fields, and therefore no field at `position`.
        case noColumn(position: Int, fieldCount: Int)
    }

    /// The path of the file.
    public let path: String
    /// What is wrong with the file.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    /// A sentence with the path, the fault and the remedy.
    public var description: String { "\(path): \(explanation)" }

    private var explanation: String {
        switch fault {
        case .inaccessible(let reason): return "\(reason). Check the path and its permissions."
        case .damagedArchive(let reason):
            return "the compressed data cannot be read: \(reason). Make or download the file again."
        case .otherFormat(let format): return "this is \(format.name), but a text file is needed. Name a text file."
        case .wideCharacters: return "this text is UTF-16 or UTF-32. Save it as UTF-8."
        case .notANumber(let place, let text, let type):
            return "\(words(place)): '\(text)' is not \(type). \(Self.advice)"
        case .outOfRange(let place, let text, let type):
            return "\(words(place)): '\(text)' does not fit into \(type). Read the file with a wider type."
        case .missingNumber(let place):
            return
                "\(words(place)): the number is missing. Correct the line, or set `missing` to fill such fields."
        case .wrongFieldCount(let line, let expected, let found, let firstLine):
            return
                "line \(line) has \(fields(found)), but line \(firstLine) has \(fields(expected)). Correct the line, or check the delimiter."
        case .unclosedQuote(let place):
            return "\(words(place)): a quotation mark is not closed. Add the closing quotation mark."
        case .textAfterQuote(let place):
            return "\(words(place)): text follows the closing quotation mark. Double the quotation marks in a field."
        case .noColumnNames:
            return "there is no line with the names of the columns. Add it, or set `hasColumnNames` to false."
        case .unknownColumn(let name, let names):
            let list: String = names.map { "'\($0)'" }.joined(separator: ", ")
            return "there is no column '\(name)'. Choose among \(list)."
        case .ambiguousColumn(let name):
            return "several columns have the name '\(name)'. Choose the columns by position."
        case .noColumn(let position, let fieldCount):
            return "there is no column at position \(position): the lines have \(fields(fieldCount)). Check `columns`."
        }
    }

    private static let advice =
        "Correct the field, add its text to `missingTexts`, or check the delimiter and the lines to skip."

    private func words(_ place: Place) -> String { "line \(place.line), column \(place.column)" }

    private func fields(_ count: Int) -> String { count == 1 ? "1 field" : "\(count) fields" }
}
