/// A table of text. Each column is as wide as its widest cell.
package struct TextTable: CustomStringConvertible {
    private var rows: [[String]?]
    private let rightAligned: Set<Int>

    /// Creates a table with a header and a horizontal line below the header. The columns with the numbers in
    /// `rightAligned`, counted from 0, are aligned at their right side.
    package init(_ header: [String], rightAligned: Set<Int>) {
        self.rightAligned = rightAligned
        rows = [header, nil]
    }

    /// Adds a row, which must have a cell for each column.
    package mutating func add(_ row: [String]) { rows.append(row) }

    /// Adds a horizontal line.
    package mutating func addLine() { rows.append(nil) }

    package var description: String {
        let cells: [[String]] = rows.compactMap { $0 }
        let widths: [Int] = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        let line = String(repeating: "─", count: widths.reduce(0, +) + 2 * (widths.count - 1))
        return rows.map { row in
            guard let row else { return line }
            let padded: [String] = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return rightAligned.contains(column) ? space + cell : cell + space
            }
            return padded.joined(separator: "  ").trimmingTrailingSpaces()
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate func trimmingTrailingSpaces() -> String {
        var text: Substring = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
