import Files
import SwiftCSV

/// A CSV table: the names of the columns, and rows with one field for each column.
///
/// SwiftCSV splits the text. This type adds the line numbers, and the errors that SwiftCSV does not report: an unclosed
/// quote, a row with a wrong number of fields, a missing column name, and a duplicate column name.
public struct CSVRows: Sendable {
    /// A row of the table, with the number of its line.
    public struct Row: Sendable {
        /// The number of the line on which the row begins, counted from 1.
        public let line: Int
        /// The fields in the order of the columns.
        public let fields: [String]
    }

    /// The names of the columns, from the first line that is not empty.
    public let names: [String]
    /// The rows after the column names, without empty lines. The array is empty if the file contains only column names.
    public let rows: [Row]

    /// Reads a table from a file, a pipe or `/dev/stdin`.
    ///
    /// - Throws: `CSVError` if the file cannot be read, is not text or is empty, if quotes are malformed, if a column
    ///   name is missing or occurs twice, or if a row has a wrong number of fields.
    public init(path: String) throws(CSVError) {
        let text: String
        do { text = try FileContents.text(of: path) } catch {
            throw CSVError(file: path, fault: .unreadable(error.reason))
        }
        try self.init(text, file: path)
    }

    /// Reads a table from a text. The errors contain `file` as the origin of the text.
    ///
    /// - Throws: `CSVError` if the text is empty, if quotes are malformed, if a column name is missing or occurs twice,
    ///   or if a row has a wrong number of fields.
    public init(_ text: String, file: String) throws(CSVError) {
        let rows: [Row] = try Self.split(text, file).filter { $0.fields != [""] }
        guard let header = rows.first else { throw CSVError(file: file, fault: .empty) }
        var seen: Set<String> = []
        for (index, name) in header.fields.enumerated() {
            if name.allSatisfy(\.isWhitespace) {
                throw CSVError(file: file, line: header.line, fault: .namelessColumn(index + 1))
            }
            if !seen.insert(name).inserted {
                throw CSVError(file: file, line: header.line, fault: .duplicateName(name))
            }
        }
        for row in rows.dropFirst() where row.fields.count != header.fields.count {
            throw CSVError(
                file: file, line: row.line,
                fault: .wrongFieldCount(expected: header.fields.count, found: row.fields.count))
        }
        (names, self.rows) = (header.fields, Array(rows.dropFirst()))
    }

    private static func split(_ text: String, _ file: String) throws(CSVError) -> [Row] {
        let collector = Collector()
        do {
            // Collects the rows in the callback, because SwiftCSV's views pad short rows and cut long rows. SwiftCSV
            // loses an empty field at the end of a text without a final newline, so the function appends a newline.
            let ended: String = text.last?.isNewline ?? true ? text : text + "\n"
            let csv = try CSV<NoView>(string: ended, delimiter: .comma, loadColumns: false)
            try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { collector.append($0) }
        } catch CSVParseError.quotation(let message) {
            throw CSVError(file: file, line: collector.line, fault: .malformed(message))
        } catch {
            throw CSVError(file: file, line: collector.line, fault: .malformed("it cannot be split into fields"))
        }
        // Throws if a quote is not closed: in CSV, quotes come in pairs, around a field or doubled within a field.
        if !text.count(where: { $0 == "\"" }).isMultiple(of: 2) {
            throw CSVError(file: file, line: collector.rows.last?.line, fault: .malformed("a quote is not closed"))
        }
        return collector.rows
    }

    private final class Collector {
        private(set) var rows: [Row] = []
        private(set) var line = 1

        func append(_ fields: [String]) {
            rows.append(Row(line: line, fields: fields))
            line += 1 + fields.reduce(0) { $0 + $1.count(where: \.isNewline) }
        }
    }

    /// An empty view: SwiftCSV requires the type of a view.
    private struct NoView: CSVView {
        var rows: [[String]] { [] }
        var columns: Never? { nil }

        init(header: [String], text: String, delimiter: CSVDelimiter, loadColumns: Bool, rowLimit: Int?) {}

        func serialize(header: [String], delimiter: CSVDelimiter) -> String { "" }
    }
}
