internal import COpenBLAS
public import Tensors

/// The singular value decomposition A = U·diag(σ)·Vᴴ.
public struct SingularValueDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// U, the left singular vectors in columns: `[…, m, k]` with k = min(m, n), or `[…, m, m]` if full.
    public let u: Tensor<Scalar>
    /// σ, the singular values in descending order: `[…, k]`.
    public let singularValues: Tensor<Scalar.Magnitude>
    /// Vᴴ, the conjugates of the right singular vectors in rows: `[…, k, n]`, or `[…, n, n]` if full.
    public let vt: Tensor<Scalar>
}

/// Returns the singular value decomposition of a matrix, or of each matrix of a stack `[…, m, n]`.
///
/// LAPACK routine: `gesdd` (divide and conquer), or `gesvd` for a matrix for which `gesdd` does not converge. Each pair
/// of singular vectors is determined up to a common sign (a phase if complex).
///
/// The derivative is that of Townsend, "Differentiating the singular value decomposition", 2016. Its rounding error
/// grows in proportion to ε divided by the difference of two singular values. The derivative is NaN in three cases,
/// because the cotangents are not enough to decide whether it exists:
///
/// - The loss depends on singular vectors whose singular values are equal to rounding.
/// - The loss depends on singular vectors that the matrix does not determine, because their singular value is 0 to
///   rounding.
/// - The loss depends on both singular vectors of a singular value 0. The sign of u·vᴴ jumps there.
///
/// `singularValueFunction` and `singularValueThresholding` have correct derivatives in these cases. A loss that depends
/// only on the singular values always has a finite derivative; it is a subgradient where singular values are equal.
/// Full vectors of a rectangular matrix have no derivative: a tracked input traps.
///
/// - Parameters:
///   - a: `[…, m, n]`.
///   - full: Whether to return all singular vectors, so that U and V are square, instead of the first min(m, n).
/// - Throws: `LinearAlgebraError`: `noConvergence`, `notFinite` or `tooLarge`.
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

/// Returns the singular values in descending order: `[…, m, n]` → `[…, min(m, n)]`.
///
/// LAPACK routine: `gesdd` without vectors. The derivative is U·diag(G)·Vᴴ, where G is the cotangent; it is a
/// subgradient where singular values are equal. It needs the singular vectors, so a call with a tracked input takes as
/// long as `svd`.
///
/// - Throws: `LinearAlgebraError`: `noConvergence`, `notFinite` or `tooLarge`.
public func singularValues<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar.Magnitude> {
    if a.isTracked { return try svd(a).singularValues }
    try requireMatrix(a, "singularValues")
    return try svdFactors(a.asConstant(), vectors: .none, "singularValues").values
}

/// Returns the gradient of the loss with respect to A, computed from the cotangents of U, σ and Vᴴ.
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
    // Element (j, k) of the core is (K_U·σ_k + K_V·σ_j)/(σ_k² − σ_j²), where K_U is 2·leftSkew and K_V is 2·rightSkew.
    // It is the sum of two terms: (leftSkew + rightSkew)/(σ_k − σ_j), which diverges where singular values are equal,
    // and (leftSkew − rightSkew)/(σ_k + σ_j), which does not diverge there.
    let unequal: Tensor<Scalar> = guardedQuotient(
        leftSkew + rightSkew, by: differences(values), scale: scale, sizes: uSizes + vSizes, phases: bound)
    let sums: Tensor<Scalar.Magnitude> = values.expandingShape(at: -2) + values.expandingShape(at: -1)
    // The sign of u·vᴴ jumps where a singular value passes through 0, so a loss that depends on both vectors has no
    // derivative there.
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
