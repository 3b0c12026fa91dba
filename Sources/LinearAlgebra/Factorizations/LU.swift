internal import COpenBLAS
public import Tensors

/// The LU decomposition P·A = L·U of a matrix A with m rows and n columns, where P is a permutation of rows.
public struct LUDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// The factors of P·A = L·U in a single matrix `[…, m, n]`: L below the diagonal, and U on and above the diagonal.
    /// The diagonal of L consists of ones and is not stored.
    public let factors: Tensor<Scalar>
    /// The row exchanges of an m × n matrix, as row numbers counted from 0: `[…, min(m, n)]`. In step i, row i was
    /// exchanged with row `pivots[…, i]`.
    public let pivots: Tensor<Int>

    /// The factor L of P·A = L·U for an m × n matrix A: `[…, m, min(m, n)]`. L is lower triangular or trapezoidal, with
    /// ones on the diagonal.
    public var lower: Tensor<Scalar> {
        let part: Tensor<Scalar> = factors[.ellipsis, 0 ..< pivots.shape[-1]]
        return lowerTriangle(part, diagonal: -1) + Tensor(identity: part.matrixRows)[.all, 0 ..< part.matrixColumns]
    }

    /// The factor U of P·A = L·U for an m × n matrix A: `[…, min(m, n), n]`. U is upper triangular or trapezoidal.
    public var upper: Tensor<Scalar> { upperTriangle(factors[.ellipsis, 0 ..< pivots.shape[-1], .all]) }

    /// The permutation P of P·A = L·U as row numbers, counted from 0: `[…, m]` for a matrix A with m rows. Row i of P·A
    /// is row `permutation[…, i]` of A.
    public var permutation: Tensor<Int> {
        let rows: Int = factors.matrixRows
        let stack: Int = factors.batchShape.elementCount
        let exchanges: [Int] = pivots.scalars
        let steps: Int = pivots.shape[-1]
        var order: [Int] = []
        for matrix in 0 ..< stack {
            var rowsNow = Array(0 ..< rows)
            for step in 0 ..< steps { rowsNow.swapAt(step, exchanges[matrix * steps + step]) }
            order += rowsNow
        }
        return Tensor(order, shape: Shape(factors.batchShape.dimensions + [rows]))
    }

    /// For each matrix of the stack, whether an element on the diagonal of the factor U is exactly 0: `[…]`.
    public var isSingular: Tensor<Bool> {
        let diagonal: Tensor<Scalar> = self.factors.diagonal()
        let values: [Bool] = (0 ..< factors.batchShape.elementCount).map { matrix in
            let length: Int = diagonal.shape[-1]
            return diagonal.scalars[matrix * length ..< (matrix + 1) * length].contains(0)
        }
        return Tensor(values, shape: factors.batchShape)
    }
}

/// Returns the LU decomposition P·A = L·U of a matrix A, or of each matrix of a stack `[…, m, n]`, by partial pivoting.
/// A tensor with fewer than two axes traps.
///
/// A singular matrix has a decomposition too. An element on the diagonal of U is then 0, exactly or to rounding. The
/// function calls LAPACK's `getrf`; from 64 rows and columns on, for blocks of columns. For an n × n matrix the function takes ⅔·n³ arithmetic operations. The function has
/// no derivative: a tracked input traps.
///
/// - Throws: `LinearAlgebraError.notFinite` if an element is NaN or infinite, or `tooLarge` if the number of rows or
///   columns exceeds `Int32.max`.
public func lu<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> LUDecomposition<Scalar> {
    try requireMatrix(a, "lu")
    requireConstant(a, "lu")
    let (rows, columns): (Int, Int) = (a.matrixRows, a.matrixColumns)
    let steps: Int = min(rows, columns)
    let factors: Tensor<Scalar> = try checkedCopy(a, transposed: true, for: "lu")
    let count: Int = factors.batchShape.elementCount
    let pivots = Tensor<Int>(uninitialized: Shape(a.batchShape.dimensions + [steps]))
    let outcome: Outcome = forEachMatrix(
        steps > 0 ? count : 0, multiplications: rows * columns * steps / 3, by: .library,
        workspace: Workspace<Int32>(steps)
    ) { matrix, workspace in
        let address: UnsafeMutablePointer<Scalar> = factors.mutableAddress + matrix * rows * columns
        let info: Int32 = BlockedLU(rows: rows, columns: columns, address, workspace.scalars).factor()
        for step in 0 ..< steps { pivots.mutableAddress[matrix * steps + step] = Int(workspace.scalars[step]) - 1 }
        return min(info, 0)
    }
    try outcome.check { info, matrix in .singular(operation: "lu", position: info, matrix: matrix) }
    return LUDecomposition(factors: transposing(factors), pivots: pivots)
}
