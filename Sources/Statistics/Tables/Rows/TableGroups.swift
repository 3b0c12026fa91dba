public import Tensors

/// The groups of a table: rows with the same values in some columns form a group.
///
///     let families: TableGroups = try table.grouped(by: ["family"])
///     let sizes: Table = families.keys.adding(Column("children", families.counts))
public struct TableGroups: Sendable {
    /// The table that is divided into groups.
    public let table: Table
    /// A row for each group, with the columns that form the groups. The rows are in ascending order of the first of
    /// these columns, then of the second, and so on.
    public let keys: Table
    /// The positions of the rows of each group in `table`, in ascending order.
    public let rows: [[Int]]
    /// The number of rows without a group, because a value of the columns that form the groups is missing.
    public let ungroupedCount: Int

    init(_ table: Table, by names: [String]) throws(TableError) {
        let columns: [Column] = try table.columns(named: names)
        let keys = RowKeys(columns, rowCount: table.rowCount)
        (self.table, rows) = (table, keys.rowsOfKeys)
        self.keys = try table.selecting(names).rows(at: rows.map { $0[0] })
        ungroupedCount = keys.keys.count { $0 < 0 }
    }

    /// The number of groups.
    public var count: Int { rows.count }

    /// The number of rows of each group, `[groups]`.
    public var counts: Tensor<Double> { Tensor(rows.map { Double($0.count) }) }

    /// Returns the sum of a column in each group, `[groups]`. Missing numbers are left out. The sum is NaN for a group
    /// in which all numbers are missing.
    ///
    /// - Throws: `TableError` if there is no such column, or if it has no numbers.
    public func sums(of name: String) throws(TableError) -> Tensor<Double> { try reduced(name) { sum, _ in sum } }

    /// Returns the mean of a column in each group, `[groups]`. Missing numbers are left out. The mean is NaN for a group
    /// in which all numbers are missing.
    ///
    /// - Throws: `TableError` if there is no such column, or if it has no numbers.
    public func means(of name: String) throws(TableError) -> Tensor<Double> {
        try reduced(name) { sum, count in sum / Double(count) }
    }

    /// Returns the rows of a group as a table. Traps if there is no such group.
    public func group(_ index: Int) -> Table {
        require(rows.indices.contains(index), "TableGroups: there is no group \(index) of \(count)")
        return table.rows(at: rows[index])
    }

    private func reduced(
        _ name: String, _ result: (_ sum: Double, _ count: Int) -> Double
    ) throws(TableError) -> Tensor<Double> {
        let numbers: [Double] = try table.column(named: name).numbers.scalars
        return Tensor(
            rows.map { rows in
                let present: [Double] = rows.map { numbers[$0] }.filter { !$0.isNaN }
                return present.isEmpty ? .nan : result(present.reduce(0, +), present.count)
            })
    }
}

extension Table {
    /// Divides the rows into groups with the same values in the named columns. A row in which one of these values is
    /// missing belongs to no group. Without names, all rows form one group.
    ///
    /// - Throws: `TableError` if a column does not exist.
    public func grouped(by names: [String]) throws(TableError) -> TableGroups { try TableGroups(self, by: names) }
}
