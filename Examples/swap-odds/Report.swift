import Foundation
import Statistics
import Synapses
import Tensors

/// A comparison as a table. Each line contains a measure, its estimate, and its interval if there is one.
struct Report: CustomStringConvertible {
    let comparison: Comparison
    let confidence: Double
    let beta: Double

    /// A line of the table: a measure with its estimate and its interval.
    struct Line {
        let measure: String
        let estimate: Double
        var method = ""
        var interval: ConfidenceInterval?
    }

    var description: String {
        let width: Int = lines.map(\.measure.count).max() ?? 0
        let table: [String] = lines.map { line in
            let measure: String = line.measure.padded(to: width)
            let start: String = "  \(measure)  \(aligned(line.estimate))"
            guard let interval = line.interval else { return start }
            return start + "   \(line.method)  [\(aligned(interval.lower)), \(aligned(interval.upper))]"
        }
        return ([title] + table + leftOut).joined(separator: "\n")
    }

    /// The line with the number of persons that are left out; empty if there are none.
    private var leftOut: [String] {
        let count: Int = comparison.missingCount
        if count == 0 { return [] }
        let persons: String = count == 1 ? "1 row is" : "\(count) rows are"
        return ["  \(persons) left out, because the outcome or the exposure is missing."]
    }

    private var title: String {
        let (exposed, control): (String, String)
        switch comparison.figures {
        case .counts(let table):
            exposed = "\(table.exposedCases) of \(table.exposedTotal)"
            control = "\(table.controlCases) of \(table.controlTotal)"
        case .probabilities(let x, let y):
            (exposed, control) = ("probability \(x)", "probability \(y)")
        }
        return "\(comparison.outcome): \(comparison.exposed), \(exposed); \(comparison.control), \(control)"
    }

    private var lines: [Line] { ratios + logarithms + [swap] }

    /// The names of the measures that `ratios` can contain.
    static let ratioMeasures: [String] = ["odds ratio", "odds ratio, conditional", "relative risk"]

    /// The ratios that compare the two groups. The ratios have intervals if the figures are counts.
    var ratios: [Line] {
        let names: [String] = Self.ratioMeasures
        switch comparison.figures {
        case .probabilities(let x, let y):
            return [
                Line(measure: names[0], estimate: oddsRatio(x, y)),
                Line(measure: names[2], estimate: relativeRisk(x, y)),
            ]
        case .counts(let table):
            return [
                Line(
                    measure: names[0], estimate: table.oddsRatio, method: "Woolf \(level)",
                    interval: table.woolfInterval(confidence: confidence)),
                Line(
                    measure: names[1], estimate: table.conditionalOddsRatio, method: "exact \(level)",
                    interval: table.exactInterval(confidence: confidence)),
                Line(
                    measure: names[2], estimate: table.relativeRisk, method: "Katz  \(level)",
                    interval: table.katzInterval(confidence: confidence)),
            ]
        }
    }

    private var logarithms: [Line] {
        let values: [Double]
        switch comparison.figures {
        case .probabilities(let x, let y): values = [logOdds(x), logOdds(y)]
        // Computes the odds from the counts, because 1 − cases/total loses digits if there are few noncases.
        case .counts(let table):
            values = [
                log(Double(table.exposedCases) / Double(table.exposedNoncases)),
                log(Double(table.controlCases) / Double(table.controlNoncases)),
            ]
        }
        return [
            Line(measure: "log odds, \(comparison.exposed)", estimate: values[0]),
            Line(measure: "log odds, \(comparison.control)", estimate: values[1]),
        ]
    }

    /// The swap ratio: the output of a synapse divided by the output of the same synapse with exchanged channels.
    private var swap: Line {
        let ratio: Double
        switch comparison.figures {
        case .probabilities(let exposed, let control):
            let synapse = SynapseFunction<Double>(beta: beta)
            let (x, y): (Tensor<Double>, Tensor<Double>) = (Tensor(exposed), Tensor(control))
            ratio = (synapse(x, y) / synapse(y, x)).scalar
        case .counts(let table):
            // Let p and q be the fractions of cases in the exposed group and the control group. The ratio is p·(1 − βq)
            // / (q·(1 − βp)), where 1 − βq = 1 − β + β·(1 − q) avoids a loss of digits. x is 1 − p and y is 1 − q, both
            // from the counts.
            let x: Double = Double(table.exposedNoncases) / Double(table.exposedTotal)
            let y: Double = Double(table.controlNoncases) / Double(table.controlTotal)
            ratio = table.relativeRisk * ((1 - beta + beta * y) / (1 - beta + beta * x))
        }
        return Line(measure: "swap ratio, β = \(short(beta))", estimate: ratio)
    }

    private var level: String { short(confidence * 100) + " %" }

    private func short(_ value: Double) -> String { String(format: "%.12g", value) }

    /// Returns the value with five significant digits, right-aligned to nine characters. ∞ and NaN become "∞" and
    /// "nan".
    private func aligned(_ value: Double) -> String {
        let text: String
        switch value {
        case .infinity: text = "∞"
        case -.infinity: text = "-∞"
        // Ignores the sign of NaN: 0/0 is a negative NaN on some processors.
        case _ where value.isNaN: text = "nan"
        default: text = String(format: "%#.5g", value)
        }
        return String(repeating: " ", count: max(0, 9 - text.count)) + text
    }
}
