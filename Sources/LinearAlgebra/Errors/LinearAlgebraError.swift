/// An error that depends on the values of a matrix, for example a singular matrix. A wrong shape traps instead.
///
/// `operation` is the name of the called function. `matrix` is the position of the matrix in its stack in row-major
/// order, or 0 for a single matrix.
public enum LinearAlgebraError: Error, Hashable {
    /// A linear system has no unique solution, because the pivot at `position` of the diagonal, counted from 0, is
    /// exactly 0.
    ///
    /// If `leastSquares` throws this error, the column at `position` is a linear combination of other columns, apart
    /// from rounding. For a matrix with more columns than rows, `position` is the position of a row, and the row is a
    /// linear combination of other rows.
    case singular(operation: String, position: Int, matrix: Int)
    /// The matrix is not positive definite: its leading minor of order `order`, counted from 1, is not positive.
    case notPositiveDefinite(operation: String, order: Int, matrix: Int)
    /// An iteration did not converge. `count` is the status code `info` of LAPACK, or of the library's own kernels for
    /// small matrices. For most routines the code is the number of values that did not converge.
    case noConvergence(operation: String, count: Int, matrix: Int)
    /// The element in row `row` and column `column`, counted from 0, is NaN or infinite.
    case notFinite(operation: String, row: Int, column: Int, matrix: Int)
    /// The matrix has no square root of the same scalar type. A real matrix may still have a complex square root.
    case noSquareRoot(operation: String, matrix: Int)
    /// An eigenvalue of a symmetric matrix is outside the domain of the function.
    case outsideDomain(operation: String, eigenvalue: Double, matrix: Int)
    /// The matrix has no elements, so the result is not defined.
    case empty(operation: String)
    /// The number of rows or columns, `length`, exceeds `Int32.max`, the limit of LAPACK.
    case tooLarge(operation: String, length: Int)
}

extension LinearAlgebraError {
    /// This error with `row` and `column` exchanged if the case is `notFinite`, and this error unchanged otherwise. The
    /// property converts an error about the transpose of a matrix to an error about the matrix.
    var ofTranspose: LinearAlgebraError {
        guard case .notFinite(let operation, let row, let column, let matrix) = self else { return self }
        return .notFinite(operation: operation, row: column, column: row, matrix: matrix)
    }
}

extension LinearAlgebraError {
    /// Returns this error with `matrix` as the position of the matrix in its stack. The cases `empty` and `tooLarge`,
    /// which have no position, are returned unchanged. `forEachAlone` calls the function for an error that was thrown
    /// for a single matrix.
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
    /// A sentence that names the operation, the matrix and the cause. For some errors a second sentence gives advice.
    public var description: String {
        switch self {
        case .singular(let operation, let position, let matrix):
            "\(operation): matrix \(matrix) is singular: pivot \(position) is 0, exactly or to rounding. "
                + "dependentColumns(of:) returns the columns that depend on others; "
                + "minimumNormLeastSquares finds the shortest solution."
        case .notPositiveDefinite(let operation, let order, let matrix):
            "\(operation): matrix \(matrix) is not positive definite: "
                + "its leading minor of order \(order) is not positive."
        case .noConvergence(let operation, let count, let matrix):
            "\(operation): the iteration for matrix \(matrix) did not converge (status code \(count)). "
                + "Scale the matrix so that its greatest element is about 1; convert a matrix of Float to Double."
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
            "\(operation): a length of \(length) does not fit LAPACK's 32-bit integers."
        }
    }
}
