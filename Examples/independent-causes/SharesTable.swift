import Foundation
import Statistics
import Tensors

/// The shares of the causes in the risk of each row.
struct SharesTable {
    /// The causes that are not preventive, and the background first if there is one.
    let names: [String]
    /// The number of each row, counted from 1, with its risk, and whether it has an event.
    let rows: [(number: Int, risk: Double, isEvent: Bool)]
    /// The shares: for each row, one for each name.
    let shares: [[Double]]

    init(_ fit: IndependentCausesFit) {
        let all: CauseShares = fit.shares
        let active: [Int] = fit.causes.indices.filter { fit.causes[$0].role != .preventive }
        let hasBackground: Bool = fit.background != nil
        names = (hasBackground ? [IndependentCausesFit.backgroundName] : []) + active.map { fit.causes[$0].name }
        let risks: [Double] = fit.risk(fit.data.predictors, exposure: fit.data.exposure).scalars
        let events: [Double] = fit.data.outcome.scalars
        rows = risks.indices.map { ($0 + 1, risks[$0], events[$0] > 0) }
        let (columns, background): ([Double], [Double]) = (all.shares.scalars, all.background.scalars)
        let width: Int = fit.causes.count
        shares = risks.indices.map { row in
            (hasBackground ? [background[row]] : []) + active.map { columns[row * width + $0] }
        }
    }

    /// Returns the shares of the first rows with an event as a table for the terminal. Causes without a share in any of
    /// them have no column.
    func text(limit: Int) -> String {
        let shown: [Int] = Array(rows.indices.filter { rows[$0].isEvent }.prefix(limit))
        let columns: [Int] = names.indices.filter { column in shown.contains { shares[$0][column] > 0 } }
        var table = TextTable(
            ["row", "risk"] + columns.map { names[$0] }, rightAligned: Set(0 ..< columns.count + 2))
        for row in shown {
            table.add(
                ["\(rows[row].number)", Numbers.percent(rows[row].risk)]
                    + columns.map { shares[row][$0] == 0 ? "·" : Numbers.percent(shares[row][$0]) })
        }
        return "shares of the causes in the first \(shown.count) rows with an event\n" + table.description
    }

    /// The shares of all rows as a table for a CSV file.
    ///
    /// - Throws: `UnusableInput` if a cause has the name of another column.
    var csvTable: Table {
        get throws {
            try Table(
                output: [
                    Column("row", rows.map { Double($0.number) }), Column("event", rows.map { $0.isEvent ? 1 : 0 }),
                    Column("risk", rows.map(\.risk)),
                ] + names.enumerated().map { place, name in Column(name, shares.map { $0[place] }) })
        }
    }

    /// The shares of all rows as JSON.
    var json: Data {
        get throws {
            struct Row: Encodable {
                let row: Int
                let event: Bool
                let risk: Double
                let shares: [String: Double]
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            encoder.nonConformingFloatEncodingStrategy = .convertToString(
                positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
            return try encoder.encode(
                rows.indices.map { row in
                    Row(
                        row: rows[row].number, event: rows[row].isEvent, risk: rows[row].risk,
                        shares: Dictionary(uniqueKeysWithValues: zip(names, shares[row])))
                }) + Data("\n".utf8)
        }
    }
}
