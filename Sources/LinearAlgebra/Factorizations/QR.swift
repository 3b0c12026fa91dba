internal import COpenBLAS
public import Tensors

/// A = Q·R.
public struct QRDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// Orthonormal columns: `[…, m, k]`, k = min(m, n); `[…, m, m]` where complete.
    public let q: Tensor<Scalar>
    /// Upper triangular or trapezoidal: `[…, k, n]`; `[…, m, n]` where complete.
    public let r: Tensor<Scalar>
}

/// A·P = Q·R, |R|'s diagonal descending.
public struct PivotedQRDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    public let q: Tensor<Scalar>
    public let r: Tensor<Scalar>
    /// Column j of A·P is column `permutation[…, j]` of A.
    public let permutation: Tensor<Int>
}

/// The QR decomposition: LAPACK `geqrf` and `orgqr`. Cost: 4·m·n² − 4⁄3·n³ operations.
///
/// The derivative (Walter and Lehmann, 2013; Liao et al., 2019 for wide matrices) exists where the first min(m, n) columns
/// are independent: where an element of R's diagonal is 0 to rounding it is NaN. The complete Q of a tall matrix has none:
/// it traps on the tape.
///
/// - Throws: `notFinite`, `tooLarge`.
public func qr<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, complete: Bool = false
) throws(LinearAlgebraError) -> QRDecomposition<Scalar> {
    try requireMatrix(a, "qr")
    require(
        !(complete && a.isTracked && a.matrixRows > a.matrixColumns),
        "qr: the complete decomposition of a tall matrix has no derivative")
    let parts = try plainQR(a.asConstant(), complete: complete, pivoted: false, "qr")
    let joint: [Tensor<Scalar>] = withJointDerivative(of: "qr", [parts.q, parts.r], by: a) { cotangents, results in
        qrPullback(q: results[0], r: results[1], qSlope: cotangents[0], rSlope: cotangents[1])
    }
    return QRDecomposition(q: joint[0], r: joint[1])
}

/// The QR decomposition with column pivoting, which shows a matrix's rank on R's diagonal: LAPACK `geqp3`. Has no
/// derivative: a tracked input traps.
public func pivotedQR<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, complete: Bool = false
) throws(LinearAlgebraError) -> PivotedQRDecomposition<Scalar> {
    try requireMatrix(a, "pivotedQR")
    requireConstant(a, "pivotedQR")
    let parts = try plainQR(a.asConstant(), complete: complete, pivoted: true, "pivotedQR")
    return PivotedQRDecomposition(q: parts.q, r: parts.r, permutation: parts.permutation)
}

private func qrPullback<Scalar: LinearAlgebraScalar>(
    q: Tensor<Scalar>, r: Tensor<Scalar>, qSlope: Tensor<Scalar>, rSlope: Tensor<Scalar>
) -> Tensor<Scalar> {
    let (rows, columns): (Int, Int) = (q.matrixRows, r.matrixColumns)
    guard columns > rows else { return tallPullback(q, r, qSlope, rSlope) }
    // A = [X Y], R = [U V] with V = Qᴴ·Y: Y's part goes through Q.
    let u: Tensor<Scalar> = r[.ellipsis, 0 ..< rows]
    let v: Tensor<Scalar> = r[.ellipsis, rows ..< columns]
    let vSlope: Tensor<Scalar> = rSlope[.ellipsis, rows ..< columns]
    let wholeSlope: Tensor<Scalar> = qSlope + matmul(matmul(q, v), vSlope.adjoint())
    let ySlope: Tensor<Scalar> = matmul(q, vSlope)
    let xSlope: Tensor<Scalar> = tallPullback(q, u, wholeSlope, rSlope[.ellipsis, 0 ..< rows])
    var slope = Tensor<Scalar>(zeros: Shape(q.batchShape.dimensions + [rows, columns]))
    slope[.ellipsis, 0 ..< rows] = xSlope
    slope[.ellipsis, rows ..< columns] = ySlope
    return slope
}

/// (Ḡ_Q + Q·copyltu(M))·R⁻ᴴ with M = R·Ḡ_Rᴴ − Ḡ_Qᴴ·Q; copyltu mirrors the lower triangle.
private func tallPullback<Scalar: LinearAlgebraScalar>(
    _ q: Tensor<Scalar>, _ r: Tensor<Scalar>, _ qSlope: Tensor<Scalar>, _ rSlope: Tensor<Scalar>
) -> Tensor<Scalar> {
    let m: Tensor<Scalar> = matmul(r, upperTriangle(rSlope).adjoint()) - matmul(qSlope.adjoint(), q)
    let below: Tensor<Scalar> = lowerTriangle(m, diagonal: -1)
    let diagonal: Tensor<Scalar> = m.matrixDiagonal()
    let realDiagonal: Tensor<Scalar> = (diagonal + diagonal.conjugated()) * oneHalf()
    let mirrored: Tensor<Scalar> = below + below.adjoint() + diagonalMatrix(realDiagonal)
    let whole: Tensor<Scalar> = qSlope + matmul(q, mirrored)
    let isSingular: Tensor<Bool> = rIsSingular(r)
    let slope: Tensor<Scalar> = orNaN(like: whole, [identityWhere(isSingular, r), whole]) {
        try solveTriangular($0[0], $0[1].adjoint(), .upper).adjoint()
    }
    return nanWhere(isSingular, slope)
}

/// Whether R's diagonal is 0 to rounding, of each matrix: the derivative has no meaning there, and division would hide it.
private func rIsSingular<Scalar: LinearAlgebraScalar>(_ r: Tensor<Scalar>) -> Tensor<Bool> {
    let size: Int = r.matrixRows
    guard size > 0 else { return Tensor<Scalar.Magnitude>(zeros: r.batchShape) .> 0 }
    let least: Tensor<Scalar.Magnitude> = absoluteValue(r.asConstant().matrixDiagonal()).min(axis: -1)
    let bound: Tensor<Scalar.Magnitude> = greatestMagnitude(r).reshaped(to: r.batchShape)
    return least .<= bound * coincidence(size, Scalar.Magnitude.self)
}
