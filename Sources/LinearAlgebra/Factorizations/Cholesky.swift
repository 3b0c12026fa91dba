internal import COpenBLAS
public import Tensors

/// The lower triangular L with L·Lᴴ = A of a positive definite matrix, or of each of a stack: LAPACK `potrf`. Cost: ⅓·n³.
///
/// Reads the lower triangle alone, as numpy does; the derivative is that by a symmetric (Hermitian) matrix, half of it on
/// either side of the diagonal (Murray, "Differentiation of the Cholesky decomposition", 2016).
///
/// - Throws: `notPositiveDefinite` with the order of the first minor that is not positive, `notFinite`, `tooLarge`.
public func cholesky<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "cholesky")
    return withDerivative(
        of: TensorOperation("cholesky", a), try plainCholesky(a.asConstant(), "cholesky"),
        .by(a) { cotangent, l in
            // Φ takes the lower triangle with half the diagonal.
            let inner: Tensor<Scalar> = matmul(l.adjoint(), lowerTriangle(cotangent))
            let half: Tensor<Scalar> = lowerTriangle(inner) - diagonalMatrix(inner.matrixDiagonal()) * oneHalf()
            // An imaginary part on L's diagonal would be no change that a Hermitian matrix can bring about.
            let middle: Tensor<Scalar> = hermitianPart(half)
            return orNaN(like: l, [l.adjoint(), middle]) { inputs in
                let right: Tensor<Scalar> = try solveTriangular(inputs[0], inputs[1], .upper)
                return try solveTriangular(inputs[0], right.adjoint(), .upper).adjoint()
            }
        })
}

/// L of each matrix.
func plainCholesky<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ operation: String
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    if SmallMatrices.hold(a) { return try SmallMatrices.cholesky(a, operation) }
    // By rows the lower triangle is LAPACK's upper one of the transpose: Lᵀ comes out, in place, without a transposition.
    let copy: Tensor<Scalar> = try checkedLowerTriangle(a, for: operation)
    try factorCholesky(copy, operation)
    return copy
}

/// Overwrites the lower triangles of dense matrices by L.
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

func oneHalf<Scalar: LinearAlgebraScalar>() -> Tensor<Scalar> { Tensor(Scalar(_real: 0.5)) }
