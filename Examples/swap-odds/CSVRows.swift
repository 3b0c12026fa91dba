import SwiftCSV

/// The rows of a CSV text, each with the line on which it begins, the first being the names of the columns.
///
/// SwiftCSV splits the text; what it does not report is added here: lines, and a quote that is never closed.
struct CSVRows {
    struct Row {
        let line: Int
        let fields: [String]
    }

    let rows: [Row]

    init(_ text: String, file: String) throws(TableFileError) {
        let collector = Collector()
        do {
            // The parser works through the callback alone: SwiftCSV's own views fill up rows that are too short.
            let csv = try CSV<NoView>(string: text, delimiter: .comma, loadColumns: false)
            try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { collector.append($0) }
        } catch CSVParseError.quotation(let message) {
            throw TableFileError(file: file, line: collector.line, fault: .malformed(message))
        } catch {
            throw TableFileError(file: file, line: collector.line, fault: .malformed("\(error)"))
        }
        // In CSV quotes come in pairs, around a field or within it.
        if !text.count(where: { $0 == "\"" }).isMultiple(of: 2) {
            throw TableFileError(
                file: file, line: collector.rows.last?.line, fault: .malformed("a quote is not closed"))
        }
        rows = collector.rows.filter { $0.fields != [""] }
    }

    private final class Collector {
        private(set) var rows: [Row] = []
        private(set) var line = 1

        func append(_ fields: [String]) {
            rows.append(Row(line: line, fields: fields))
            line += 1 + fields.reduce(0) { $0 + $1.count(where: \.isNewline) }
        }
    }

    /// A view of a CSV file that holds nothing.
    private struct NoView: CSVView {
        var rows: [[String]] { [] }
        var columns: Never? { nil }

        init(header: [String], text: String, delimiter: CSVDelimiter, loadColumns: Bool, rowLimit: Int?) {}

        func serialize(header: [String], delimiter: CSVDelimiter) -> String { "" }
    }
}
