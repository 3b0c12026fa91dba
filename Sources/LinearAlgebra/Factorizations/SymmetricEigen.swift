public import Tensors

/// The eigenvalues λ and eigenvectors V of a symmetric or Hermitian matrix A: A·V = V·diag(λ) with Vᴴ·V = I.
public struct SymmetricEigenDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// λ, the eigenvalues in ascending order: `[…, k]`. For an n × n matrix k is n, or the number of eigenvalues in the
    /// requested range.
    public let eigenvalues: Tensor<Scalar.Magnitude>
    /// V, the orthonormal eigenvectors in columns: `[…, n, k]`. For an n × n matrix k is n, or the number of
    /// eigenvalues in the requested range.
    public let eigenvectors: Tensor<Scalar>
}

/// Returns the eigenvalues λ and eigenvectors V of a symmetric or Hermitian matrix, or of each matrix of a stack
/// `[…, n, n]`. Another shape traps.
///
/// The function reads only the elements on and below the diagonal, as NumPy does. The function calls LAPACK's `syevd`
/// (divide and conquer), or, from 48 rows on, the routines that `syevd` calls. For a stack of 16 or more real matrices with at most 16 rows and columns, the function uses
/// the library's own kernels instead. The eigenvectors are not unique: each eigenvector may be multiplied by −1, or by
/// a complex number of absolute value 1.
///
/// The gradient is V·(diag(G_λ) + (Vᴴ·G_V)∘D)·Vᴴ, where G_λ and G_V are the cotangents and ∘ is the elementwise
/// product. The element of D in row i and column j is 1/(λ_j − λ_i), and 0 on the diagonal. The gradient is taken with
/// respect to a symmetric (Hermitian) matrix. The rounding error of the gradient is about ε divided by the difference
/// of two eigenvalues, with ε = `ulpOfOne`.
///
/// Eigenvalues are equal to rounding if their difference is at most 8·n·ε times the greatest absolute eigenvalue. If
/// the loss depends on an eigenvector of such eigenvalues, the gradient is NaN, because the cotangents are not enough
/// to decide whether a derivative exists. `symmetricFunction`, `symmetricSquareRoot` and the other symmetric functions
/// have correct derivatives in this case. A loss that depends only on the eigenvalues always has a finite gradient; the
/// gradient is a subgradient where eigenvalues are equal.
///
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element that
///   the function reads is NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
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

/// Returns the eigenvalues of a symmetric or Hermitian matrix A in ascending order, or of each matrix of a stack:
/// `[…, n, n]` → `[…, n]`. Another shape traps.
///
/// The function reads only the elements on and below the diagonal. The function calls LAPACK's `syevd` without
/// eigenvectors. For a stack of 16 or more real matrices with at most 16 rows and columns, the function uses the
/// library's own kernels instead. The gradient is V·diag(G)·Vᴴ, where G is the cotangent and A = V·diag(λ)·Vᴴ. Where
/// eigenvalues are equal, the gradient is a subgradient. The gradient needs the eigenvectors, so a call with a tracked
/// input takes as long as `symmetricEigen`.
///
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element that
///   the function reads is NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func symmetricEigenvalues<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar.Magnitude> {
    if a.isTracked { return try symmetricEigen(a).eigenvalues }
    try requireSquare(a, "symmetricEigenvalues")
    return try symmetricEigenpairs(a, vectors: false, "symmetricEigenvalues").values
}

/// Returns the gradient of the loss with respect to a symmetric (Hermitian) matrix, computed from the eigenvalues, the
/// eigenvectors and their cotangents. The documentation of `symmetricEigen` states the formula.
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
