internal import COpenBLAS
public import Tensors

/// Returns the X that minimizes ‖A·X − B‖ for an A of full rank: `[…, m, n]` and `[…, m, k]` → `[…, n, k]`.
///
/// If A has more columns than rows, X is the shortest solution of A·X = B. Leading axes are broadcast, and a `b` with
/// one axis is a vector, as in `solve`. LAPACK routine: `gels` (QR). Cost: 2·m·n² operations for a tall matrix. The
/// derivative is that of A⁺·B.
///
/// Columns are linearly dependent if the reciprocal condition number of R is at most (8 + ½√m)·ε, because then rounding
/// alone can explain it. The condition number is that in the 1-norm, estimated by LAPACK's `trcon`, after the columns
/// are scaled to Euclidean norm 1. The scale of a column therefore does not matter. For a matrix with more columns than
/// rows, the rows are examined in the same way.
///
/// - Throws: `LinearAlgebraError.singular` if columns are linearly dependent, or rows if there are more columns than
///   rows. Its position is that of a column (row) that depends on others. `dependentColumns(of:)` returns the dependent
///   columns, and `minimumNormLeastSquares` solves such systems too. Also `notFinite` or `tooLarge`.
public func leastSquares<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireMatrix(a, "leastSquares")
    return try solveBroadcast(a, b, "leastSquares") { (a, b) throws(LinearAlgebraError) in
        withDerivative(
            of: TensorOperation("leastSquares", a, b), try leastSquaresSolution(a.asConstant(), b.asConstant()),
            .by(a) { cotangent, x in leastSquaresPullback(a, b, x, cotangent) },
            .by(b) { cotangent in
                matmul(orNaN(like: a, [a]) { try fullRankPseudoInverse($0[0]).adjoint() }, cotangent)
            })
    }
}

/// Returns the gradient of the loss with respect to A.
///
/// The gradient is −A⁺ᴴ·G·Xᴴ + R·(A⁺·A⁺ᴴ·G)ᴴ + A⁺ᴴ·X·(G − A⁺·A·G)ᴴ, where G is the cotangent and R = B − A·X the
/// residual (Golub and Pereyra, 1973).
private func leastSquaresPullback<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ x: Tensor<Scalar>, _ cotangent: Tensor<Scalar>
) -> Tensor<Scalar> {
    let adjoint: Tensor<Scalar> = orNaN(like: a, [a]) { try fullRankPseudoInverse($0[0]).adjoint() }
    let inverse: Tensor<Scalar> = adjoint.adjoint()
    let pulled: Tensor<Scalar> = matmul(adjoint, cotangent)
    let first: Tensor<Scalar> = matmul(pulled, x.adjoint())
    let second: Tensor<Scalar> = matmul(b - matmul(a, x), matmul(inverse, pulled).adjoint())
    let outside: Tensor<Scalar> = cotangent - matmul(inverse, matmul(a, cotangent))
    let third: Tensor<Scalar> = matmul(matmul(adjoint, x), outside.adjoint())
    return second + third - first
}

/// Returns A⁺ of a matrix of full rank, computed by QR. Every matrix that `leastSquares` accepts has full rank.
private func fullRankPseudoInverse<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    if a.matrixRows < a.matrixColumns { return try fullRankPseudoInverse(a.adjoint()).adjoint() }
    let parts: QRDecomposition<Scalar> = try qr(a)
    return try solveTriangular(parts.r, parts.q.adjoint(), .upper)
}

/// Returns the solutions as untracked tensors.
private func leastSquaresSolution<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let (rows, columns, sides): (Int, Int, Int) = (a.matrixRows, a.matrixColumns, b.matrixColumns)
    let copy: Tensor<Scalar> = try checkedCopy(a, transposed: true, for: "leastSquares")
    let sidesCopy: Tensor<Scalar> = try rightSides(b, rows: max(rows, columns), "leastSquares")
    let result = transposing(sidesCopy)[.ellipsis, 0 ..< columns, .all]
    guard copy.count > 0, sides > 0 else { return Tensor(zeros: result.shape) }
    let (m, n, k, ldb) = (Int32(rows), Int32(columns), Int32(sides), Int32(max(rows, columns)))
    let length: Int = workspaceSize(Scalar.self) { work in
        synann_gels(Scalar.lapackType, .noTranspose, m, n, k, nil, m, nil, ldb, work, -1)
    }
    let outcome: Outcome = forEachMatrix(
        a.batchShape.elementCount, multiplications: rows * columns * min(rows, columns),
        workspace: Workspace<Scalar>(length)
    ) { matrix, work in
        synann_gels(
            Scalar.lapackType, .noTranspose, m, n, k, copy.mutableAddress + matrix * rows * columns, m,
            sidesCopy.mutableAddress + matrix * sides * Int(ldb), ldb, work.scalars, work.count)
    }
    try requireIndependence(a, factors: copy, outcome, "leastSquares")
    return result
}

/// Returns B in column-major order, padded with rows of zeros so that the solution fits too: `[…, k, rows]`.
func rightSides<Scalar: LinearAlgebraScalar>(
    _ b: Tensor<Scalar>, rows: Int, _ operation: String
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let columns: Tensor<Scalar> = try checkedCopy(b, transposed: true, for: operation)
    if b.matrixRows == rows { return columns }
    var padded = Tensor<Scalar>(zeros: Shape(columns.shape.dimensions.dropLast() + [rows]))
    padded[.ellipsis, 0 ..< b.matrixRows] = columns
    return padded
}
