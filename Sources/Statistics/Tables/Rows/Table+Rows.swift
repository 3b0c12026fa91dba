public import Tensors

extension Table {
    /// Returns the table with the rows at `rows`, in this order. A row may occur several times. Traps if a row does not
    /// exist.
    public func rows(at rows: [Int]) -> Table {
        if let wrong = rows.first(where: { !(0 ..< rowCount).contains($0) }) {
            fatalError("Table: there is no row \(wrong) of \(rowCount)")
        }
        let origin: RowOrigin? = self.origin?.rows(at: rows)
        return Table(columns.map { $0.movingRows(rows, origin: origin) }, rowCount: rows.count, origin: origin)
    }

    /// Returns the table with the rows for which `mask` is true.
    ///
    ///     let adults = table.filtering(try table["age"].numbers .>= 18)
    ///
    /// A comparison with a missing number is false, so such a row is left out.
    ///
    /// - Parameter mask: A truth value for each row, `[rows]`. Another shape traps.
    public func filtering(_ mask: Tensor<Bool>) -> Table {
        require(mask.shape == [rowCount], "filtering: the mask has shape \(mask.shape), and there are \(rowCount) rows")
        return rows(at: mask.scalars.indices(where: \.self))
    }

    /// Returns the table with the rows for which `isIncluded` returns true.
    ///
    ///     let women = table.filtering { $0.text("sex") == "F" && $0.number("age") < 50 }
    public func filtering(_ isIncluded: (Row) -> Bool) -> Table {
        rows(at: (0 ..< rowCount).filter { isIncluded(Row(table: self, index: $0)) })
    }

    /// Returns the table without the rows in which a value is missing in one of the named columns, and the number of
    /// these rows. Such an analysis of complete cases is unbiased only if a value's absence does not depend on the
    /// outcome.
    ///
    /// - Throws: `TableError` if a column does not exist.
    public func droppingMissing(in names: [String]) throws(TableError) -> (table: Table, droppedCount: Int) {
        var isComplete = [Bool](repeating: true, count: rowCount)
        for column in try columns(named: names) {
            for (row, isMissing) in column.missing.scalars.enumerated() where isMissing { isComplete[row] = false }
        }
        let kept: [Int] = isComplete.indices(where: \.self)
        return (kept.count == rowCount ? self : rows(at: kept), rowCount - kept.count)
    }

    /// Returns the numbers of the named columns as a matrix, `[rows, columns]`. Days are numbers, and a missing value
    /// is NaN.
    ///
    /// - Throws: `TableError` if a column does not exist, or has categories: see `Column.indicators` and
    ///   `Column.zeroOne`.
    public func matrix(of names: [String]) throws(TableError) -> Tensor<Double> {
        var result: [Tensor<Double>] = []
        for column in try columns(named: names) { result.append(try column.numbers) }
        return result.isEmpty ? Tensor(zeros: [rowCount, 0]) : Tensor(stacking: result, axis: 1)
    }
}

extension Sequence {
    /// Returns the positions of the elements for which `isIncluded` returns true.
    fileprivate func indices(where isIncluded: (Element) -> Bool) -> [Int] {
        enumerated().compactMap { isIncluded($0.element) ? $0.offset : nil }
    }
}
