// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use internal types of
// an executable.
#if DEBUG
import Foundation
import Statistics
import Testing

@testable import swap_odds

@Suite struct ReportTests {
    private func comparisons(_ example: BuiltInExample) throws -> [Comparison] {
        try TableFile(Table(contentsOf: example.path)).comparisons
    }

    /// For the example `healthcare`, the interval agrees with the final report of the aspirin trial, which gives the
    /// relative risk of an ulcer as 1.22, with a 95 % confidence interval from 0.98 to 1.53.
    @Test func healthcareAgreesWithThePublishedInterval() throws {
        let comparison: Comparison = try comparisons(.healthcare)[1]
        guard case .counts(let table) = comparison.figures else {
            Issue.record("no counts")
            return
        }
        let katz: ConfidenceInterval = table.katzInterval()
        #expect(String(format: "%.2f", table.relativeRisk) == "1.22")
        #expect(String(format: "%.2f %.2f", katz.lower, katz.upper) == "0.98 1.53")
    }

    @Test func everyExampleIsFoundAndHasItsSizes() throws {
        let totals: [BuiltInExample: Int] = [.healthcare: 22071, .finance: 668, .insurance: 18016]
        for (example, total) in totals {
            let first: Comparison = try comparisons(example)[0]
            guard case .counts(let table) = first.figures else {
                Issue.record("\(example): no counts")
                continue
            }
            #expect(table.exposedTotal + table.controlTotal == total, "\(example)")
        }
        let rates: Comparison = try comparisons(.mortgages)[0]
        #expect(rates.figures == .probabilities(exposed: 0.17, control: 0.11))
    }

    /// The article docs/swap-equation.md contains the program's output for every example.
    @Test func articleHoldsTheOutput() throws {
        let article: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/swap-equation.md")
        let text: String = try String(contentsOf: article, encoding: .utf8)
        for example in BuiltInExample.allCases {
            for comparison in try comparisons(example) {
                let report: String = Report(comparison: comparison, confidence: 0.95, beta: 1).description
                let block: String = report.split(separator: "\n").map { "    \($0)\n" }.joined()
                #expect(text.contains(block), "\(example): \(report)")
            }
        }
    }

    /// If the parameter β of the report is 1, the reported swap ratio is the odds ratio. If β is 0, the swap ratio is
    /// the relative risk.
    @Test func swapRatioGoesFromRiskToOdds() {
        let comparison = Comparison(
            outcome: "o", exposed: "a", control: "b", figures: .probabilities(exposed: 0.5, control: 0.2))
        let report = { (beta: Double) in Report(comparison: comparison, confidence: 0.95, beta: beta).description }
        #expect(report(1).contains("swap ratio, β = 1     4.0000"))
        #expect(report(0).contains("swap ratio, β = 0     2.5000"))
        #expect(report(0.5).contains("swap ratio, β = 0.5"))
    }

    /// The odds keep their digits if there are few noncases, because the program computes the odds from the counts. The
    /// difference 1 − cases/total would have only three correct digits here.
    @Test func fewNoncasesKeepTheirDigits() {
        let table = ContingencyTable(
            exposedCases: 1, of: 1_000_000_000_000_000, controlCases: 999_999_999_999_999, of: 1_000_000_000_000_000)
        let comparison = Comparison(outcome: "o", exposed: "a", control: "b", figures: .counts(table))
        let text: String = Report(comparison: comparison, confidence: 0.9, beta: 1).description
        #expect(text.contains("log odds, b                 34.539"), "\(text)")
        #expect(text.contains("swap ratio, β = 1        1.0000e-30"), "\(text)")
        let risks: String = Report(comparison: comparison, confidence: 0.9, beta: 0).description
        #expect(risks.contains("swap ratio, β = 0        1.0000e-15"), "\(risks)")
    }

    @Test func infiniteRatiosAndLevelsArePrinted() {
        let table = ContingencyTable(exposedCases: 4, exposedNoncases: 3, controlCases: 0, controlNoncases: 4)
        let comparison = Comparison(outcome: "o", exposed: "a", control: "b", figures: .counts(table))
        let lines: [String] = Report(comparison: comparison, confidence: 0.9, beta: 1).description
            .split(separator: "\n").map { String($0) }
        #expect(lines[0] == "o: a, 4 of 7; b, 0 of 4")
        #expect(lines[1].contains("∞   Woolf 90 %  [   0.0000,         ∞]"))
        #expect(lines[5].contains("log odds, b") && lines[5].hasSuffix("-∞"))
        // The lines have the same length, because the estimates and the intervals are aligned.
        #expect(Set(lines[1 ... 3].map(\.count)).count == 1)
    }

    @Test func flagsThatCannotBe() {
        let cases: [([String], String)] = [
            ([], "name either a CSV file"),
            (["f.csv", "--example", "finance"], "name either a CSV file"),
            (["f.csv", "--exposure", "ham"], "--exposure: each row must be a person."),
            (["f.csv", "--event", "Y"], "--event: each row must be a person."),
            (["f.csv", "--exposed", "Y"], "--exposed: each row must be a person."),
            (["f.csv", "--control", "N"], "--control: each row must be a person."),
            (["f.csv", "--outcome", "ill"], "--outcome: name a column of an exposure with --exposure"),
            (
                ["--example", "finance", "--outcome", "ill", "--exposure", "ham"],
                "--outcome: name a CSV file with a row for each person"
            ),
            (
                ["f.csv", "--outcome", "ill", "--exposure", "ham", "--exposed", "Y", "--control", "Y"],
                "--control: the controls have the same value 'Y' as the exposed"
            ),
            (["--example", "finance", "--decimal-comma"], "--decimal-comma: the examples have a form of their own."),
            (["f.csv", "--delimiter", "x"], "--delimiter: 'x' cannot separate fields."),
            (["f.csv", "--confidence", "1"], "--confidence: the level must be between 0 and 1"),
            (["f.csv", "--beta", "2"], "--beta: the number must be from 0 to 1"),
        ]
        for (arguments, sentence) in cases {
            let error: (any Error)? = #expect(throws: (any Error).self) { try SwapOdds.parse(arguments) }
            let message: String = error.map { SwapOdds.message(for: $0) } ?? ""
            #expect(message.contains(sentence), "\(message)")
        }
    }
}
#endif
