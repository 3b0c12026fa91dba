/// What the numbers of a matrix make impossible. Mistakes of shape are no errors: they trap.
///
/// `matrix` is the matrix's position in its stack, counted in row-major order; 0 for a single matrix.
public enum LinearAlgebraError: Error, Hashable {
    /// No solution: the pivot at `position` of the diagonal is exactly 0 (counted from 0). From `leastSquares`: the column
    /// at `position` (the row, where the matrix has more columns than rows) depends on others to rounding.
    case singular(operation: String, position: Int, matrix: Int)
    /// The leading minor of order `order` is not positive.
    case notPositiveDefinite(operation: String, order: Int, matrix: Int)
    /// An iteration did not converge; `count` is what LAPACK reports: how many values it did not find.
    case noConvergence(operation: String, count: Int, matrix: Int)
    /// The element in `row` and `column` is NaN or infinite.
    case notFinite(operation: String, row: Int, column: Int, matrix: Int)
    /// No square root, or no real one.
    case noSquareRoot(operation: String, matrix: Int)
    /// A function of a symmetric matrix has no value: this eigenvalue is outside the function's domain.
    case outsideDomain(operation: String, eigenvalue: Double, matrix: Int)
    /// A matrix without elements, for which the answer has no meaning.
    case empty(operation: String)
    /// A length beyond the 32-bit integers that LAPACK counts with.
    case tooLarge(operation: String, length: Int)
}

extension LinearAlgebraError {
    /// What was found in the transpose of a matrix, as it stands in the matrix itself.
    var ofTranspose: LinearAlgebraError {
        guard case .notFinite(let operation, let row, let column, let matrix) = self else { return self }
        return .notFinite(operation: operation, row: column, column: row, matrix: matrix)
    }
}

extension LinearAlgebraError {
    /// What was found in a matrix alone, as a matrix of a stack.
    func inMatrix(_ matrix: Int) -> LinearAlgebraError {
        switch self {
        case .singular(let operation, let position, _):
            .singular(operation: operation, position: position, matrix: matrix)
        case .notPositiveDefinite(let operation, let order, _):
            .notPositiveDefinite(operation: operation, order: order, matrix: matrix)
        case .noConvergence(let operation, let count, _):
            .noConvergence(operation: operation, count: count, matrix: matrix)
        case .notFinite(let operation, let row, let column, _):
            .notFinite(operation: operation, row: row, column: column, matrix: matrix)
        case .noSquareRoot(let operation, _): .noSquareRoot(operation: operation, matrix: matrix)
        case .outsideDomain(let operation, let eigenvalue, _):
            .outsideDomain(operation: operation, eigenvalue: eigenvalue, matrix: matrix)
        case .empty, .tooLarge: self
        }
    }
}

extension LinearAlgebraError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .singular(let operation, let position, let matrix):
            "\(operation): matrix \(matrix) is singular: pivot \(position) is 0, exactly or to rounding. "
                + "dependentColumns(of:) names the columns that depend on others, "
                + "minimumNormLeastSquares has the solution of least length."
        case .notPositiveDefinite(let operation, let order, let matrix):
            "\(operation): matrix \(matrix) is not positive definite: its leading minor of order \(order) is not positive."
        case .noConvergence(let operation, let count, let matrix):
            "\(operation): the iteration for matrix \(matrix) did not converge (LAPACK reports \(count)). "
                + "Scale the matrix, or take Double."
        case .notFinite(let operation, let row, let column, let matrix):
            "\(operation): element [\(row), \(column)] of matrix \(matrix) is not finite."
        case .noSquareRoot(let operation, let matrix):
            "\(operation): matrix \(matrix) has no root of its own type. "
                + "A negative eigenvalue of a real matrix has a complex one: take Complex."
        case .outsideDomain(let operation, let eigenvalue, let matrix):
            "\(operation): eigenvalue \(eigenvalue) of matrix \(matrix) is outside the function's domain: "
                + "too small, negative, or 0 to rounding."
        case .empty(let operation):
            "\(operation): the matrix has no elements."
        case .tooLarge(let operation, let length):
            "\(operation): a length of \(length) is beyond the 32-bit integers of LAPACK."
        }
    }
}
