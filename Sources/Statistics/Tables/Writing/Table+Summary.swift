import Foundation
import Tensors

extension Table: CustomStringConvertible {
    /// A text with a line for each column: the name, the type, the number of missing values, and what the values are.
    /// For numbers and dates, this is the least value, the median, the mean and the greatest value; for categories, the
    /// most frequent levels with their numbers of rows.
    ///
    ///     75 rows, 3 columns
    ///     age     number          0 missing   least 3, median 36, mean 36.813333, greatest 77
    ///     sex     category        0 missing   F 44, M 31
    ///     coffee  category        0 missing   N 44, Y 31
    public var summary: String {
        let head = "\(Self.count(rowCount, "row")), \(Self.count(columns.count, "column"))"
        let missing: [String] = columns.map { String($0.missingCount) }
        let (nameWidth, missingWidth): (Int, Int) = (Self.width(names), Self.width(missing))
        let typeWidth: Int = Self.width(ColumnType.allCases.map(\.rawValue))
        let lines: [String] = columns.enumerated().map { index, column in
            let name: String = column.name.padded(to: nameWidth)
            let type: String = column.type.rawValue.padded(to: typeWidth)
            let blanks = String(repeating: " ", count: missingWidth - missing[index].count)
            return "\(name)  \(type)  \(blanks)\(missing[index]) missing   \(column.summary)"
        }
        return ([head] + lines).joined(separator: "\n")
    }

    /// The same text as `summary`.
    public var description: String { summary }

    private static func width(_ texts: [String]) -> Int { texts.map(\.count).max() ?? 0 }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

extension Column {
    /// The number of levels that a summary shows.
    private static let shownLevels = 6

    /// The least value, the median, the mean and the greatest value of numbers or dates, or the most frequent levels
    /// with their numbers of rows. If all values are missing, the text says so.
    public var summary: String {
        if missingCount == count { return count == 0 ? "no rows" : "no value" }
        switch values {
        case .numbers(let values): return Self.summary(values) { String(format: "%.8g", $0) }
        case .days(let values): return Self.summary(values) { Self.date($0.rounded(.down)) ?? "" }
        case .categories(let codes, let levels): return Self.summary(codes, levels)
        }
    }

    private static func summary(_ values: Tensor<Double>, _ shown: (Double) -> String) -> String {
        let sorted: [Double] = values.scalars.filter { !$0.isNaN }.sorted()
        let middle: Int = sorted.count / 2
        let median: Double =
            sorted.count.isMultiple(of: 2) ? sorted[middle - 1] / 2 + sorted[middle] / 2 : sorted[middle]
        // Divides before the addition, so that the sum of large numbers does not overflow.
        let mean: Double = sorted.reduce(0) { $0 + $1 / Double(sorted.count) }
        return "least \(shown(sorted[0])), median \(shown(median)), mean \(shown(mean)), "
            + "greatest \(shown(sorted[sorted.count - 1]))"
    }

    private static func summary(_ codes: Tensor<Int32>, _ levels: [String]) -> String {
        var counts = [Int](repeating: 0, count: levels.count)
        for code in codes.scalars where code >= 0 { counts[Int(code)] += 1 }
        let frequent: [Int] = levels.indices.filter { counts[$0] > 0 }.sorted { (counts[$1], $0) < (counts[$0], $1) }
        let shown: [String] = frequent.prefix(shownLevels).map { "\(TableError.shown(levels[$0])) \(counts[$0])" }
        let rest: Int = frequent.count - shown.count
        return (shown + (rest > 0 ? ["\(rest) other levels"] : [])).joined(separator: ", ")
    }
}
