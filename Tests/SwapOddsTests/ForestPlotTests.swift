// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use internal types of
// an executable.
#if DEBUG
import Foundation
import Interchange
import Statistics
import TestSupport
import Testing

@testable import swap_odds

@Suite struct ForestPlotTests {

    private func report(_ figures: Comparison.Figures, outcome: String = "o") -> Report {
        Report(
            comparison: Comparison(outcome: outcome, exposed: "a", control: "b", figures: figures), confidence: 0.95,
            beta: 1)
    }

    private func counts(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Comparison.Figures {
        .counts(ContingencyTable(exposedCases: a, exposedNoncases: b, controlCases: c, controlNoncases: d))
    }

    /// Returns the rows of each measure in the plot's script. A row contains the estimate, the lower and the upper end
    /// of the interval, and the height in the plot.
    private func series(_ reports: [Report]) -> [[[Double]]] {
        let lines: [Substring] = ForestPlot(reports: reports).script.split(separator: "\n")
        return lines.indices.filter { lines[$0].hasPrefix("$series") }.map { start in
            lines[(start + 1)...].prefix { $0 != "end" }.map { $0.split(separator: " ").map { Double($0) ?? .nan } }
        }
    }

    /// The axis has finite ends for all probabilities, even if their ratio overflows or underflows.
    @Test func everyProbabilityHasAnAxis() {
        let ends: [Double] = [0, .leastNonzeroMagnitude, .leastNormalMagnitude / 4, 1e-300, 0.5, (1.0).nextDown, 1]
        for x in ends {
            for y in ends {
                let script: String = ForestPlot(reports: [report(.probabilities(exposed: x, control: y))]).script
                #expect(!script.contains("inf") && script.contains("set xrange ["), "\(x) \(y)")
            }
        }
    }

    @Test func rowsAreTheReportsRatios() throws {
        let table = ContingencyTable(exposedCases: 104, of: 11037, controlCases: 189, of: 11034)
        let probabilities = report(.probabilities(exposed: 0.5, control: 0.2))
        let rows: [[[Double]]] = series([report(.counts(table)), probabilities])
        let (woolf, exact, katz) = (table.woolfInterval(), table.exactInterval(), table.katzInterval())
        #expect(rows[0] == [[table.oddsRatio, woolf.lower, woolf.upper, 0.22], [4, 4, 4, -0.78]])
        #expect(rows[1] == [[table.conditionalOddsRatio, exact.lower, exact.upper, 0]])
        #expect(rows[2] == [[table.relativeRisk, katz.lower, katz.upper, -0.22], [2.5, 2.5, 2.5, -1.22]])
    }

    /// An end of an interval that is 0 or ∞, which a logarithmic axis cannot show, is moved to the edge of the axis.
    /// The ratio 0/0 is not shown.
    @Test func endsBeyondTheAxisAreAtItsEdge() {
        let rows: [[[Double]]] = series([report(counts(4, 3, 0, 4)), report(counts(0, 5, 0, 9))])
        let lower: Double = counts(4, 3, 0, 4).exactLower
        #expect(lower > 0.4 && lower < 1)
        #expect(rows[0] == [[1.25, lower / 1.25, 1.25, 0.22]])
        #expect(rows[1] == [[1.25, lower, 1.25, 0]])
        // A block without ratios contains a row of NaN, because gnuplot refuses an empty block.
        let none: [Double] = series([report(counts(0, 5, 0, 9))])[2].flatMap { $0 }
        #expect(none.count == 4 && none.allSatisfy { $0.isNaN })
    }

    @Test(.enabled(if: Gnuplot.isInstalled))
    func pictureIsDrawnWhateverTheLabelsAre() throws {
        let folder: String = NSTemporaryDirectory() + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let outcome = "it's `touch \(folder)/executed` {x}_y\nend $(touch \(folder)/executed)"
        let reports: [Report] = [report(counts(4, 3, 2, 4), outcome: outcome), report(counts(0, 5, 0, 9))]
        try ForestPlot(reports: reports).draw(to: PlotFile(path: folder + "/plot.svg"))
        let text: String = try String(contentsOfFile: folder + "/plot.svg", encoding: .utf8)
        #expect(text.contains("it's `touch") || text.contains("it&apos;s `touch") || text.contains("it&#39;s `touch"))
        #expect(text.contains("odds ratio, Woolf 95 %") && text.contains("relative risk, Katz 95 %"))
        let files: [String] = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files == ["plot.svg"])
    }
}

extension Comparison.Figures {
    fileprivate var exactLower: Double {
        guard case .counts(let table) = self else { return .nan }
        return table.exactInterval().lower
    }
}
#endif
