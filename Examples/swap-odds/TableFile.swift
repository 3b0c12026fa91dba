import CSVTables
import Statistics

/// The comparisons of a CSV file. The first row of the file contains the column names; every other row contains a
/// comparison.
struct TableFile {
    static let countColumns = [
        "outcome", "exposed", "exposed_cases", "exposed_total", "control", "control_cases", "control_total",
    ]
    static let probabilityColumns = ["outcome", "exposed", "exposed_probability", "control", "control_probability"]

    /// The greatest count in a file. The sum of four such counts is at most `ContingencyTable.greatestTotal`.
    private static let greatestCount = 1_000_000_000_000_000

    let comparisons: [Comparison]

    init(path: String) throws(TableFileError) {
        let rows: CSVRows
        do { rows = try CSVRows(path: path) } catch {
            throw TableFileError(file: path, line: error.line, fault: .table(error))
        }
        try self.init(rows, file: path)
    }

    init(text: String, file: String) throws(TableFileError) {
        let rows: CSVRows
        do { rows = try CSVRows(text, file: file) } catch {
            throw TableFileError(file: file, line: error.line, fault: .table(error))
        }
        try self.init(rows, file: file)
    }

    private init(_ table: CSVRows, file: String) throws(TableFileError) {
        let columns: [String] = table.names
        guard columns == Self.countColumns || columns == Self.probabilityColumns else {
            throw TableFileError(file: file, fault: .unknownHeader(columns))
        }
        var comparisons: [Comparison] = []
        for row in table.rows {
            let record = Record(row, columns: columns, file: file)
            comparisons.append(try columns == Self.countColumns ? record.ofCounts() : record.ofProbabilities())
        }
        if comparisons.isEmpty { throw TableFileError(file: file, fault: .noRows) }
        self.comparisons = comparisons
    }

    /// A row of the file, with its fields by column name.
    private struct Record {
        let file: String
        let line: Int
        let fields: [String: String]

        init(_ row: CSVRows.Row, columns: [String], file: String) {
            self.file = file
            line = row.line
            fields = Dictionary(uniqueKeysWithValues: zip(columns, row.fields))
        }

        func ofCounts() throws(TableFileError) -> Comparison {
            let exposed: (cases: Int, total: Int) = try count("exposed")
            let control: (cases: Int, total: Int) = try count("control")
            let table = ContingencyTable(
                exposedCases: exposed.cases, of: exposed.total, controlCases: control.cases, of: control.total)
            return comparison(.counts(table))
        }

        func ofProbabilities() throws(TableFileError) -> Comparison {
            let exposed: Double = try probability("exposed_probability")
            return comparison(.probabilities(exposed: exposed, control: try probability("control_probability")))
        }

        private func comparison(_ figures: Comparison.Figures) -> Comparison {
            Comparison(
                outcome: text("outcome"), exposed: text("exposed"), control: text("control"), figures: figures)
        }

        private func text(_ column: String) -> String { fields[column] ?? "" }

        private func count(_ group: String) throws(TableFileError) -> (cases: Int, total: Int) {
            let (cases, total) = (try whole(group + "_cases"), try whole(group + "_total"))
            guard cases <= total else { throw error(.moreCasesThanTotal(cases: cases, total: total), group + "_cases") }
            return (cases, total)
        }

        private func whole(_ column: String) throws(TableFileError) -> Int {
            guard let value = Int(text(column)), value >= 0 && value <= TableFile.greatestCount else {
                throw error(.notACount(text(column)), column)
            }
            return value
        }

        private func probability(_ column: String) throws(TableFileError) -> Double {
            guard let value = Double(text(column)), value >= 0 && value <= 1 else {
                throw error(.notAProbability(text(column)), column)
            }
            return value
        }

        private func error(_ fault: TableFileError.Fault, _ column: String) -> TableFileError {
            TableFileError(file: file, line: line, field: column, fault: fault)
        }
    }
}
