import Foundation
import TestSupport
import Testing

@testable import Statistics

/// Tables whose counts are too great to add up term by term: against 50 digits, and against sums of terms where these
/// are feasible.
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

    /// Both ways of computing, where the standard deviation is 1000 or more: tails from ½ down to 1e-14.
    @Test(arguments: [(9_000_000, 9_000_000, 9_000_000), (40_000_000, 900_000_000, 50_000_000)])
    func integralsAreTheSums(firstRow: Int, secondRow: Int, firstColumn: Int) {
        var terms = NoncentralHypergeometric(
            firstRow: firstRow, secondRow: secondRow, firstColumn: firstColumn, smoothDeviation: .infinity)
        var smooth = terms
        smooth.smoothDeviation = 0
        for logOddsRatio in [-0.1, 0.3] {
            terms.logOddsRatio = logOddsRatio
            smooth.logOddsRatio = logOddsRatio
            let mean = Int(terms.mean(about: 0))
            #expect(abs(terms.mean(about: mean) - smooth.mean(about: mean)) < 1e-9)
            for distance in [-7000, -1000, -1, 0, 1, 500, 3000, 7000] {
                let (one, other): (Double, Double) = (
                    terms.upperTail(from: mean + distance), smooth.upperTail(from: mean + distance)
                )
                #expect(relativeError(one, other) < 1e-11, "\(logOddsRatio) \(distance): \(one) \(other)")
                let (low, lower): (Double, Double) = (
                    terms.lowerTail(to: mean + distance), smooth.lowerTail(to: mean + distance)
                )
                #expect(relativeError(low, lower) < 1e-11, "\(logOddsRatio) \(distance): \(low) \(lower)")
            }
        }
    }

    /// These tables take milliseconds. Adding up terms would take half a minute each.
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
