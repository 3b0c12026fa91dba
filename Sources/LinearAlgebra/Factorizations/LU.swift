internal import COpenBLAS
public import Tensors

/// The LU decomposition P·A = L·U with row exchanges P.
public struct LUDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// L below the diagonal and U on and above it: `[…, m, n]`. L's diagonal is 1 and not stored.
    public let factors: Tensor<Scalar>
    /// The row exchanges, in order: row i was exchanged with row `pivots[…, i]`. `[…, min(m, n)]`, counted from 0.
    public let pivots: Tensor<Int>

    /// L: unit lower triangular or trapezoidal, `[…, m, min(m, n)]`.
    public var lower: Tensor<Scalar> {
        let part: Tensor<Scalar> = factors[.ellipsis, 0 ..< pivots.shape[-1]]
        return lowerTriangle(part, diagonal: -1) + Tensor(identity: part.matrixRows)[.all, 0 ..< part.matrixColumns]
    }

    /// U: upper triangular or trapezoidal, `[…, min(m, n), n]`.
    public var upper: Tensor<Scalar> { upperTriangle(factors[.ellipsis, 0 ..< pivots.shape[-1], .all]) }

    /// P as an order of rows: row i of P·A is row `permutation[…, i]` of A. `[…, m]`.
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

    /// Whether a pivot is exactly 0, for each matrix: `[…]`.
    public var isSingular: Tensor<Bool> {
        let diagonal: Tensor<Scalar> = self.factors.diagonal()
        let values: [Bool] = (0 ..< factors.batchShape.elementCount).map { matrix in
            let length: Int = diagonal.shape[-1]
            return diagonal.scalars[matrix * length ..< (matrix + 1) * length].contains(0)
        }
        return Tensor(values, shape: factors.batchShape)
    }
}

/// The LU decomposition P·A = L·U with row pivoting, of a matrix or of each matrix of a stack `[…, m, n]`: LAPACK
/// `getrf`. Cost: ⅔·n³ operations for a square matrix.
///
/// A singular matrix has a decomposition too, with a 0 on U's diagonal. There is no derivative: a tracked input traps.
///
/// - Throws: `notFinite`, `tooLarge`.
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
        steps > 0 ? count : 0, multiplications: rows * columns * steps / 3, workspace: Workspace<Int32>(steps)
    ) { matrix, workspace in
        let info: Int32 = synann_getrf(
            Scalar.lapackType, Int32(rows), Int32(columns), factors.mutableAddress + matrix * rows * columns,
            Int32(rows), workspace.scalars)
        for step in 0 ..< steps { pivots.mutableAddress[matrix * steps + step] = Int(workspace.scalars[step]) - 1 }
        return min(info, 0)
    }
    try outcome.check { info, matrix in .singular(operation: "lu", position: info, matrix: matrix) }
    return LUDecomposition(factors: transposing(factors), pivots: pivots)
}
