import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct ContingencyTableTests {
    private let references: ContingencyReferences = .all

    @Test func ratiosAgreeWithSciPy() {
        for reference in references.tables {
            let table = ContingencyTable(reference.table)
            #expect(relativeError(table.oddsRatio, reference.oddsRatio) < 1e-15, "\(table)")
            #expect(relativeError(table.relativeRisk, reference.relativeRisk) < 1e-15, "\(table)")
            #expect(relativeError(table.logOddsRatio, Foundation.log(reference.oddsRatio)) < 1e-13, "\(table)")
        }
    }

    /// The intervals agree with SciPy's, except if a count is 0: then SciPy returns NaN for an end of the interval, and
    /// this package returns [0, ∞].
    @Test func intervalsOfWoolfAndKatzAgreeWithSciPy() {
        for reference in references.tables {
            let table = ContingencyTable(reference.table)
            for (index, level) in references.levels.enumerated() {
                let woolf: ConfidenceInterval = table.woolfInterval(confidence: level)
                expectSame(woolf, reference.woolf[index], "\(table) Woolf \(level)")
                guard !reference.katz.isEmpty else { continue }
                let katz: ConfidenceInterval = table.katzInterval(confidence: level)
                expectSame(katz, reference.katz[index], "\(table) Katz \(level)")
            }
        }
    }

    private func expectSame(_ interval: ConfidenceInterval, _ ends: [Double], _ name: String) {
        if ends.contains(where: { $0.isNaN }) {
            #expect(interval.lower == 0 && interval.upper == .infinity, "\(name)")
        } else {
            #expect(relativeError(interval.lower, ends[0]) < 1e-13, "\(name)")
            #expect(relativeError(interval.upper, ends[1]) < 1e-13, "\(name)")
        }
    }

    @Test func ratiosOfCountsAreTheRatiosOfTheRisks() {
        for reference in references.tables {
            let table = ContingencyTable(reference.table)
            let ratio: Double = Statistics.oddsRatio(table.exposedRisk, table.controlRisk)
            #expect(relativeError(table.oddsRatio, ratio) < 1e-14, "\(table)")
            #expect(relativeError(table.relativeRisk, relativeRisk(table.exposedRisk, table.controlRisk)) < 1e-14)
        }
    }

    @Test func zeroCellsAreNotCorrected() {
        let none = ContingencyTable(exposedCases: 0, exposedNoncases: 5, controlCases: 3, controlNoncases: 4)
        #expect(none.oddsRatio == 0 && none.relativeRisk == 0 && none.logOddsRatio == -.infinity)
        let all = ContingencyTable(exposedCases: 4, exposedNoncases: 3, controlCases: 0, controlNoncases: 4)
        #expect(all.oddsRatio == .infinity && all.relativeRisk == .infinity && all.logOddsRatio == .infinity)
        let everybody = ContingencyTable(exposedCases: 3, exposedNoncases: 0, controlCases: 4, controlNoncases: 0)
        #expect(everybody.oddsRatio.isNaN && everybody.relativeRisk == 1)
        let point: ConfidenceInterval = everybody.katzInterval()
        #expect(point.lower == 1 && point.upper == 1)
        let empty = ContingencyTable(exposedCases: 0, exposedNoncases: 0, controlCases: 3, controlNoncases: 4)
        #expect(empty.exposedRisk.isNaN && empty.relativeRisk.isNaN && empty.oddsRatio.isNaN)
    }

    @Test func totalsAreMargins() {
        let table = ContingencyTable(exposedCases: 104, of: 11037, controlCases: 189, of: 11034)
        #expect(table.description == "[[104, 10933], [189, 10845]]")
        #expect(table.exposedTotal == 11037 && table.controlTotal == 11034)
        #expect(table.caseTotal == 293 && table.noncaseTotal == 21778)
    }

    /// An interval of a greater confidence level contains an interval of a smaller level. The product of the ends of
    /// Woolf's interval is the square of the odds ratio.
    @Test func intervalsAreNested() {
        let table = ContingencyTable(exposedCases: 7, exposedNoncases: 2, controlCases: 3, controlNoncases: 15)
        for interval in [table.woolfInterval, table.katzInterval, table.exactInterval] {
            let (narrow, wide): (ConfidenceInterval, ConfidenceInterval) = (interval(0.9), interval(0.99))
            #expect(wide.lower < narrow.lower && narrow.upper < wide.upper)
            #expect(narrow.confidence == 0.9 && narrow.contains(narrow.lower) && !narrow.contains(wide.lower))
        }
        let woolf: ConfidenceInterval = table.woolfInterval()
        #expect(relativeError(woolf.lower * woolf.upper, table.oddsRatio * table.oddsRatio) < 1e-14)
        #expect(woolf.description == "[\(woolf.lower), \(woolf.upper)]")
    }

    @Test func impossibleTablesTrap() async {
        let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ContingencyTable(exposedCases: -1, exposedNoncases: 5, controlCases: 3, controlNoncases: 4)
        }
        #expect(said(negative, "counts must be 0 or more"))
        let huge = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ContingencyTable(exposedCases: .max, exposedNoncases: .max, controlCases: 3, controlNoncases: 4)
        }
        #expect(said(huge, "2^53"))
        let excess = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ContingencyTable(exposedCases: 6, of: 5, controlCases: 3, of: 4)
        }
        #expect(said(excess, "there are more cases than the total: 6 of 5, 3 of 4"))
    }

    @Test func impossibleLevelsTrap() async {
        let one = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let table = ContingencyTable(exposedCases: 1, exposedNoncases: 5, controlCases: 3, controlNoncases: 4)
            _ = table.woolfInterval(confidence: 1)
        }
        #expect(said(one, "the level must be between 0 and 1, not 1.0"))
        let nan = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let table = ContingencyTable(exposedCases: 1, exposedNoncases: 5, controlCases: 3, controlNoncases: 4)
            _ = table.exactInterval(confidence: .nan)
        }
        #expect(said(nan, "the level must be between 0 and 1, not nan"))
    }
}

private func said(_ result: ExitTest.Result?, _ sentence: String) -> Bool {
    text(result?.standardErrorContent).contains(sentence)
}

extension ContingencyTable {
    /// Creates a table from two rows of counts. SciPy represents a table in the same way.
    init(_ rows: [[Int]]) {
        self.init(
            exposedCases: rows[0][0], exposedNoncases: rows[0][1], controlCases: rows[1][0], controlNoncases: rows[1][1]
        )
    }
}
