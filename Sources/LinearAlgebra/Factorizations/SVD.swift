internal import COpenBLAS
public import Tensors

/// The singular value decomposition A = U·diag(σ)·Vᴴ of a matrix A with m rows and n columns.
public struct SingularValueDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// U, the left singular vectors of an m × n matrix in columns: `[…, m, k]` with k = min(m, n), or `[…, m, m]` if
    /// the decomposition is full.
    public let u: Tensor<Scalar>
    /// σ, the singular values of an m × n matrix in descending order: `[…, k]` with k = min(m, n).
    public let singularValues: Tensor<Scalar.Magnitude>
    /// Vᴴ, the conjugates of the right singular vectors of an m × n matrix in rows: `[…, k, n]` with k = min(m, n), or
    /// `[…, n, n]` if the decomposition is full.
    public let vt: Tensor<Scalar>
}

/// Returns the singular value decomposition A = U·diag(σ)·Vᴴ of a matrix A, or of each matrix of a stack `[…, m, n]`.
///
/// The function calls LAPACK's `gesdd` (divide and conquer), or `gesvd` for a matrix for which `gesdd` does not
/// converge. For a stack of 16 or more real matrices with at most 16 rows and columns, the function uses the library's
/// own kernels instead. The left and right singular vectors u and v of a singular value are not unique: both may be
/// multiplied by −1, or by the same complex number of absolute value 1.
///
/// The derivative follows Townsend, "Differentiating the singular value decomposition", 2016. The rounding error of the
/// derivative is about ε divided by the difference of two singular values, with ε = `ulpOfOne`. Singular values are
/// equal to rounding if they differ by at most 8·k·ε times the greatest singular value, with k = min(m, n). A singular
/// value is 0 to rounding if it is less than about 8·max(m, n)·ε times the greatest singular value. The derivative is
/// NaN in three cases, because the cotangents are not enough to decide whether it exists:
///
/// - The loss depends on singular vectors whose singular values are equal to rounding.
/// - The loss depends on singular vectors that the matrix does not determine, because their singular value is 0 to
///   rounding.
/// - The loss depends on both singular vectors u and v of a singular value 0. The sign of u·vᴴ jumps there.
///
/// The functions `singularValueFunction` and `singularValueThresholding` have correct derivatives in these cases. A
/// loss that depends only on the singular values always has a finite derivative; the derivative is a subgradient where
/// singular values are equal. Full singular vectors of a rectangular matrix have no derivative: a tracked input traps.
///
/// - Parameters:
///   - a: A matrix or a stack of matrices: `[…, m, n]`. A tensor with fewer than two axes traps.
///   - full: Whether to return all singular vectors, so that U and V are square. Otherwise the function returns the
///     first min(m, n) singular vectors.
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element is
///   NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
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

/// Returns the singular values in descending order: `[…, m, n]` → `[…, min(m, n)]`. A tensor with fewer than two axes
/// traps.
///
/// The function calls LAPACK's `gesdd` without vectors. For a stack of 16 or more real matrices with at most 16 rows
/// and columns, the function uses the library's own kernels instead. The gradient is U·diag(G)·Vᴴ, where G is the
/// cotangent and A = U·diag(σ)·Vᴴ is the singular value decomposition. Where singular values are equal, the gradient is
/// a subgradient. The gradient needs the singular vectors, so a call with a tracked input takes as long as `svd`.
///
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element is
///   NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func singularValues<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar.Magnitude> {
    if a.isTracked { return try svd(a).singularValues }
    try requireMatrix(a, "singularValues")
    return try svdFactors(a.asConstant(), vectors: .none, "singularValues").values
}

/// Returns the gradient of the loss with respect to A = U·diag(σ)·Vᴴ, computed from the cotangents of U, σ and Vᴴ.
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
    // The gradient contains the product U·core·Vᴴ. With K_U = 2·leftSkew, K_V = 2·rightSkew and the singular values σ,
    // element (j, k) of `core` is (K_U·σ_k + K_V·σ_j)/(σ_k² − σ_j²) for j ≠ k. This quotient is the sum of two terms.
    // The term (leftSkew + rightSkew)/(σ_k − σ_j) diverges where singular values are equal. The term (leftSkew −
    // rightSkew)/(σ_k + σ_j) does not diverge there.
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
