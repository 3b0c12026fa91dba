import CSVTables
import Foundation

/// A CSV table in which every field is a finite number.
struct NumberTable {
    let file: String
    let names: [String]
    /// The numbers of each column, with a number for each row. There is at least one row.
    let columns: [[Double]]

    var rowCount: Int { columns.first?.count ?? 0 }

    init(_ table: CSVRows, file: String) throws(RegressionError) {
        guard !table.rows.isEmpty else { throw .noRows(file: file) }
        var columns = [[Double]](repeating: [], count: table.names.count)
        for row in table.rows {
            for (index, field) in row.fields.enumerated() {
                let text: String = field.trimmingCharacters(in: .whitespaces)
                let name: String = table.names[index]
                guard let value = Double(text), !value.isNaN else {
                    throw .notANumber(file: file, line: row.line, column: name, text: field)
                }
                guard value.isFinite else {
                    // Distinguishes a number that overflows, such as "1e999", from a text such as "inf", which is not a
                    // number.
                    if text.contains(where: \.isNumber) {
                        throw .tooLarge(file: file, line: row.line, column: name, text: text)
                    }
                    throw .notANumber(file: file, line: row.line, column: name, text: field)
                }
                columns[index].append(value)
            }
        }
        (self.file, names, self.columns) = (file, table.names, columns)
    }
}
