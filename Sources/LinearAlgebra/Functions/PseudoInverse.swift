public import Tensors

/// Returns the Moore–Penrose inverse A⁺ of a matrix A of any rank, or of each matrix of a stack: `[…, m, n]` →
/// `[…, n, m]`.
///
/// The inverse is A⁺ = V·Σ⁺·Uᴴ for the singular value decomposition A = U·Σ·Vᴴ. Σ⁺ contains the reciprocals of the
/// singular values, and 0 for a singular value that counts as 0.
///
/// The gradient is −A⁺ᴴGA⁺ᴴ + (I − AA⁺)GᴴA⁺A⁺ᴴ + A⁺ᴴA⁺Gᴴ(I − A⁺A), where G is the cotangent (Golub and Pereyra, 1973).
/// The derivative exists only if A has full rank. Otherwise A⁺ is discontinuous at A, and the gradient is NaN. The
/// function calls LAPACK's `gesdd`. For a stack of 16 or more real matrices with at most 16 rows and columns, the
/// function uses the library's own kernels instead.
///
/// - Parameters:
///   - a: A matrix or a stack of matrices: `[…, m, n]`. A tensor with fewer than two axes traps.
///   - tolerance: A singular value counts as 0 if it is at most `tolerance` times the greatest singular value of the
///     matrix. The default is max(m, n)·ε for an m × n matrix, with ε = `ulpOfOne`.
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element is
///   NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func pseudoInverse<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, tolerance: Double? = nil
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireMatrix(a, "pseudoInverse")
    let parts = try svdFactors(a.asConstant(), vectors: .reduced, "pseudoInverse")
    let limit: Double = tolerance ?? defaultTolerance(a)
    let values: Tensor<Scalar.Magnitude> = parts.values
    if values.count == 0 {
        return withDerivative(
            of: TensorOperation("pseudoInverse", a),
            Tensor<Scalar>(zeros: Shape(a.batchShape.dimensions + [a.matrixColumns, a.matrixRows])),
            .by(a) { _ in Tensor(zeros: a.shape) })
    }
    let isZero: Tensor<Bool> = values .<= values[.ellipsis, 0 ..< 1] * Scalar.Magnitude(limit)
    let isDeficient: Tensor<Bool> = select(isZero, Tensor(1), Tensor<Scalar.Magnitude>(0)).max(axis: -1) .> 0
    let ones = Tensor<Scalar.Magnitude>(1)
    let inverted: Tensor<Scalar> = asField(select(isZero, Tensor(0), ones / select(isZero, ones, values)))
    let value: Tensor<Scalar> = matmul(
        parts.vt.adjoint() * inverted.expandingShape(at: -2), parts.u.adjoint())
    return withDerivative(
        of: TensorOperation("pseudoInverse", a), value,
        .by(a) { cotangent, p in
            let (adjointCotangent, adjoint): (Tensor<Scalar>, Tensor<Scalar>) = (cotangent.adjoint(), p.adjoint())
            let left: Tensor<Scalar> = adjointCotangent - matmul(a, matmul(p, adjointCotangent))
            let right: Tensor<Scalar> = adjointCotangent - matmul(matmul(adjointCotangent, p), a)
            let gradient: Tensor<Scalar> =
                matmul(matmul(left, p), adjoint) + matmul(adjoint, matmul(p, right))
                - matmul(matmul(adjoint, cotangent), adjoint)
            return nanWhere(isDeficient, gradient)
        })
}
