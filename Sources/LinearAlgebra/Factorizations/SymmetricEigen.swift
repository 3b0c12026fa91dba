public import Tensors

/// The eigenvalues and eigenvectors of a symmetric or Hermitian matrix: A·V = V·diag(λ) with Vᴴ·V = I.
public struct SymmetricEigenDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// λ, the eigenvalues in ascending order: `[…, k]`, where k = n unless a range was requested.
    public let eigenvalues: Tensor<Scalar.Magnitude>
    /// V, the orthonormal eigenvectors in columns: `[…, n, k]`.
    public let eigenvectors: Tensor<Scalar>
}

/// Returns the eigenvalues and eigenvectors of a symmetric or Hermitian matrix, or of each matrix of a stack
/// `[…, n, n]`.
///
/// The function reads only the lower triangle, as NumPy does. LAPACK routine: `syevd` (divide and conquer). Each
/// eigenvector is determined up to a sign (a phase if complex).
///
/// The derivative is V·(diag(G_λ) + (Vᴴ·G_V)∘1/(λ_j − λ_i))·Vᴴ, where G_λ and G_V are the cotangents. It is taken with
/// respect to a symmetric (Hermitian) matrix. Its rounding error grows in proportion to ε divided by the difference of
/// two eigenvalues.
///
/// If eigenvalues are equal to rounding and the loss depends on any of their eigenvectors, the derivative is NaN: the
/// cotangents are not enough to decide whether it exists. `symmetricFunction`, `symmetricSquareRoot` and the other
/// symmetric functions have correct derivatives in this case. A loss that depends only on the eigenvalues always has a
/// finite derivative; it is a subgradient where eigenvalues are equal.
///
/// - Throws: `LinearAlgebraError`: `noConvergence`, `notFinite` or `tooLarge`.
public func symmetricEigen<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> SymmetricEigenDecomposition<Scalar> {
    try requireSquare(a, "symmetricEigen")
    let parts = try symmetricEigenpairs(a.asConstant(), vectors: true, "symmetricEigen")
    guard a.isTracked else {
        return SymmetricEigenDecomposition(eigenvalues: parts.values, eigenvectors: parts.vectors)
    }
    let joint: [Tensor<Scalar>] = withJointDerivative(
        of: "symmetricEigen", [asField(parts.values), parts.vectors], by: a
    ) {
        cotangents, results in
        eigenPullback(
            values: results[0].realPart(), vectors: results[1], valueCotangent: cotangents[0],
            vectorCotangent: cotangents[1])
    }
    return SymmetricEigenDecomposition(eigenvalues: joint[0].realPart(), eigenvectors: joint[1])
}

/// Returns the eigenvalues of a symmetric or Hermitian matrix in ascending order: `[…, n, n]` → `[…, n]`.
///
/// The function reads only the lower triangle. LAPACK routine: `syevd` without eigenvectors. The derivative is
/// V·diag(G)·Vᴴ, where G is the cotangent; it is a subgradient where eigenvalues are equal. It needs the eigenvectors,
/// so a call with a tracked input takes as long as `symmetricEigen`.
///
/// - Throws: `LinearAlgebraError`: `noConvergence`, `notFinite` or `tooLarge`.
public func symmetricEigenvalues<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar.Magnitude> {
    if a.isTracked { return try symmetricEigen(a).eigenvalues }
    try requireSquare(a, "symmetricEigenvalues")
    return try symmetricEigenpairs(a, vectors: false, "symmetricEigenvalues").values
}

/// Returns the gradient of the loss with respect to A, computed from the cotangents of the eigenvalues and
/// eigenvectors.
func eigenPullback<Scalar: LinearAlgebraScalar>(
    values: Tensor<Scalar.Magnitude>, vectors: Tensor<Scalar>, valueCotangent: Tensor<Scalar>,
    vectorCotangent: Tensor<Scalar>
) -> Tensor<Scalar> {
    let rotation: Tensor<Scalar> = guardedQuotient(
        skewPart(matmul(vectors.adjoint(), vectorCotangent)), by: differences(values),
        scale: greatestMagnitude(asField(values.expandingShape(at: -1)) as Tensor<Scalar>),
        sizes: columnSizes(vectorCotangent), phases: phaseBound(vectorCotangent))
    let core: Tensor<Scalar> = rotation + diagonalMatrix(valueCotangent)
    return hermitianPart(matmul(matmul(vectors, core), vectors.adjoint()))
}
