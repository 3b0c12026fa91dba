import Foundation
import SwiftCSV
import Synapses

/// A row of the file: two groups, counted or known by their probabilities.
struct Comparison {
    let name: String
    let risk, referenceRisk: Double
    /// The counts, if that is what the file has.
    let table: ContingencyTable?

    private static let countColumns = ["events", "nonevents", "reference_events", "reference_nonevents"]
    private static let probabilityColumns = ["probability", "reference_probability"]

    /// All rows of a file.
    static func rows(ofFile path: String) throws -> [Comparison] {
        let text: String
        do { text = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8) } catch {
            throw TableError(path: path, what: "cannot be read as UTF-8 text. Name a CSV file.")
        }
        let csv: NamedCSV
        do { csv = try NamedCSV(string: text) } catch {
            throw TableError(path: path, what: "is no well-formed CSV: \(error). Check its quotation marks.")
        }
        let hasCounts: Bool = countColumns.allSatisfy(csv.header.contains)
        guard csv.header.contains("name"), hasCounts || probabilityColumns.allSatisfy(csv.header.contains) else {
            throw TableError(
                path: path,
                what: "line 1: the columns are \(csv.header.joined(separator: ", ")), where name and either "
                    + "\(countColumns.joined(separator: ", ")) or \(probabilityColumns.joined(separator: ", ")) are needed."
            )
        }
        guard !csv.rows.isEmpty else { throw TableError(path: path, what: "has no rows below its first line.") }
        return try csv.rows.enumerated().map { index, row in
            try Comparison(row, hasCounts: hasCounts, place: TableError.Place(path: path, row: index + 1))
        }
    }

    private init(_ row: [String: String], hasCounts: Bool, place: TableError.Place) throws {
        name = row["name"] ?? ""
        if hasCounts {
            let counts: [Int] = try Self.countColumns.map { column in
                guard let count = Int((row[column] ?? "").trimmingCharacters(in: .whitespaces)), count >= 0 else {
                    throw place.error(column, row[column], "a whole number of 0 or more")
                }
                return count
            }
            let table = ContingencyTable(
                events: counts[0], nonevents: counts[1], referenceEvents: counts[2], referenceNonevents: counts[3])
            (self.table, risk, referenceRisk) = (table, table.risk, table.referenceRisk)
        } else {
            let values: [Double] = try Self.probabilityColumns.map { column in
                guard let value = Double((row[column] ?? "").trimmingCharacters(in: .whitespaces)),
                    (0 ... 1).contains(value)
                else { throw place.error(column, row[column], "a probability within 0 and 1") }
                return value
            }
            (table, risk, referenceRisk) = (nil, values[0], values[1])
        }
    }
}

/// A table that cannot be used: what, where, and what to do.
struct TableError: Error, CustomStringConvertible {
    let path: String
    let what: String

    var description: String { "\(path): \(what)" }

    /// A row of a file; the header is line 1.
    struct Place {
        let path: String
        let row: Int

        func error(_ column: String, _ found: String?, _ expected: String) -> TableError {
            TableError(
                path: path,
                what: "row \(row), column \(column): '\(found ?? "")' is not \(expected). Correct the field.")
        }
    }
}
