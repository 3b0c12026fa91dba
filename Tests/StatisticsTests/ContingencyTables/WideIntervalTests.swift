import Foundation
import TestSupport
import Testing

@testable import Statistics

/// The conditional odds ratios and the exact intervals agree with computations with 50 digits, for tables whose counts
/// are too great for a sum of all terms.
@Suite struct WideIntervalTests {
    private struct References: Decodable {
        struct Interval: Decodable {
            let level: Double
            let exact: [Double]
        }
        struct Case: Decodable {
            let table: [[Int]]
            let exactStatistic: Double
            let intervals: [Interval]
        }
        let tables: [Case]

        static func read() throws -> References {
            let file: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("References/contingency_wide.json")
            return try JSONDecoder().decode(References.self, from: Data(contentsOf: file))
        }
    }

    @Test func intervalsAreExact() throws {
        for reference in try References.read().tables {
            let table = ContingencyTable(reference.table)
            let estimate: Double = table.conditionalOddsRatio
            #expect(relativeError(estimate, reference.exactStatistic) < 1e-13, "\(table) \(estimate)")
            for expected in reference.intervals {
                let interval: ConfidenceInterval = table.exactInterval(confidence: expected.level)
                let errors: [Double] = [
                    relativeError(interval.lower, expected.exact[0]), relativeError(interval.upper, expected.exact[1]),
                ]
                #expect(errors.allSatisfy { $0 < 1e-13 }, "\(table) \(expected.level): \(errors)")
            }
        }
    }

    /// The library computes each of these tables in milliseconds; a sum of all terms would take half a minute.
    @Test func theGreatestCountsTakeNoTime() {
        let quarter: Int = ContingencyTable.greatestTotal / 4
        for step in 0 ..< 4 {
            let table = ContingencyTable([[quarter - step * 1000, quarter], [quarter, quarter - step]])
            let interval: ConfidenceInterval = table.exactInterval()
            #expect(interval.contains(table.conditionalOddsRatio) && interval.contains(table.oddsRatio))
            #expect(relativeError(interval.lower, table.woolfInterval().lower) < 1e-13)
        }
    }
}
