import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct ExactIntervalTests {
    private let references: ContingencyReferences = .all

    /// The estimates and the intervals agree with computations with exact integer weights and 60 digits.
    @Test func estimateAndIntervalsAreExact() {
        for reference in references.tables {
            let table = ContingencyTable(reference.table)
            let estimate: Double = reference.conditional.exactStatistic
            #expect(relativeError(table.conditionalOddsRatio, estimate) < 1e-12, "\(table)")
            for expected in reference.conditional.intervals {
                let interval: ConfidenceInterval = table.exactInterval(confidence: expected.level)
                #expect(relativeError(interval.lower, expected.exact[0]) < 1e-12, "\(table) \(expected.level)")
                #expect(relativeError(interval.upper, expected.exact[1]) < 1e-12, "\(table) \(expected.level)")
            }
        }
    }

    /// The estimates and the intervals agree with SciPy's, whose root finder stops within a relative error of 1.2e-9.
    @Test func estimateAndIntervalsAgreeWithSciPy() {
        for reference in references.tables {
            let table = ContingencyTable(reference.table)
            #expect(relativeError(table.conditionalOddsRatio, reference.conditional.statistic) < 2e-9, "\(table)")
            for expected in reference.conditional.intervals {
                let interval: ConfidenceInterval = table.exactInterval(confidence: expected.level)
                #expect(relativeError(interval.lower, expected.scipy[0]) < 2e-9, "\(table) \(expected.level)")
                #expect(relativeError(interval.upper, expected.scipy[1]) < 2e-9, "\(table) \(expected.level)")
            }
        }
    }

    @Test func largeCountsStayExact() {
        for reference in references.largeTables {
            let table = ContingencyTable(reference.table)
            #expect(relativeError(table.conditionalOddsRatio, reference.exactStatistic) < 1e-12, "\(table)")
            let interval: ConfidenceInterval = table.exactInterval(confidence: reference.level)
            #expect(relativeError(interval.lower, reference.exact[0]) < 1e-12, "\(table)")
            #expect(relativeError(interval.upper, reference.exact[1]) < 1e-12, "\(table)")
        }
    }

    /// The results agree with R's for the example of fisher.test, the lady tasting tea. R prints the estimate 6.408309
    /// and the one-sided 95 % interval from 0.3135693, which is also the lower end of the two-sided 90 % interval. R's
    /// `uniroot` stops within 1.2e-4 of the root.
    @Test func ladyTastingTea() {
        let table = ContingencyTable([[3, 1], [1, 3]])
        #expect(relativeError(table.conditionalOddsRatio, 6.408309) < 2e-5)
        #expect(relativeError(table.exactInterval(confidence: 0.9).lower, 0.3135693) < 2e-5)
    }

    /// The results agree with a computation by hand. In tables with the margins of [[1, 1], [1, 1]], the first count X
    /// is 0, 1 or 2 with the weights 1, 4θ and θ², where θ is the odds ratio. So the mean of X is 1 at θ = 1, and P(X ≥
    /// 1) = q if θ² + 4θ = q/(1 − q).
    @Test func smallestTableByHand() {
        let table = ContingencyTable([[1, 1], [1, 1]])
        #expect(abs(table.conditionalOddsRatio - 1) < 1e-14)
        let interval: ConfidenceInterval = table.exactInterval(confidence: 0.9)
        let theta: Double = (4 + 0.05 / 0.95).squareRoot() - 2
        #expect(relativeError(interval.lower, theta) < 1e-13)
        #expect(relativeError(interval.upper, 1 / theta) < 1e-13)
    }

    /// An exchange of the two rows, or of the two columns, gives the reciprocal odds ratio. An exchange of rows and
    /// columns, or a transposition of the table, changes nothing.
    @Test func symmetriesOfTheTable() {
        let (a, b, c, d) = (7, 2, 3, 15)
        let table = ContingencyTable([[a, b], [c, d]])
        let interval: ConfidenceInterval = table.exactInterval()
        for same in [ContingencyTable([[d, c], [b, a]]), ContingencyTable([[a, c], [b, d]])] {
            #expect(relativeError(same.conditionalOddsRatio, table.conditionalOddsRatio) < 1e-13)
            #expect(relativeError(same.exactInterval().lower, interval.lower) < 1e-13)
            #expect(relativeError(same.exactInterval().upper, interval.upper) < 1e-13)
        }
        for swapped in [ContingencyTable([[c, d], [a, b]]), ContingencyTable([[b, a], [d, c]])] {
            #expect(relativeError(swapped.conditionalOddsRatio, 1 / table.conditionalOddsRatio) < 1e-13)
            #expect(relativeError(swapped.exactInterval().lower, 1 / interval.upper) < 1e-13)
            #expect(relativeError(swapped.exactInterval().upper, 1 / interval.lower) < 1e-13)
        }
    }

    @Test func cellsAtTheEndOfTheirRange() {
        let least = ContingencyTable([[0, 5], [3, 4]])
        #expect(least.conditionalOddsRatio == 0 && least.exactInterval().lower == 0)
        #expect(least.exactInterval().upper.isFinite)
        let greatest = ContingencyTable([[4, 0], [3, 4]])
        #expect(greatest.conditionalOddsRatio == .infinity && greatest.exactInterval().upper == .infinity)
        #expect(greatest.exactInterval().lower > 0)
        let only = ContingencyTable([[0, 3], [0, 4]])
        #expect(only.conditionalOddsRatio.isNaN)
        #expect(only.exactInterval().lower == 0 && only.exactInterval().upper == .infinity)
    }

    /// The lower end of the interval is accurate for extreme counts and levels. In tables with the margins of [[1, 0],
    /// [0, n]], the first count is 0 or 1 with the weights n and θ, where θ is the odds ratio. The lower end is the θ
    /// at which count 1 has the probability q of the tail: θ/(n + θ) = q, so θ = n·q/(1 − q). The counts go up to 2⁵³ −
    /// 2, and the level up to the greatest number below 1.
    @Test(arguments: [1, 1000, 1 << 30, (1 << 53) - 2])
    func extremeCountsAndLevels(n: Int) {
        let table = ContingencyTable([[1, 0], [0, n]])
        for level in [1e-12, 0.5, 0.95, 1 - 1e-10, (1.0).nextDown] {
            let tail: Double = (1 - level) / 2
            let interval: ConfidenceInterval = table.exactInterval(confidence: level)
            #expect(relativeError(interval.lower, Double(n) * tail / (1 - tail)) < 1e-12, "\(level)")
            #expect(interval.upper == .infinity)
        }
    }

    /// For large counts, the exact interval tends to Woolf's interval. With counts of about ten million, the relative
    /// difference is about 1e-7.
    @Test func tendsToWoolf() {
        let n = 10_000_000
        let table = ContingencyTable([[n, 2 * n], [3 * n, n]])
        let (exact, woolf): (ConfidenceInterval, ConfidenceInterval) = (table.exactInterval(), table.woolfInterval())
        #expect(relativeError(table.conditionalOddsRatio, table.oddsRatio) < 1e-6)
        #expect(relativeError(exact.lower, woolf.lower) < 1e-6)
        #expect(relativeError(exact.upper, woolf.upper) < 1e-6)
        #expect(exact.lower < woolf.lower && woolf.upper < exact.upper)
    }
}
