import Tensors

/// The keys of rows: rows with the same values in the key columns have the same key. A key is a number from 0, in the
/// ascending order of the values of the first column, then of the second, and so on. A row in which one of the values
/// is missing has no key.
struct RowKeys {
    /// The key of each row; −1 if the row has none.
    let keys: [Int]
    /// The number of different keys.
    let count: Int

    /// Finds the keys of `rowCount` rows. Without columns, all rows have the key 0.
    init(_ columns: [Column], rowCount: Int) {
        var keys = [Int](repeating: 0, count: rowCount)
        var count: Int = min(1, rowCount)
        for column in columns {
            let (codes, codeCount): ([Int], Int) = Self.codes(column)
            for row in 0 ..< rowCount where keys[row] >= 0 {
                // At most as many keys and codes exist as rows, so the product cannot overflow.
                keys[row] = codes[row] < 0 ? -1 : keys[row] * codeCount + codes[row]
            }
            count = Self.makeDense(&keys)
        }
        (self.keys, self.count) = (keys, count)
    }

    /// The rows of each key, in their order.
    var rowsOfKeys: [[Int]] {
        var rows = [[Int]](repeating: [], count: count)
        for (row, key) in keys.enumerated() where key >= 0 { rows[key].append(row) }
        return rows
    }

    /// Returns a number for each row, in the order of the column's values, and the number of these numbers. A missing
    /// value gives −1.
    private static func codes(_ column: Column) -> ([Int], Int) {
        switch column.values {
        case .categories(let codes, let levels): return (codes.scalars.map { Int($0) }, levels.count)
        case .numbers(let values), .days(let values):
            let numbers: [Double] = values.scalars
            let sorted: [Double] = Set(numbers.filter { !$0.isNaN }).sorted()
            let places = Dictionary(uniqueKeysWithValues: zip(sorted, 0...))
            return (numbers.map { places[$0] ?? -1 }, sorted.count)
        }
    }

    /// Replaces the keys by 0, 1, 2, … in the same order. Returns the number of keys.
    private static func makeDense(_ keys: inout [Int]) -> Int {
        let sorted: [Int] = Set(keys.filter { $0 >= 0 }).sorted()
        let places = Dictionary(uniqueKeysWithValues: zip(sorted, 0...))
        for row in keys.indices where keys[row] >= 0 { keys[row] = places[keys[row]] ?? -1 }
        return sorted.count
    }
}
