public import Tensors

extension Table {
    /// Divides the rows at random into two tables.
    ///
    /// - Parameters:
    ///   - fraction: The fraction of the rows in the second table, from 0 to 1; other numbers trap. With `name`, every
    ///     value of this column contributes this fraction of its rows, rounded to the nearest number.
    ///   - name: The column for a stratified split; nil for a split that ignores the values. The rows in which this
    ///     value is missing are a stratum of their own.
    ///   - generator: The source of the random numbers. The same state gives the same split.
    /// - Returns: The two tables. In each table, the rows have the order of this table.
    /// - Throws: `TableError` if the column does not exist.
    public func split(
        fraction: Double, stratifiedBy name: String? = nil, using generator: inout PhiloxGenerator
    ) throws(TableError) -> (first: Table, second: Table) {
        var strata: [Int]?
        if let name { strata = RowKeys([try column(named: name)], rowCount: rowCount).keys }
        let (first, second): ([Int], [Int]) = Sampling.split(
            rowCount, fraction: fraction, labels: strata, using: &generator)
        return (rows(at: first), rows(at: second))
    }
}
