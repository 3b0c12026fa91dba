internal import COpenBLAS
public import Tensors

/// The Cholesky factor of a positive definite matrix, or of each matrix of a stack: the lower triangular L with L·Lᴴ =
/// A. `[…, n, n]` → `[…, n, n]`, zeros above the diagonal. LAPACK `potrf`. Cost: ⅓·n³ operations.
///
/// Reads only the lower triangle, as NumPy does. The derivative is taken with respect to a symmetric (Hermitian)
/// matrix: each element beside the diagonal gets half of it, its mirror image the other half (Murray, "Differentiation
/// of the Cholesky decomposition", 2016).
///
/// - Throws: `notPositiveDefinite` with the order of the first leading minor that is not positive; `notFinite`,
///   `tooLarge`.
public func cholesky<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "cholesky")
    return withDerivative(
        of: TensorOperation("cholesky", a), try choleskyFactor(a.asConstant(), "cholesky"),
        .by(a) { cotangent, l in
            // Φ takes the lower triangle with half the diagonal.
            let inner: Tensor<Scalar> = matmul(l.adjoint(), lowerTriangle(cotangent))
            let half: Tensor<Scalar> = lowerTriangle(inner) - diagonalMatrix(inner.diagonal()) * oneHalf()
            // A Hermitian A changes only the real part of L's diagonal, so its imaginary part has no cotangent.
            let middle: Tensor<Scalar> = hermitianPart(half)
            return orNaN(like: l, [l.adjoint(), middle]) { inputs in
                let right: Tensor<Scalar> = try solveTriangular(inputs[0], inputs[1], .upper)
                return try solveTriangular(inputs[0], right.adjoint(), .upper).adjoint()
            }
        })
}

/// L of each matrix, as a constant.
func choleskyFactor<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ operation: String
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    if SmallMatrices.supports(a) { return try SmallMatrices.cholesky(a, operation) }
    // LAPACK reads rows as columns: the lower triangle is the upper one of Aᵀ to it. It leaves Lᵀ by columns, which is
    // L by rows, so nothing is transposed.
    let copy: Tensor<Scalar> = try checkedLowerTriangle(a, for: operation)
    try factorCholesky(copy, operation)
    return copy
}

/// Overwrites the lower triangles of dense matrices with L.
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
