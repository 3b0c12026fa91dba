public import Tensors

/// Eigenvalues and eigenvectors of a symmetric or Hermitian matrix: A·V = V·diag(λ) with Vᴴ·V = I.
public struct SymmetricEigenDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// λ, ascending: `[…, k]`; k = n unless a range was requested.
    public let eigenvalues: Tensor<Scalar.Magnitude>
    /// V, orthonormal eigenvectors in columns: `[…, n, k]`.
    public let eigenvectors: Tensor<Scalar>
}

/// The eigenvalues and eigenvectors of a symmetric or Hermitian matrix, or of each matrix of a stack `[…, n, n]`:
/// LAPACK `syevd` (divide and conquer). Reads only the lower triangle, as NumPy does.
///
/// Each eigenvector is determined up to a sign (up to a phase if complex).
///
/// The derivative V·(diag(G_λ) + (Vᴴ·G_V)∘1/(λ_j − λ_i))·Vᴴ is taken with respect to a symmetric matrix. It loses
/// digits in proportion to ε divided by the gap between eigenvalues. Where eigenvalues are equal to rounding and the
/// loss depends on any of their vectors, it is NaN: the cotangents do not tell whether a derivative exists.
/// `symmetricFunction` and its relatives (`symmetricSquareRoot`, …) have correct derivatives there. A loss of the
/// eigenvalues alone always has a finite derivative, a subgradient where values coincide.
///
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
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

/// The eigenvalues of a symmetric or Hermitian matrix without the vectors, ascending: LAPACK `syevd`. `[…, n, n]` →
/// `[…, n]`. Reads only the lower triangle.
///
/// The derivative is V·diag(G)·Vᴴ, a subgradient where values coincide. It needs the vectors, so a tracked input takes
/// the time of `symmetricEigen`.
///
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
public func symmetricEigenvalues<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar.Magnitude> {
    if a.isTracked { return try symmetricEigen(a).eigenvalues }
    try requireSquare(a, "symmetricEigenvalues")
    return try symmetricEigenpairs(a, vectors: false, "symmetricEigenvalues").values
}

/// The gradient with respect to A from the cotangents of the eigenvalues and eigenvectors.
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
