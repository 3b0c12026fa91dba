internal import COpenBLAS
public import Tensors

/// The singular value decomposition A = U·diag(σ)·Vᴴ.
public struct SingularValueDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// U, the left singular vectors in columns: `[…, m, k]`, k = min(m, n); `[…, m, m]` if full.
    public let u: Tensor<Scalar>
    /// σ, the singular values, descending: `[…, k]`.
    public let singularValues: Tensor<Scalar.Magnitude>
    /// Vᴴ, the right singular vectors in rows, conjugated: `[…, k, n]`; `[…, n, n]` if full.
    public let vt: Tensor<Scalar>
}

/// The singular value decomposition of a matrix, or of each matrix of a stack `[…, m, n]`: LAPACK `gesdd` (divide and
/// conquer), and `gesvd` for a matrix where it does not converge.
///
/// Each pair of singular vectors is determined up to a sign (up to a phase if complex).
///
/// The derivative (Townsend, "Differentiating the singular value decomposition", 2016) loses digits in proportion to ε
/// divided by the gap between singular values. It is NaN in three cases, because the cotangents do not tell whether a
/// derivative exists: the loss depends on vectors of singular values that are equal to rounding; it depends on vectors
/// of values that are 0 to rounding and that the matrix does not determine; or it depends on both vectors of a value 0,
/// whose common sign jumps. `singularValueFunction` and `singularValueThresholding` have correct derivatives there. A
/// loss of the values alone always has a finite derivative, a subgradient where values coincide. Full vectors of a
/// rectangular matrix have no derivative: a tracked input traps.
///
/// - Parameters:
///   - a: `[…, m, n]`.
///   - full: Whether U and V are square, instead of having min(m, n) vectors.
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
public func svd<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, full: Bool = false
) throws(LinearAlgebraError) -> SingularValueDecomposition<Scalar> {
    try requireMatrix(a, "svd")
    let parts = try svdFactors(a.asConstant(), vectors: full ? .full : .reduced, "svd")
    require(
        !full || !a.isTracked || a.matrixRows == a.matrixColumns,
        "svd: full singular vectors of a rectangular matrix have no derivative")
    guard a.isTracked else {
        return SingularValueDecomposition(u: parts.u, singularValues: parts.values, vt: parts.vt)
    }
    let joint: [Tensor<Scalar>] = withJointDerivative(
        of: "svd",
        [parts.u, asField(parts.values), parts.vt], by: a
    ) { cotangents, results in
        svdPullback(
            u: results[0], values: results[1].realPart(), vt: results[2],
            uCotangent: cotangents[0], valueCotangent: cotangents[1], vtCotangent: cotangents[2])
    }
    return SingularValueDecomposition(u: joint[0], singularValues: joint[1].realPart(), vt: joint[2])
}

/// The singular values without the vectors, descending: `[…, m, n]` → `[…, min(m, n)]`. LAPACK `gesdd`.
///
/// The derivative is U·diag(G)·Vᴴ, a subgradient where values coincide. It needs the vectors, so a tracked input takes
/// the time of `svd`.
///
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
public func singularValues<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar.Magnitude> {
    if a.isTracked { return try svd(a).singularValues }
    try requireMatrix(a, "singularValues")
    return try svdFactors(a.asConstant(), vectors: .none, "singularValues").values
}

/// The gradient with respect to A from the cotangents of U, σ and Vᴴ.
func svdPullback<Scalar: LinearAlgebraScalar>(
    u: Tensor<Scalar>, values: Tensor<Scalar.Magnitude>, vt: Tensor<Scalar>,
    uCotangent: Tensor<Scalar>, valueCotangent: Tensor<Scalar>, vtCotangent: Tensor<Scalar>
) -> Tensor<Scalar> {
    let (v, vCotangent): (Tensor<Scalar>, Tensor<Scalar>) = (vt.adjoint(), vtCotangent.adjoint())
    let (left, right): (Tensor<Scalar>, Tensor<Scalar>) = (matmul(u.adjoint(), uCotangent), matmul(vt, vCotangent))
    let (leftSkew, rightSkew): (Tensor<Scalar>, Tensor<Scalar>) = (skewPart(left), skewPart(right))
    let scale: Tensor<Scalar.Magnitude> = greatestMagnitude(asField(values.expandingShape(at: -1)) as Tensor<Scalar>)
    let (uSizes, vSizes): (Tensor<Scalar.Magnitude>, Tensor<Scalar.Magnitude>) = (
        columnSizes(uCotangent), columnSizes(vCotangent)
    )
    let bound: Tensor<Scalar.Magnitude> = phaseBound(uCotangent, vCotangent)
    // The term is K_U·s_k/E + s_j·K_V/E with E = s_k² − s_j². It is split into a part that diverges where values are
    // equal, and a part that does not.
    let unequal: Tensor<Scalar> = guardedQuotient(
        leftSkew + rightSkew, by: differences(values), scale: scale, sizes: uSizes + vSizes, phases: bound)
    let sums: Tensor<Scalar.Magnitude> = values.expandingShape(at: -2) + values.expandingShape(at: -1)
    // The sign of u·vᴴ jumps where a value passes through 0: a loss of both vectors has no derivative there.
    let isJoint: Tensor<Bool> = (uSizes .!= 0) .&& (vSizes .!= 0)
    let equal: Tensor<Scalar> = guardedQuotient(
        leftSkew - rightSkew, by: sums, scale: scale, sizes: uSizes + vSizes,
        phases: select(isJoint, Tensor(-1), bound))
    let core: Tensor<Scalar> = unequal + equal + diagonalMatrix(valueCotangent)
    var gradient: Tensor<Scalar> = matmul(matmul(u, core), vt)
    let columnValues: Tensor<Scalar.Magnitude> = values.expandingShape(at: -2)
    if u.matrixRows > u.matrixColumns {
        let outside: Tensor<Scalar> = uCotangent - matmul(u, left)
        let quotient = guardedQuotient(ofColumns: outside, by: columnValues, scale: scale, sizes: uSizes)
        gradient = gradient + matmul(quotient, vt)
    }
    if vt.matrixColumns > vt.matrixRows {
        let outside: Tensor<Scalar> = vCotangent - matmul(v, right)
        let quotient = guardedQuotient(ofColumns: outside, by: columnValues, scale: scale, sizes: vSizes)
        gradient = gradient + matmul(u, quotient.adjoint())
    }
    return gradient
}
