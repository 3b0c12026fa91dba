internal import COpenBLAS
public import Tensors

/// The QR decomposition A = Q·R of a matrix A with m rows and n columns.
public struct QRDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// The factor Q of an m × n matrix, with orthonormal columns: `[…, m, k]` with k = min(m, n), or `[…, m, m]` if the
    /// decomposition is complete.
    public let q: Tensor<Scalar>
    /// The factor R of an m × n matrix, upper triangular or trapezoidal: `[…, k, n]` with k = min(m, n), or `[…, m, n]`
    /// if the decomposition is complete.
    public let r: Tensor<Scalar>
}

/// The QR decomposition A·P = Q·R of a matrix A with m rows and n columns, where P is a permutation of columns.
///
/// The absolute values on the diagonal of R are in descending order.
public struct PivotedQRDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// The factor Q of an m × n matrix, with orthonormal columns: `[…, m, k]` with k = min(m, n), or `[…, m, m]` if the
    /// decomposition is complete.
    public let q: Tensor<Scalar>
    /// The factor R of an m × n matrix, upper triangular or trapezoidal: `[…, k, n]` with k = min(m, n), or `[…, m, n]`
    /// if the decomposition is complete.
    public let r: Tensor<Scalar>
    /// The permutation P of A·P = Q·R as column numbers, counted from 0: `[…, n]` for a matrix A with n columns. Column
    /// j of A·P is column `permutation[…, j]` of A.
    public let permutation: Tensor<Int>
}

/// Returns the QR decomposition A = Q·R of a matrix A, or of each matrix of a stack `[…, m, n]`.
///
/// The function calls LAPACK's `geqrf` and `orgqr`. From 64 rows and columns on, it calls `geqrf` for blocks of columns,
/// and the threads update the other columns. For a stack of 16 or more real matrices with at most 16 rows and
/// columns, the function uses the library's own kernels instead. For an m × n matrix with m ≥ n the function takes
/// 4·m·n² − 4⁄3·n³ arithmetic operations.
///
/// The derivative (Walter and Lehmann, 2013; for wide matrices Liao et al., 2019) exists if the first k = min(m, n)
/// columns of A are linearly independent. The derivative is NaN if an element on the diagonal of R is 0 to rounding: if
/// its absolute value is at most 8·k·ε times the greatest absolute value in the first k columns of R, with ε =
/// `ulpOfOne`. The complete Q of a matrix with more rows than columns has no derivative: a tracked input traps.
///
/// - Parameters:
///   - a: A matrix or a stack of matrices: `[…, m, n]`. A tensor with fewer than two axes traps.
///   - complete: Whether Q has m columns instead of min(m, n).
/// - Throws: `LinearAlgebraError.notFinite` if an element is NaN or infinite, or `tooLarge` if the number of rows or
///   columns exceeds `Int32.max`.
public func qr<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, complete: Bool = false
) throws(LinearAlgebraError) -> QRDecomposition<Scalar> {
    try requireMatrix(a, "qr")
    require(
        !(complete && a.isTracked && a.matrixRows > a.matrixColumns),
        "qr: the complete decomposition of a tall matrix has no derivative")
    let parts = try qrFactors(a.asConstant(), complete: complete, pivoted: false, "qr")
    let joint: [Tensor<Scalar>] = withJointDerivative(of: "qr", [parts.q, parts.r], by: a) { cotangents, results in
        qrPullback(q: results[0], r: results[1], qCotangent: cotangents[0], rCotangent: cotangents[1])
    }
    return QRDecomposition(q: joint[0], r: joint[1])
}

/// Returns the QR decomposition A·P = Q·R with column pivoting of a matrix A, or of each matrix of a stack `[…, m, n]`.
///
/// The rank of A is usually the number of elements on the diagonal of R that are greater than rounding errors. The
/// function calls LAPACK's `geqp3` and `orgqr`. The function has no derivative: a tracked input traps.
///
/// - Parameters:
///   - a: A matrix or a stack of matrices: `[…, m, n]`. A tensor with fewer than two axes traps.
///   - complete: Whether Q has m columns instead of min(m, n).
/// - Throws: `LinearAlgebraError.notFinite` if an element is NaN or infinite, or `tooLarge` if the number of rows or
///   columns exceeds `Int32.max`.
public func pivotedQR<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, complete: Bool = false
) throws(LinearAlgebraError) -> PivotedQRDecomposition<Scalar> {
    try requireMatrix(a, "pivotedQR")
    requireConstant(a, "pivotedQR")
    let parts = try qrFactors(a.asConstant(), complete: complete, pivoted: true, "pivotedQR")
    return PivotedQRDecomposition(q: parts.q, r: parts.r, permutation: parts.permutation)
}

/// Returns the gradient of the loss with respect to A = Q·R, computed from the cotangents of Q and R.
private func qrPullback<Scalar: LinearAlgebraScalar>(
    q: Tensor<Scalar>, r: Tensor<Scalar>, qCotangent: Tensor<Scalar>, rCotangent: Tensor<Scalar>
) -> Tensor<Scalar> {
    let (rows, columns): (Int, Int) = (q.matrixRows, r.matrixColumns)
    guard columns > rows else { return tallPullback(q, r, qCotangent, rCotangent) }
    // A = [X Y] and R = [U V], where X and U have as many columns as A has rows. V = Qᴴ·Y depends on Y directly, and on
    // X through Q.
    let u: Tensor<Scalar> = r[.ellipsis, 0 ..< rows]
    let v: Tensor<Scalar> = r[.ellipsis, rows ..< columns]
    let vCotangent: Tensor<Scalar> = rCotangent[.ellipsis, rows ..< columns]
    let wholeCotangent: Tensor<Scalar> = qCotangent + matmul(matmul(q, v), vCotangent.adjoint())
    let yGradient: Tensor<Scalar> = matmul(q, vCotangent)
    let xGradient: Tensor<Scalar> = tallPullback(q, u, wholeCotangent, rCotangent[.ellipsis, 0 ..< rows])
    var gradient = Tensor<Scalar>(zeros: Shape(q.batchShape.dimensions + [rows, columns]))
    gradient[.ellipsis, 0 ..< rows] = xGradient
    gradient[.ellipsis, rows ..< columns] = yGradient
    return gradient
}

/// Returns the gradient of the loss with respect to A = Q·R, for a matrix A that has at least as many rows as columns.
///
/// The gradient is (G_Q + Q·copyltu(M))·R⁻ᴴ with M = R·G_Rᴴ − G_Qᴴ·Q, where G_Q and G_R are the cotangents of Q and R.
/// copyltu(M) is M with its upper triangle replaced by the conjugate transpose of its lower triangle.
private func tallPullback<Scalar: LinearAlgebraScalar>(
    _ q: Tensor<Scalar>, _ r: Tensor<Scalar>, _ qCotangent: Tensor<Scalar>, _ rCotangent: Tensor<Scalar>
) -> Tensor<Scalar> {
    let m: Tensor<Scalar> = matmul(r, upperTriangle(rCotangent).adjoint()) - matmul(qCotangent.adjoint(), q)
    let below: Tensor<Scalar> = lowerTriangle(m, diagonal: -1)
    let diagonal: Tensor<Scalar> = m.diagonal()
    let realDiagonal: Tensor<Scalar> = (diagonal + diagonal.conjugated()) * oneHalf()
    let mirrored: Tensor<Scalar> = below + below.adjoint() + diagonalMatrix(realDiagonal)
    let whole: Tensor<Scalar> = qCotangent + matmul(q, mirrored)
    let isSingular: Tensor<Bool> = rIsSingular(r)
    let gradient: Tensor<Scalar> = orNaN(like: whole, [identityWhere(isSingular, r), whole]) {
        try solveTriangular($0[0], $0[1].adjoint(), .upper).adjoint()
    }
    return nanWhere(isSingular, gradient)
}

/// Returns, for each matrix, whether an element on the diagonal of R is 0 to rounding: `[…, n, n]` → `[…]`.
///
/// If an element on the diagonal of R is 0 to rounding, the derivative of the decomposition does not exist, although a
/// division by the rounding error would give finite numbers.
private func rIsSingular<Scalar: LinearAlgebraScalar>(_ r: Tensor<Scalar>) -> Tensor<Bool> {
    let size: Int = r.matrixRows
    guard size > 0 else { return Tensor<Scalar.Magnitude>(zeros: r.batchShape) .> 0 }
    let least: Tensor<Scalar.Magnitude> = absoluteValue(r.asConstant().diagonal()).min(axis: -1)
    let bound: Tensor<Scalar.Magnitude> = greatestMagnitude(r).reshaped(to: r.batchShape)
    return least .<= bound * coincidence(size, Scalar.Magnitude.self)
}
