import Foundation
import Synapses
import Tensors

/// What is printed of the rows.
struct Report {
    let confidence, beta: Double

    func text(_ rows: [Comparison]) -> String { rows.map(text).joined(separator: "\n\n") }

    private func text(_ row: Comparison) -> String {
        var lines: [String] = [row.name]
        if let table = row.table {
            lines.append(
                "  \(table.events) of \(table.events + table.nonevents) against "
                    + "\(table.referenceEvents) of \(table.referenceEvents + table.referenceNonevents)")
        }
        lines.append(line("risks", row.risk) + " against \(number(row.referenceRisk))")
        let ratio: Double = row.table?.oddsRatio ?? oddsRatio(row.risk, row.referenceRisk)
        lines.append(line("odds ratio", ratio) + interval(row.table?.woolfInterval(confidence: confidence), "Woolf"))
        lines.append(line("log odds ratio, nats", log(ratio)))
        if let table = row.table {
            lines.append(
                line("odds ratio, conditional", table.conditionalOddsRatio)
                    + interval(table.exactInterval(confidence: confidence), "exact"))
        }
        let relative: Double = row.table?.relativeRisk ?? relativeRisk(row.risk, row.referenceRisk)
        lines.append(
            line("relative risk", relative) + interval(row.table?.katzInterval(confidence: confidence), "Katz"))
        let swap: Double = SynapseFunction<Double>(beta: beta)
            .swapRatio(Tensor(row.risk), Tensor(row.referenceRisk)).scalar
        lines.append(line("swap ratio at β = \(beta)", swap))
        return lines.joined(separator: "\n")
    }

    private func line(_ name: String, _ value: Double) -> String {
        "  " + name.padding(toLength: 26, withPad: " ", startingAt: 0) + number(value)
    }

    private func interval(_ range: ClosedRange<Double>?, _ method: String) -> String {
        guard let range else { return "" }
        let percent: String = String(format: "%g", 100 * confidence)
        return "   \(percent) % \(method): \(number(range.lowerBound)) to \(number(range.upperBound))"
    }

    private func number(_ value: Double) -> String {
        if value.isNaN { return "undefined" }
        return value.isInfinite ? (value > 0 ? "∞" : "−∞") : String(format: "%.5g", value)
    }
}
