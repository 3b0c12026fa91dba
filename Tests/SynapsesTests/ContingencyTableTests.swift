import Foundation
import Synapses
import Testing

/// Against SciPy: Tests/References/contingency_tables.py.
@Suite struct ContingencyTableTests {
    /// A number, or an infinity as a word.
    private struct Number: Decodable {
        let value: Double

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let word = try? container.decode(String.self) {
                value = word == "inf" ? .infinity : -.infinity
            } else {
                value = try container.decode(Double.self)
            }
        }
    }

    private struct Interval: Decodable {
        let confidence: Double
        let woolf, exact, katz: [Number]?
    }

    private struct Case: Decodable {
        let table: [Int]
        let odds_ratio, conditional, relative_risk: Number
        let intervals: [Interval]

        var contingencyTable: ContingencyTable {
            ContingencyTable(
                events: table[0], nonevents: table[1], referenceEvents: table[2], referenceNonevents: table[3])
        }
    }

    private struct References: Decodable {
        let cases: [Case]
        let normal_quantiles: [[Double]]
    }

    private let references: References

    init() throws {
        let folder: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("References/contingency_tables.json"))
        references = try JSONDecoder().decode(References.self, from: data)
        try #require(references.cases.count == 10)
    }

    // SciPy's exact limits are off by up to 1.4e-8: with 40 digits, the upper tail at our lower limit of the second table
    // and 0.999 is 0.0005 to 15 digits, at SciPy's 0.00050000047.
    private func isClose(_ actual: Double, _ expected: Double, _ tolerance: Double = 2e-8) -> Bool {
        actual == expected || abs(actual / expected - 1) <= tolerance
    }

    @Test func estimatesAgreeWithSciPy() {
        for reference in references.cases {
            let table: ContingencyTable = reference.contingencyTable
            #expect(isClose(table.oddsRatio, reference.odds_ratio.value, 1e-14), "\(table)")
            #expect(isClose(table.relativeRisk, reference.relative_risk.value, 1e-14), "\(table)")
            #expect(isClose(table.conditionalOddsRatio, reference.conditional.value), "\(table)")
            #expect(isClose(exp(table.logOddsRatio), table.oddsRatio, 1e-13), "\(table)")
        }
    }

    @Test func intervalsAgreeWithSciPy() {
        for reference in references.cases {
            let table: ContingencyTable = reference.contingencyTable
            for interval in reference.intervals {
                let (woolf, katz, exact) = (
                    table.woolfInterval(confidence: interval.confidence),
                    table.katzInterval(confidence: interval.confidence),
                    table.exactInterval(confidence: interval.confidence)
                )
                for (found, expected) in [(woolf, interval.woolf), (katz, interval.katz), (exact, interval.exact)] {
                    let low: Double = expected?[0].value ?? 0
                    let high: Double = expected?[1].value ?? .infinity
                    #expect(
                        isClose(found.lowerBound, low) && isClose(found.upperBound, high),
                        "\(table) at \(interval.confidence): \(found) and not \(low)...\(high)")
                }
            }
        }
    }

    /// At the ends of the exact interval this table is just as extreme as the confidence allows; swapping the groups turns
    /// every interval over.
    @Test func swappedGroupsGiveReciprocals() {
        let table = ContingencyTable(events: 7, nonevents: 30, referenceEvents: 11, referenceNonevents: 9)
        let swapped = ContingencyTable(events: 11, nonevents: 9, referenceEvents: 7, referenceNonevents: 30)
        let (exact, other) = (table.exactInterval(confidence: 0.9), swapped.exactInterval(confidence: 0.9))
        #expect(isClose(exact.lowerBound, 1 / other.upperBound) && isClose(exact.upperBound, 1 / other.lowerBound))
        #expect(isClose(table.conditionalOddsRatio, 1 / swapped.conditionalOddsRatio))
        let wide: ClosedRange<Double> = table.exactInterval(confidence: 0.99)
        #expect(wide.lowerBound < exact.lowerBound && exact.upperBound < wide.upperBound)
    }

    /// Of a table with the margins of a hundred thousand, nothing overflows.
    @Test func largeCountsDoNotOverflow() {
        let table = ContingencyTable(
            events: 30_000, nonevents: 70_000, referenceEvents: 20_000, referenceNonevents: 80_000)
        let (exact, woolf) = (table.exactInterval(confidence: 0.95), table.woolfInterval(confidence: 0.95))
        #expect(isClose(exact.lowerBound, woolf.lowerBound, 1e-3) && isClose(exact.upperBound, woolf.upperBound, 1e-3))
    }

    @Test func tablesThatSayNothingSaySo() {
        let empty = ContingencyTable(events: 0, nonevents: 0, referenceEvents: 3, referenceNonevents: 4)
        #expect(empty.risk.isNaN && empty.oddsRatio.isNaN && empty.conditionalOddsRatio.isNaN)
        #expect(empty.exactInterval(confidence: 0.95) == 0 ... .infinity)
    }

    @Test func misuseTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = ContingencyTable(events: -1, nonevents: 1, referenceEvents: 1, referenceNonevents: 1)
        }
        await #expect(processExitsWith: .failure) {
            _ = ContingencyTable(events: 1, nonevents: 1, referenceEvents: 1, referenceNonevents: 1)
                .woolfInterval(confidence: 1)
        }
    }
}
