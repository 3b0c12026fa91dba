internal import COpenBLAS
public import Tensors

/// The QR decomposition A = Q·R.
public struct QRDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// Q, with orthonormal columns: `[…, m, k]`, k = min(m, n); `[…, m, m]` if complete.
    public let q: Tensor<Scalar>
    /// R, upper triangular or trapezoidal: `[…, k, n]`; `[…, m, n]` if complete.
    public let r: Tensor<Scalar>
}

/// The QR decomposition with column pivoting, A·P = Q·R: the absolute values on R's diagonal descend.
public struct PivotedQRDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// Q, with orthonormal columns: `[…, m, k]`, k = min(m, n); `[…, m, m]` if complete.
    public let q: Tensor<Scalar>
    /// R, upper triangular or trapezoidal: `[…, k, n]`; `[…, m, n]` if complete.
    public let r: Tensor<Scalar>
    /// The order of columns: column j of A·P is column `permutation[…, j]` of A. `[…, n]`.
    public let permutation: Tensor<Int>
}

/// The QR decomposition of a matrix, or of each matrix of a stack `[…, m, n]`: LAPACK `geqrf` and `orgqr`. Cost: 4·m·n²
/// − 4⁄3·n³ operations.
///
/// The derivative (Walter and Lehmann, 2013; for wide matrices Liao et al., 2019) exists where the first min(m, n)
/// columns are independent. Where an element of R's diagonal is 0 to rounding, the derivative is NaN. The complete Q of
/// a tall matrix has no derivative: a tracked input traps.
///
/// - Parameters:
///   - a: `[…, m, n]`.
///   - complete: Whether Q has m columns instead of min(m, n).
/// - Throws: `notFinite`, `tooLarge`.
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

/// The QR decomposition with column pivoting of a matrix, or of each matrix of a stack `[…, m, n]`: LAPACK `geqp3`. R's
/// diagonal shows the rank. There is no derivative: a tracked input traps.
///
/// - Parameters:
///   - a: `[…, m, n]`.
///   - complete: Whether Q has m columns instead of min(m, n).
/// - Throws: `notFinite`, `tooLarge`.
public func pivotedQR<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, complete: Bool = false
) throws(LinearAlgebraError) -> PivotedQRDecomposition<Scalar> {
    try requireMatrix(a, "pivotedQR")
    requireConstant(a, "pivotedQR")
    let parts = try qrFactors(a.asConstant(), complete: complete, pivoted: true, "pivotedQR")
    return PivotedQRDecomposition(q: parts.q, r: parts.r, permutation: parts.permutation)
}

/// The gradient with respect to A from the cotangents of Q and R.
private func qrPullback<Scalar: LinearAlgebraScalar>(
    q: Tensor<Scalar>, r: Tensor<Scalar>, qCotangent: Tensor<Scalar>, rCotangent: Tensor<Scalar>
) -> Tensor<Scalar> {
    let (rows, columns): (Int, Int) = (q.matrixRows, r.matrixColumns)
    guard columns > rows else { return tallPullback(q, r, qCotangent, rCotangent) }
    // A = [X Y] and R = [U V] with V = Qᴴ·Y: V depends on Y directly and on X through Q.
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

/// The gradient with respect to a matrix with at least as many rows as columns: (Ḡ_Q + Q·copyltu(M))·R⁻ᴴ with M =
/// R·Ḡ_Rᴴ − Ḡ_Qᴴ·Q. copyltu(M) replaces the upper triangle by the mirrored lower one.
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

/// Whether R has a 0 to rounding on its diagonal, for each matrix. The derivative does not exist there, but a division
/// would give finite numbers.
private func rIsSingular<Scalar: LinearAlgebraScalar>(_ r: Tensor<Scalar>) -> Tensor<Bool> {
    let size: Int = r.matrixRows
    guard size > 0 else { return Tensor<Scalar.Magnitude>(zeros: r.batchShape) .> 0 }
    let least: Tensor<Scalar.Magnitude> = absoluteValue(r.asConstant().diagonal()).min(axis: -1)
    let bound: Tensor<Scalar.Magnitude> = greatestMagnitude(r).reshaped(to: r.batchShape)
    return least .<= bound * coincidence(size, Scalar.Magnitude.self)
}
