import Statistics
import Tensors

/// The comparisons of a table: every row contains a comparison. The columns are in any order, and other columns are
/// ignored.
struct TableFile {
    static let countColumns = [
        "outcome", "exposed", "exposed_cases", "exposed_total", "control", "control_cases", "control_total",
    ]
    static let probabilityColumns = ["outcome", "exposed", "exposed_probability", "control", "control_probability"]

    /// The greatest count in a file. The sum of four such counts is at most `ContingencyTable.greatestTotal`.
    private static let greatestCount = 1e15

    let comparisons: [Comparison]

    /// Reads the comparisons of a table. The table has the columns `countColumns` or `probabilityColumns`; if it has
    /// all of them, the counts are used.
    ///
    /// - Throws: `TableError` if the table has neither, has no rows, or if a field is not a count or a probability.
    init(_ table: Table) throws(TableError) {
        let isCounts: Bool = Self.countColumns.allSatisfy { table.hasColumn(named: $0) }
        guard isCounts || Self.probabilityColumns.allSatisfy({ table.hasColumn(named: $0) }) else {
            throw table.error(
                .unsuitable(
                    "the column names are \(table.names.joined(separator: ", ")). Name the columns "
                        + Self.countColumns.joined(separator: ",") + ", or, for probabilities, "
                        + Self.probabilityColumns.joined(separator: ",")
                        + ". If each row is a person, name the columns with --outcome and --exposure."))
        }
        if table.rowCount == 0 { throw table.error(.noRows) }
        var comparisons: [Comparison] = []
        for row in 0 ..< table.rowCount {
            let figures: Comparison.Figures = try isCounts ? Self.counts(table, row) : Self.probabilities(table, row)
            func text(_ name: String) -> String { table[name].text(row) ?? "" }
            comparisons.append(
                Comparison(
                    outcome: text("outcome"), exposed: text("exposed"), control: text("control"), figures: figures))
        }
        self.comparisons = comparisons
    }

    private static func counts(_ table: Table, _ row: Int) throws(TableError) -> Comparison.Figures {
        func group(_ name: String) throws(TableError) -> (cases: Int, total: Int) {
            let column: Column = table[name + "_cases"]
            let cases: Int = try count(column, row)
            let total: Int = try count(table[name + "_total"], row)
            guard cases <= total else {
                throw column.error(
                    .unsuitable(
                        "\(cases) cases are more than the total of \(total). Write the total of cases and noncases."),
                    row: row)
            }
            return (cases, total)
        }
        let (exposed, control) = (try group("exposed"), try group("control"))
        return .counts(
            ContingencyTable(
                exposedCases: exposed.cases, of: exposed.total, controlCases: control.cases, of: control.total))
    }

    private static func probabilities(_ table: Table, _ row: Int) throws(TableError) -> Comparison.Figures {
        let exposed: Double = try probability(table["exposed_probability"], row)
        return .probabilities(exposed: exposed, control: try probability(table["control_probability"], row))
    }

    private static func count(_ column: Column, _ row: Int) throws(TableError) -> Int {
        guard let value = number(column, row), value >= 0, value <= greatestCount, let count = Int(exactly: value)
        else {
            throw column.error(
                .unsuitable(
                    "'\(column.text(row) ?? "")' is not a count. Write a whole number from 0 to 10^15, or name the "
                        + "character between its digits with --thousands-separator."), row: row)
        }
        return count
    }

    private static func probability(_ column: Column, _ row: Int) throws(TableError) -> Double {
        guard let value = number(column, row), value >= 0 && value <= 1 else {
            throw column.error(
                .unsuitable(
                    "'\(column.text(row) ?? "")' is not a probability. Write a number from 0 to 1, with a decimal "
                        + "point."), row: row)
        }
        return value
    }

    /// Returns the number in a row. If another row of the column has a text that is not a number, the column has
    /// categories, and the number is read from the text.
    private static func number(_ column: Column, _ row: Int) -> Double? {
        guard case .categories = column.values else {
            return (try? column.numbers)?[row].scalar
        }
        return column.text(row).flatMap { Double($0) }
    }
}
