import Tensors

extension Table {
    /// The rows that a join returns.
    public enum Join: Sendable, Hashable {
        /// The rows of the first table that have a partner in the second table.
        case inner
        /// All rows of the first table. In a row without a partner, the columns of the second table are missing.
        case left
    }

    /// Returns this table with the columns of another table beside it. Two rows are partners if they have the same
    /// values in the key columns.
    ///
    /// A row of this table with several partners is repeated, once for each partner. The rows are in the order of this
    /// table, and the partners of a row in the order of the other table. A row with a missing key has no partner.
    ///
    /// A key may repeat in one of the tables, but not in both: the result would then contain every combination of the
    /// rows with the key, which is hardly ever meant.
    ///
    /// - Parameters:
    ///   - other: The other table.
    ///   - names: The names of the key columns, which both tables have.
    ///   - join: Which rows are returned.
    /// - Throws: `TableError` if a key column does not exist or has different types in the tables, if both tables have
    ///   another column of the same name, or if a key repeats in both tables.
    public func joined(with other: Table, on names: [String], _ join: Join = .left) throws(TableError) -> Table {
        let (mine, others) = (try columns(named: names), try other.columns(named: names))
        var keys: [Column] = []
        for (first, second) in zip(mine, others) {
            guard first.type == second.type else { throw first.error(.differentKeys(first.type, second.type)) }
            keys.append(first.appending(second))
        }
        let added: [Column] = other.columns.filter { !names.contains($0.name) }
        if let shared = added.first(where: { hasColumn(named: $0.name) }) {
            throw error(.duplicateName(shared.name))
        }
        let all = RowKeys(keys, rowCount: rowCount + other.rowCount)
        let partners: [[Int]] = try partners(all, mine)
        var (rows, otherRows): ([Int], [Int]) = ([], [])
        for row in 0 ..< rowCount {
            let found: [Int] = all.keys[row] < 0 ? [] : partners[all.keys[row]]
            for partner in found {
                rows.append(row)
                otherRows.append(partner)
            }
            guard found.isEmpty, join == .left else { continue }
            rows.append(row)
            otherRows.append(-1)
        }
        let result: Table = self.rows(at: rows)
        return added.reduce(result) { $0.adding($1.movingRows(otherRows, origin: nil)) }
    }

    /// Returns the rows of the other table for each key. Throws if a key repeats in both tables.
    private func partners(_ all: RowKeys, _ columns: [Column]) throws(TableError) -> [[Int]] {
        var partners = [[Int]](repeating: [], count: all.count)
        for (place, key) in all.keys.enumerated().dropFirst(rowCount) where key >= 0 {
            partners[key].append(place - rowCount)
        }
        var isUsed = [Bool](repeating: false, count: all.count)
        for row in 0 ..< rowCount {
            let key: Int = all.keys[row]
            guard key >= 0, partners[key].count > 1 else { continue }
            if isUsed[key] {
                let texts: [String] = columns.map { $0.text(row) ?? "" }
                throw columns[0].error(.repeatedKey(texts.joined(separator: ", ")), row: row)
            }
            isUsed[key] = true
        }
        return partners
    }
}

extension Column {
    /// Returns the rows of this column, followed by the rows of a column of the same type.
    fileprivate func appending(_ other: Column) -> Column {
        switch (values, other.values) {
        case (.numbers(let first), .numbers(let second)):
            return Column(name, .numbers(Tensor(first.scalars + second.scalars)), origin: nil)
        case (.days(let first), .days(let second)):
            return Column(name, .days(Tensor(first.scalars + second.scalars)), origin: nil)
        default: return Column(name, texts + other.texts)
        }
    }
}
