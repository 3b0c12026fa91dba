import Tensors

/// Named columns of the same length: the rows are cases, such as persons, and the columns are what is known about them.
///
///     let table = try Table(contentsOf: "oswego.csv")
///     let (known, dropped) = try table.droppingMissing(in: ["ill", "vanilla_ice_cream"])
///     let ill: Column = try known["ill"].zeroOne()
///
/// A table is a value. Its functions return new tables, and columns share their memory until one of them changes.
public struct Table: Sendable {
    /// The columns, in the order of the file.
    public private(set) var columns: [Column]
    /// The number of rows. A table without columns can have rows, for example after `selecting([])`.
    public let rowCount: Int
    /// Where the rows come from; `nil` if the table was made in code.
    let origin: RowOrigin?
    private var positions: [String: Int]

    /// Creates a table of columns. Traps if the columns differ in length, or if two columns have the same name.
    public init(_ columns: [Column]) {
        self.init(columns, rowCount: columns.first?.count ?? 0, origin: columns.first?.origin)
    }

    init(_ columns: [Column], rowCount: Int, origin: RowOrigin?) {
        positions = [:]
        for (index, column) in columns.enumerated() {
            require(
                column.count == rowCount,
                "Table: column '\(column.name)' has \(column.count) rows, and the table has \(rowCount)")
            let earlier: Int? = positions.updateValue(index, forKey: column.name)
            require(earlier == nil, "Table: two columns are called '\(column.name)'")
        }
        self.columns = columns.map { $0.with(origin: origin) }
        (self.rowCount, self.origin) = (rowCount, origin)
    }

    /// The names of the columns, in their order.
    public var names: [String] { columns.map(\.name) }

    /// Whether the table has a column with this name.
    public func hasColumn(named name: String) -> Bool { positions[name] != nil }

    /// The column with this name. Traps if there is no such column. Use `column(named:)` for a name that a user gives.
    public subscript(name: String) -> Column {
        guard let index = positions[name] else {
            fatalError("Table: there is no column '\(name)' among \(names.joined(separator: ", "))")
        }
        return columns[index]
    }

    /// Returns the number of the line on which a row begins in its file, counted from 1; `nil` if the table was made in
    /// code. Traps if the row does not exist.
    public func line(ofRow row: Int) -> Int? {
        require((0 ..< rowCount).contains(row), "Table: there is no row \(row) of \(rowCount)")
        return origin?.lines[row]
    }

    /// Returns an error about the whole table, which names the file.
    public func error(_ fault: TableError.Fault) -> TableError { TableError(file: origin?.file, fault: fault) }

    /// Returns the column with this name.
    ///
    /// - Throws: `TableError` if there is no such column. The error suggests names that resemble `name`.
    public func column(named name: String) throws(TableError) -> Column {
        guard let index = positions[name] else {
            throw error(.unknownColumn(name, names: names))
        }
        return columns[index]
    }

    /// Returns the columns with these names, in the order of `names`.
    ///
    /// - Throws: `TableError` if a column does not exist.
    public func columns(named names: [String]) throws(TableError) -> [Column] {
        var result: [Column] = []
        for name in names { result.append(try column(named: name)) }
        return result
    }

    /// Returns the table with another column at the end. If the table has a column of the same name, the new column
    /// takes its place. Traps if the number of rows differs, unless the table has no columns and no rows.
    public func adding(_ column: Column) -> Table {
        guard rowCount > 0 || !columns.isEmpty else { return Table([column]) }
        var changed: [Column] = columns
        if let index = positions[column.name] { changed[index] = column } else { changed.append(column) }
        return Table(changed, rowCount: rowCount, origin: origin)
    }

    /// Returns the table with only the given columns, in the order of `names`.
    ///
    /// - Throws: `TableError` if a column does not exist.
    public func selecting(_ names: [String]) throws(TableError) -> Table {
        Table(try columns(named: names), rowCount: rowCount, origin: origin)
    }
}
