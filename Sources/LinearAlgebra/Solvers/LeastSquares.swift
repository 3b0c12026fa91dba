internal import COpenBLAS
public import Tensors

/// The X that minimises ‖A·X − B‖, for A of full rank: LAPACK `gels` (QR). Where A has more columns than rows, the
/// shortest X with A·X = B. Cost: 2·m·n² operations for a tall matrix.
///
/// `[…, m, n]` and `[…, m, k]` → `[…, n, k]`. Leading axes broadcast, and a `b` with one axis is a vector, as in
/// `solve`. The derivative is that of A⁺·B.
///
/// Columns count as dependent where rounding alone can explain the condition number of R: where its reciprocal (1-norm,
/// columns of length 1, estimated by LAPACK `trcon`) is at most (8 + ½√m)·ε. Because columns are scaled to length 1,
/// their units do not matter. For a wide matrix the rows are examined in the same way.
///
/// - Throws: `singular` if columns (of a wide matrix: rows) are dependent, with the position of one that depends on
///   others. `dependentColumns(of:)` names the other columns; `minimumNormLeastSquares` solves such systems too. Also
///   `notFinite`, `tooLarge`.
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

/// The gradient with respect to A: −A⁺ᴴ·G·Xᴴ + R·(A⁺·A⁺ᴴ·G)ᴴ + A⁺ᴴ·X·(G − A⁺·A·G)ᴴ with the residual R = B − A·X (Golub
/// and Pereyra, 1973).
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

/// A⁺ of a matrix of full rank, by QR. Every matrix that `leastSquares` accepts has full rank.
private func fullRankPseudoInverse<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    if a.matrixRows < a.matrixColumns { return try fullRankPseudoInverse(a.adjoint()).adjoint() }
    let parts: QRDecomposition<Scalar> = try qr(a)
    return try solveTriangular(parts.r, parts.q.adjoint(), .upper)
}

/// The solutions, as constants.
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

/// Returns B by columns, with enough rows for the solution too: `[…, k, rows]`.
func rightSides<Scalar: LinearAlgebraScalar>(
    _ b: Tensor<Scalar>, rows: Int, _ operation: String
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let columns: Tensor<Scalar> = try checkedCopy(b, transposed: true, for: operation)
    if b.matrixRows == rows { return columns }
    var padded = Tensor<Scalar>(zeros: Shape(columns.shape.dimensions.dropLast() + [rows]))
    padded[.ellipsis, 0 ..< b.matrixRows] = columns
    return padded
}
