internal import COpenBLAS
public import Tensors

/// Returns the matrix X that minimizes ‖A·X − B‖ for a matrix A of full rank: `[…, m, n]` and `[…, m, k]` →
/// `[…, n, k]`.
///
/// A is `a`, B is `b`, and ‖·‖ is the Frobenius norm. If A has more columns than rows, X is the solution of A·X = B
/// with the least norm. The leading axes are broadcast, and a `b` of shape `[m]` is a vector, as in `solve`; other
/// shapes trap. The function calls LAPACK's `gels` (QR), or the QR decomposition of `qr` if A has 64 columns or more
/// and at least as many rows. For an m × n matrix A with m much greater than n the function
/// takes about 2·m·n² arithmetic operations. The derivative is the derivative of A⁺·B, where A⁺ is the Moore–Penrose
/// inverse.
///
/// The function treats columns as linearly dependent if rounding alone can explain their difference from dependent
/// columns. The criterion is that the reciprocal condition number of R in A = Q·R is at most (8 + ½√m)·ε, where m is
/// the number of rows, and ε = `ulpOfOne`. LAPACK's `trcon` estimates the condition number in the 1-norm, after the
/// columns are scaled to Euclidean norm 1. The scale of a column therefore does not matter. For a matrix with more
/// columns than rows, the function examines the rows in the same way.
///
/// - Throws: `LinearAlgebraError.singular` if the columns of A are linearly dependent, or if A has more columns than
///   rows and the rows are linearly dependent. The error contains the position of a column (row) that is a linear
///   combination of other columns (rows). `dependentColumns(of:)` returns the dependent columns, and
///   `minimumNormLeastSquares` solves such systems too. The function also throws `notFinite` if an element of an
///   operand is NaN or infinite, and `tooLarge` if the number of rows or columns exceeds `Int32.max`.
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

/// Returns the gradient of the loss with respect to A, for the least squares solution X = A⁺·B of A·X = B. The
/// parameters are A, B, X and the cotangent of X.
///
/// The gradient is −A⁺ᴴ·G·Xᴴ + R·(A⁺·A⁺ᴴ·G)ᴴ + A⁺ᴴ·X·(G − A⁺·A·G)ᴴ, where A⁺ is the Moore–Penrose inverse, G the
/// cotangent and R = B − A·X the residual (Golub and Pereyra, 1973).
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

/// Returns the Moore–Penrose inverse of a matrix of full rank, computed by QR: `[…, m, n]` → `[…, n, m]`. Every matrix
/// that `leastSquares` accepts has full rank.
private func fullRankPseudoInverse<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    if a.matrixRows < a.matrixColumns { return try fullRankPseudoInverse(a.adjoint()).adjoint() }
    let parts: QRDecomposition<Scalar> = try qr(a)
    return try solveTriangular(parts.r, parts.q.adjoint(), .upper)
}

/// Returns the least squares solutions X of A·X = B as an untracked tensor: `[…, m, n]` and `[…, m, k]` → `[…, n, k]`.
/// Throws `singular` if A does not have full rank, and `notFinite` if an element of `a` or `b` is NaN or infinite.
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
    let isBlocked: Bool = rows >= columns && BlockedQR<Scalar>.supports(rows: rows, columns: columns)
    let least: Scalar.Magnitude = Scalar.Magnitude.leastNormalMagnitude / Scalar.epsilon
    // `gels` scales these matrices, to avoid overflow and underflow.
    let extremes: [Int] =
        isBlocked ? [copy, sidesCopy].flatMap { matrices(of: $0) { !($0 > least && $0 < 1 / least) } } : []
    let outcome: Outcome = forEachMatrix(
        a.batchShape.elementCount, multiplications: rows * columns * min(rows, columns),
        by: isBlocked ? .library : .openBLAS, workspace: Workspace<Scalar>(length)
    ) { matrix, work in
        let factors: UnsafeMutablePointer<Scalar> = copy.mutableAddress + matrix * rows * columns
        let x: UnsafeMutablePointer<Scalar> = sidesCopy.mutableAddress + matrix * sides * Int(ldb)
        guard isBlocked, !extremes.contains(matrix) else {
            return synann_gels(
                Scalar.lapackType, .noTranspose, m, n, k, factors, m, x, ldb, work.scalars, work.count)
        }
        let qr = BlockedQR(factoring: factors, rows: rows, columns: columns)
        qr.reflectors.multiply(x, columns: sides, distance: rows, isAdjoint: true)
        return synann_trtrs(
            Scalar.lapackType, .upper, .noTranspose, .nonUnitDiagonal, n, k, factors, m, x, ldb)
    }
    try requireIndependence(a, factors: copy, outcome, "leastSquares")
    return result
}

/// Returns the right-hand sides `b`, `[…, m, k]`, in column-major order: `[…, k, rows]`. `rows` must be at least m. The
/// last `rows` − m elements of each right-hand side are 0, so that a longer solution fits into the memory. Throws
/// `notFinite` if an element of `b` is NaN or infinite.
func rightSides<Scalar: LinearAlgebraScalar>(
    _ b: Tensor<Scalar>, rows: Int, _ operation: String
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let columns: Tensor<Scalar> = try checkedCopy(b, transposed: true, for: operation)
    if b.matrixRows == rows { return columns }
    var padded = Tensor<Scalar>(zeros: Shape(columns.shape.dimensions.dropLast() + [rows]))
    padded[.ellipsis, 0 ..< b.matrixRows] = columns
    return padded
}
