public import Tensors

/// A·V = V·diag(λ) with Vᴴ·V = I, for a symmetric or Hermitian A.
public struct SymmetricEigenDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// λ, ascending: `[…, k]`, k = n unless a range was asked for.
    public let eigenvalues: Tensor<Scalar.Magnitude>
    /// V, orthonormal eigenvectors in columns: `[…, n, k]`.
    public let eigenvectors: Tensor<Scalar>
}

/// The eigenvalues and eigenvectors of a symmetric or Hermitian matrix, or of each of a stack: LAPACK `syevd`
/// (divide and conquer).
///
/// Reads the lower triangle alone, as numpy does. Vectors are determined but for a sign (a phase where complex) each. The
/// derivative V·(diag(G_λ) + (Vᴴ·G_V)∘1/(λ_j − λ_i))·Vᴴ is that by a symmetric matrix. It loses digits as ε over the gap
/// between eigenvalues. Where eigenvalues are equal to rounding it is NaN if the loss looks at any of their vectors: the
/// cotangents do not tell whether a derivative exists. `symmetricFunction` and its relatives (`symmetricSquareRoot`, …) are
/// right there too. A loss of the values alone has always a finite derivative, a subgradient where values coincide.
///
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
public func symmetricEigen<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> SymmetricEigenDecomposition<Scalar> {
    try requireSquare(a, "symmetricEigen")
    let parts = try plainSymmetricEigen(a.asConstant(), vectors: true, "symmetricEigen")
    guard a.isTracked else {
        return SymmetricEigenDecomposition(eigenvalues: parts.values, eigenvectors: parts.vectors)
    }
    let joint: [Tensor<Scalar>] = withJointDerivative(
        of: "symmetricEigen", [asField(parts.values), parts.vectors], by: a
    ) {
        slopes, results in
        eigenPullback(
            values: results[0].realPart(), vectors: results[1], valueSlope: slopes[0], vectorSlope: slopes[1])
    }
    return SymmetricEigenDecomposition(eigenvalues: joint[0].realPart(), eigenvectors: joint[1])
}

/// The eigenvalues alone, ascending: LAPACK `syevd`. `[…, n, n]` → `[…, n]`. Reads the lower triangle alone; the derivative
/// is V·diag(G)·Vᴴ, a subgradient where values coincide.
///
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
public func symmetricEigenvalues<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar.Magnitude> {
    if a.isTracked { return try symmetricEigen(a).eigenvalues }
    try requireSquare(a, "symmetricEigenvalues")
    return try plainSymmetricEigen(a, vectors: false, "symmetricEigenvalues").values
}

func eigenPullback<Scalar: LinearAlgebraScalar>(
    values: Tensor<Scalar.Magnitude>, vectors: Tensor<Scalar>, valueSlope: Tensor<Scalar>,
    vectorSlope: Tensor<Scalar>
) -> Tensor<Scalar> {
    let rotation: Tensor<Scalar> = guardedQuotient(
        skewPart(matmul(vectors.adjoint(), vectorSlope)), by: differences(values),
        scale: greatestMagnitude(asField(values.expandingShape(at: -1)) as Tensor<Scalar>),
        sizes: columnSizes(vectorSlope), phases: phaseBound(vectorSlope))
    let core: Tensor<Scalar> = rotation + diagonalMatrix(valueSlope)
    return hermitianPart(matmul(matmul(vectors, core), vectors.adjoint()))
}
