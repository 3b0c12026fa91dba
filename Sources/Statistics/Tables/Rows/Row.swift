extension Table {
    /// A row of a table.
    public struct Row {
        let table: Table
        /// The position of the row in the table, counted from 0.
        public let index: Int

        /// Returns the number in a column; NaN if it is missing. Days are numbers. Traps if there is no such column, or
        /// if it has categories.
        public func number(_ name: String) -> Double {
            switch table[name].values {
            case .numbers(let values), .days(let values): return values[index].scalar
            case .categories: fatalError("Row: column '\(name)' has categories, and numbers are needed")
            }
        }

        /// Returns the text of the value in a column; `nil` if it is missing: see `Column.text`. Traps if there is no
        /// such column.
        public func text(_ name: String) -> String? { table[name].text(index) }
    }
}
