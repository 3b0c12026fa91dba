import Foundation
import LinearAlgebra
import Tensors

/// A least-squares fit with an intercept. The fit uses a QR factorization, because normal equations would square the
/// condition number.
struct Fit {
    let problem: Regression
    /// The coefficients, in the order of `problem.names`: the intercept first.
    let coefficients: [Double]
    /// The standard errors of the coefficients; `nil` if the coefficients are not unique, or if no degrees of freedom
    /// are left.
    let errors: [Double]?
    /// The columns that depend on other columns; empty if the coefficients are unique.
    let dependences: [Dependence]
    /// R², the fraction of the target's variance that the fit explains; `nil` if the target has the same value in every
    /// row.
    let explained: Double?
    /// The standard deviation of the residuals; `nil` if no degrees of freedom are left.
    let deviation: Double?

    /// Fits the target by least squares.
    ///
    /// - Parameters:
    ///   - problem: The least-squares problem: the columns and the target.
    ///   - allowsDependence: Whether the initializer accepts columns or rows that do not determine unique coefficients.
    ///     Of all coefficients with the best fit, the initializer then chooses the coefficients with the least sum of
    ///     squares.
    /// - Throws: `LinearRegressionError` if a number is outside the range of `Double`, and, without `allowsDependence`, if
    ///   the coefficients are not unique or no degrees of freedom are left; `LinearAlgebraError` if a factorization
    ///   fails.
    init(_ problem: Regression, allowsDependence: Bool) throws {
        let dependences: [Dependence] = try Dependence.all(of: problem)
        let (rows, names): (Int, [String]) = (problem.rowCount, problem.names)
        let rank: Int = names.count - dependences.count
        if !allowsDependence {
            guard dependences.isEmpty else {
                throw LinearRegressionError.dependentColumns(
                    file: problem.file, equations: dependences.map { $0.equation(names) }, rows: rows,
                    coefficients: names.count)
            }
            guard rows > rank else {
                throw LinearRegressionError.tooFewRows(file: problem.file, rows: rows, coefficients: names.count)
            }
        }
        let dependent = Set(dependences.map(\.column))
        let free: [Int] = names.indices.filter { !dependent.contains($0) }
        let basis = Tensor<Double>(stacking: free.map { problem.scaled[.all, $0] }, axis: 1)
        let y: Tensor<Double> = problem.target
        let solution: Tensor<Double> = try leastSquares(basis, y)
        var coefficients = [Double](repeating: 0, count: names.count)
        for (place, column) in free.enumerated() {
            coefficients[column] = try problem.coefficient(solution[place].scalar, column)
        }
        let squares: Double = (y - matmul(basis, solution)).squared().sum().scalar
        let scatter: Double = (y - y.mean()).squared().sum().scalar
        let spread: Double? = rows > rank ? (squares / Double(rows - rank)).squareRoot() : nil
        (self.problem, self.dependences) = (problem, dependences)
        explained = problem.isTargetConstant ? nil : 1 - squares / scatter
        deviation = try spread.map { try problem.length($0) }
        if dependences.isEmpty {
            self.coefficients = coefficients
            errors = try spread.map { try Self.errors(problem, deviation: $0) }
        } else {
            self.coefficients = try Self.shortest(coefficients, dependences, problem)
            errors = nil
        }
    }

    /// Returns the standard errors of the coefficients. Let X be the matrix of the columns, and X = QR the QR
    /// factorization of X. The standard error of coefficient i is the residual standard deviation times the square root
    /// of the diagonal element i of (XᵀX)⁻¹. Because (XᵀX)⁻¹ = R⁻¹R⁻ᵀ, this square root is the length of row i of R⁻¹.
    /// Throws a `LinearRegressionError` if a standard error is outside the range of `Double`, and a `LinearAlgebraError` if
    /// the factorization fails.
    private static func errors(_ problem: Regression, deviation: Double) throws -> [Double] {
        let count: Int = problem.names.count
        let inverse: Tensor<Double> = try solveTriangular(qr(problem.scaled).r, Tensor(identity: count), .upper)
        let lengths: [Double] = vectorNorm(inverse).scalars
        return try lengths.indices.map { try problem.coefficient(lengths[$0] * deviation, $0) }
    }

    /// Returns the solution of least length: `solution` minus the projection of `solution` onto the null space of the
    /// matrix of the columns. The dependences span this null space. Throws a `LinearRegressionError` if a coefficient is
    /// outside the range of `Double`, and a `LinearAlgebraError` if the factorization fails.
    private static func shortest(
        _ solution: [Double], _ dependences: [Dependence], _ problem: Regression
    ) throws -> [Double] {
        let directions: [Tensor<Double>] = dependences.map { dependence in
            var direction = [Double](repeating: 0, count: solution.count)
            direction[dependence.column] = 1
            for term in dependence.terms { direction[term.column] = -term.coefficient }
            let greatest: Double = direction.reduce(0) { max($0, abs($1)) }
            return Tensor(direction.map { $0 / greatest })
        }
        let null = Tensor<Double>(stacking: directions, axis: 1)
        let greatest: Double = solution.reduce(0) { max($0, abs($1)) }
        if greatest == 0 { return solution }
        // Divides by the greatest absolute value, so that the squares do not overflow.
        let start: Tensor<Double> = Tensor(solution.map { $0 / greatest })
        let shortest: Tensor<Double> = start - matmul(null, try leastSquares(null, start))
        let result: [Double] = shortest.scalars.map { $0 * greatest }
        guard result.allSatisfy(\.isFinite) else {
            throw LinearRegressionError.outOfRange(file: problem.file, quantity: "a coefficient")
        }
        return result
    }
}
