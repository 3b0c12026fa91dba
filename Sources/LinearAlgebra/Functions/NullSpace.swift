public import Tensors

/// Returns an orthonormal basis of the null space {x : A·x = 0} of a matrix A, in columns: `[m, n]` → `[n, n − rank]`.
/// `rank` is the number of singular values of A that do not count as 0.
///
/// The function has no derivative: a tracked input traps. A stack of matrices traps too, because the matrices of a
/// stack may differ in rank, and so does a tensor with fewer than two axes.
///
/// - Parameters:
///   - a: The matrix A: `[m, n]`.
///   - tolerance: A singular value counts as 0 if it is at most `tolerance` times the greatest singular value of the
///     matrix. The default is max(m, n)·ε for an m × n matrix, with ε = `ulpOfOne`.
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element is
///   NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func nullSpace<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, tolerance: Double? = nil
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireMatrix(a, "nullSpace")
    requireConstant(a, "nullSpace")
    require(a.rank == 2, "nullSpace: the function takes a single matrix, not a stack: \(a.shape)")
    let parts = try svdFactors(a.asConstant(), vectors: .full, "nullSpace")
    let limit: Double = (tolerance ?? defaultTolerance(a)) * Double(parts.values.scalars.first ?? 0)
    let rank: Int = parts.values.scalars.count { Double($0) > limit }
    return parts.vt[rank..., .all].adjoint()
}
