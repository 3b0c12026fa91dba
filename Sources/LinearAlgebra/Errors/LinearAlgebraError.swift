/// An operation that the numbers of a matrix make impossible. Wrong shapes are a programmer's mistakes: they trap.
///
/// `matrix` is the position of the matrix in its stack, in row-major order; 0 for a single matrix. `operation` is the
/// name of the function that was called.
public enum LinearAlgebraError: Error, Hashable {
    /// There is no unique solution: the pivot at `position` of the diagonal, counted from 0, is exactly 0. From
    /// `leastSquares`: the column at `position` depends on others to rounding (the row, where the matrix has more
    /// columns than rows).
    case singular(operation: String, position: Int, matrix: Int)
    /// The leading minor of order `order` is not positive.
    case notPositiveDefinite(operation: String, order: Int, matrix: Int)
    /// An iteration did not converge. `count` is LAPACK's info: for most routines the number of values that were not
    /// found.
    case noConvergence(operation: String, count: Int, matrix: Int)
    /// The element in `row` and `column` is NaN or infinite.
    case notFinite(operation: String, row: Int, column: Int, matrix: Int)
    /// The matrix has no square root, or no real one.
    case noSquareRoot(operation: String, matrix: Int)
    /// An eigenvalue of a symmetric matrix is outside of the function's domain.
    case outsideDomain(operation: String, eigenvalue: Double, matrix: Int)
    /// The matrix has no elements, and the result has no meaning for such a matrix.
    case empty(operation: String)
    /// A length is greater than LAPACK's 32-bit integers.
    case tooLarge(operation: String, length: Int)
}

extension LinearAlgebraError {
    /// The error of a matrix, from the error of its transpose.
    var ofTranspose: LinearAlgebraError {
        guard case .notFinite(let operation, let row, let column, let matrix) = self else { return self }
        return .notFinite(operation: operation, row: column, column: row, matrix: matrix)
    }
}

extension LinearAlgebraError {
    /// The error of a matrix of a stack, from the error of that matrix alone.
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
    /// What went wrong, in which matrix, and what to do.
    public var description: String {
        switch self {
        case .singular(let operation, let position, let matrix):
            "\(operation): matrix \(matrix) is singular: pivot \(position) is 0, exactly or to rounding. "
                + "dependentColumns(of:) names the columns that depend on others; "
                + "minimumNormLeastSquares finds the shortest solution."
        case .notPositiveDefinite(let operation, let order, let matrix):
            "\(operation): matrix \(matrix) is not positive definite: "
                + "its leading minor of order \(order) is not positive."
        case .noConvergence(let operation, let count, let matrix):
            "\(operation): the iteration for matrix \(matrix) did not converge (LAPACK reports \(count)). "
                + "Scale the matrix, or use Double."
        case .notFinite(let operation, let row, let column, let matrix):
            "\(operation): element [\(row), \(column)] of matrix \(matrix) is not finite."
        case .noSquareRoot(let operation, let matrix):
            "\(operation): matrix \(matrix) has no square root of its own type. "
                + "A real matrix with a negative eigenvalue may have a complex root: convert it to Complex."
        case .outsideDomain(let operation, let eigenvalue, let matrix):
            "\(operation): eigenvalue \(eigenvalue) of matrix \(matrix) is outside the function's domain: "
                + "too small, negative, or 0 to rounding."
        case .empty(let operation):
            "\(operation): the matrix has no elements."
        case .tooLarge(let operation, let length):
            "\(operation): a length of \(length) is greater than LAPACK's 32-bit integers."
        }
    }
}
