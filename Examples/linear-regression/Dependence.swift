import Foundation
import LinearAlgebra
import Tensors

/// A linear dependence: a column is a weighted sum of other columns.
struct Dependence {
    let column: Int
    /// The columns in the sum, and their weights. The array is empty if the column is 0 in every row.
    let terms: [(column: Int, coefficient: Double)]

    /// Returns a dependence for each column that depends on other columns; an empty array if the coefficients are
    /// unique. Throws a `LinearAlgebraError` if a factorization fails.
    static func all(of problem: Regression) throws(LinearAlgebraError) -> [Dependence] {
        try dependentColumns(of: problem.scaled).map { found in
            Dependence(
                column: found.column,
                terms: found.terms.map { ($0.column, $0.coefficient * problem.ratio(found.column, $0.column)) })
        }
    }

    /// Returns the dependence as an equation, such as "'c' = 1 · (intercept) − 2 · 'a'".
    func equation(_ names: [String]) -> String {
        func name(_ index: Int) -> String { index == 0 ? names[0] : "'\(names[index])'" }
        var right = ""
        for (index, term) in terms.enumerated() {
            let isNegative: Bool = term.coefficient < 0
            let sign: String = index == 0 ? (isNegative ? "−" : "") : (isNegative ? " − " : " + ")
            right += sign + String(format: "%.6g", abs(term.coefficient)) + " · " + name(term.column)
        }
        return "\(name(column)) = \(right.isEmpty ? "0 in every row" : right)"
    }
}
