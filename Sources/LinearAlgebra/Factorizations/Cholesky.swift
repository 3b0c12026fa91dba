internal import COpenBLAS
public import Tensors

/// Returns the Cholesky factor of a positive definite matrix A, or of each matrix of a stack: `[…, n, n]` →
/// `[…, n, n]`. Another shape traps.
///
/// The factor is the lower triangular matrix L with L·Lᴴ = A; its elements above the diagonal are 0. The function reads
/// only the elements on and below the diagonal of A, as NumPy does. The function calls LAPACK's `potrf`. For a stack of
/// 16 or more real matrices with at most 16 rows and columns, the function uses the library's own kernels instead. For
/// an n × n matrix the function takes ⅓·n³ arithmetic operations.
///
/// The derivative is taken with respect to a symmetric (Hermitian) A. The gradient is therefore symmetric (Hermitian)
/// too: the derivative with respect to a pair of equal (conjugate) elements is divided equally between these elements
/// (Murray, "Differentiation of the Cholesky decomposition", 2016).
///
/// - Throws: `LinearAlgebraError.notPositiveDefinite` if A is not positive definite; the error contains the order of
///   the first leading minor that is not positive. The function also throws `notFinite` if an element that the function
///   reads is NaN or infinite, and `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func cholesky<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "cholesky")
    return withDerivative(
        of: TensorOperation("cholesky", a), try choleskyFactor(a.asConstant(), "cholesky"),
        .by(a) { cotangent, l in
            // Murray's Φ(M) is the lower triangle of a matrix M, with half of M's diagonal. `half` is Φ(`inner`).
            let inner: Tensor<Scalar> = matmul(l.adjoint(), lowerTriangle(cotangent))
            let half: Tensor<Scalar> = lowerTriangle(inner) - diagonalMatrix(inner.diagonal()) * oneHalf()
            // The diagonal of L is real, so the code drops the imaginary part of the cotangent of the diagonal.
            let middle: Tensor<Scalar> = hermitianPart(half)
            return orNaN(like: l, [l.adjoint(), middle]) { inputs in
                let right: Tensor<Scalar> = try solveTriangular(inputs[0], inputs[1], .upper)
                return try solveTriangular(inputs[0], right.adjoint(), .upper).adjoint()
            }
        })
}

/// Returns the Cholesky factor L of each matrix of `a`, `[…, n, n]`, as an untracked tensor. Throws
/// `notPositiveDefinite` if a leading minor is not positive, and `notFinite` if an element on or below the diagonal is
/// NaN or infinite.
func choleskyFactor<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ operation: String
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    if SmallMatrices.supports(a) { return try SmallMatrices.cholesky(a, operation) }
    // LAPACK reads the rows of the copy as columns. LAPACK therefore reads the lower triangle of A as the upper
    // triangle of Aᵀ, and writes Lᵀ in column-major order. In row-major order the same memory is L, so no matrix is
    // transposed.
    let copy: Tensor<Scalar> = try checkedLowerTriangle(a, for: operation)
    try factorCholesky(copy, operation)
    return copy
}

/// Overwrites the lower triangle of each matrix with the Cholesky factor L. The matrices are row-major and contiguous.
/// Throws `notPositiveDefinite` with the order of the first leading minor that is not positive.
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

/// Returns ½ as a tensor without axes.
func oneHalf<Scalar: LinearAlgebraScalar>() -> Tensor<Scalar> { Tensor(Scalar(_real: 0.5)) }
