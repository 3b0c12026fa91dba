import Foundation
import LinearAlgebra
import Statistics

extension Fit {
    /// The coefficients as an aligned table, followed by the residual standard deviation, R², and the condition number.
    /// If columns depend on other columns, the equations of these columns replace the condition number.
    var report: String {
        get throws {
            let width: Int = max(14, problem.names.map(\.count).max() ?? 0)
            let title: String = "coefficient".padded(to: width) + "           value"
            var lines: [String] = [title + (errors == nil ? "" : "     standard error         t")]
            for (index, name) in problem.names.enumerated() {
                let label: String = name.padded(to: width)
                var line: String = label + String(format: "%16.8g", coefficients[index])
                if let error = errors?[index] {
                    let t: Double = coefficients[index] / error
                    line += String(format: "   %16.8g   ", error)
                    // t is 0/0, which is NaN, if the coefficient and its standard error are exactly 0.
                    line += t.isNaN ? "undefined" : String(format: "%7.2f", t)
                }
                lines.append(line)
            }
            lines.append("residual standard deviation \(deviationText), R² \(explainedText)\(try conditionText)")
            if problem.droppedCount > 0 { lines.append(droppedText) }
            if !dependences.isEmpty {
                lines.append("The coefficients are NOT UNIQUE, because columns depend on others:")
                lines += dependences.map { "    \($0.equation(problem.names))" }
                lines.append("Of all solutions with the same fit, this one has the least sum of squared coefficients.")
            }
            return lines.joined(separator: "\n")
        }
    }

    private var droppedText: String {
        let (dropped, all): (Int, Int) = (problem.droppedCount, problem.droppedCount + problem.rowCount)
        return "\(dropped) of \(all) rows \(dropped == 1 ? "is" : "are") left out, because a value is missing"
    }

    private var deviationText: String {
        deviation.map { String(format: "%.8g", $0) } ?? "undefined (no row is left to estimate it)"
    }

    private var explainedText: String {
        explained.map { String(format: "%.8f", $0) } ?? "undefined ('\(problem.targetName)' is constant)"
    }

    private var conditionText: String {
        get throws {
            if !dependences.isEmpty { return "" }
            let number: Double = try conditionNumber(problem.matrix).scalar
            return number.isFinite
                ? String(format: ", condition number %.2g", number) : ", condition number above 1e308"
        }
    }
}
