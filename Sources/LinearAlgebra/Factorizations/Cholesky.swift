internal import COpenBLAS
public import Tensors

/// Returns the Cholesky factor of a positive definite matrix, or of each matrix of a stack: `[…, n, n]` → `[…, n, n]`.
///
/// The factor is the lower triangular L with L·Lᴴ = A; its elements above the diagonal are 0. The function reads only
/// the lower triangle of A, as NumPy does. LAPACK routine: `potrf`. Cost: ⅓·n³ operations.
///
/// The derivative is taken with respect to a symmetric (Hermitian) A. The gradient is therefore symmetric (Hermitian)
/// too: an element below the diagonal and its mirror image each get one half (Murray, "Differentiation of the Cholesky
/// decomposition", 2016).
///
/// - Throws: `LinearAlgebraError.notPositiveDefinite` with the order of the first leading minor that is not positive.
///   Also `notFinite` or `tooLarge`.
public func cholesky<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "cholesky")
    return withDerivative(
        of: TensorOperation("cholesky", a), try choleskyFactor(a.asConstant(), "cholesky"),
        .by(a) { cotangent, l in
            // Murray's Φ(M) is the lower triangle of M with half of M's diagonal. `half` is Φ of `inner`.
            let inner: Tensor<Scalar> = matmul(l.adjoint(), lowerTriangle(cotangent))
            let half: Tensor<Scalar> = lowerTriangle(inner) - diagonalMatrix(inner.diagonal()) * oneHalf()
            // The diagonal of L is real, so the imaginary part of its cotangent is dropped.
            let middle: Tensor<Scalar> = hermitianPart(half)
            return orNaN(like: l, [l.adjoint(), middle]) { inputs in
                let right: Tensor<Scalar> = try solveTriangular(inputs[0], inputs[1], .upper)
                return try solveTriangular(inputs[0], right.adjoint(), .upper).adjoint()
            }
        })
}

/// Returns L of each matrix as an untracked tensor.
func choleskyFactor<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ operation: String
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    if SmallMatrices.supports(a) { return try SmallMatrices.cholesky(a, operation) }
    // LAPACK reads the rows of the copy as columns, so it reads the lower triangle of A as the upper triangle of Aᵀ. It
    // writes Lᵀ in column-major order, which is L in row-major order. So nothing is transposed.
    let copy: Tensor<Scalar> = try checkedLowerTriangle(a, for: operation)
    try factorCholesky(copy, operation)
    return copy
}

/// Overwrites the lower triangle of each matrix with L. The matrices are row-major and contiguous.
func factorCholesky<Scalar: LinearAlgebraScalar>(
    _ copy: Tensor<Scalar>, _ operation: String
) throws(LinearAlgebraError) {
    let size: Int = copy.matrixRows
    let outcome: Outcome = forEachMatrix(
        size > 0 ? copy.batchShape.elementCount : 0, multiplications: size * size * size / 6
    ) { matrix in
        synann_potrf(
            Scalar.lapackType, .upper, Int32(size),
            copy.mutableAddress + matrix * size * size, Int32(max(1, size)))
    }
    try outcome.check { info, matrix in .notPositiveDefinite(operation: operation, order: info, matrix: matrix) }
}

/// The scalar tensor ½.
func oneHalf<Scalar: LinearAlgebraScalar>() -> Tensor<Scalar> { Tensor(Scalar(_real: 0.5)) }
