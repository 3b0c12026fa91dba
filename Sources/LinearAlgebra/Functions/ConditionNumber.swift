public import Tensors

/// Returns the condition number of a matrix, or of each matrix of a stack: `[…, m, n]` → `[…]`.
///
/// The condition number is the greatest singular value divided by the least singular value. When a linear system with
/// this matrix is solved, small relative errors of the input grow at most by about this factor. The condition number is
/// +∞ if the least singular value is exactly 0, also for a matrix of zeros. If the matrix is singular to rounding, the
/// condition number is about 1/ε or more, with ε = `ulpOfOne`.
///
/// The derivative is a subgradient where singular values are equal, and NaN where the least singular value is 0. A
/// tensor with fewer than two axes traps.
///
/// - Throws: `LinearAlgebraError.empty` if the matrices have no elements. The function also throws `noConvergence` if
///   LAPACK's iteration does not converge, `notFinite` if an element is NaN or infinite, and `tooLarge` if the number
///   of rows or columns exceeds `Int32.max`.
public func conditionNumber<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar.Magnitude> {
    try requireMatrix(a, "conditionNumber")
    if a.matrixRows == 0 || a.matrixColumns == 0 { throw .empty(operation: "conditionNumber") }
    let values: Tensor<Scalar.Magnitude> = try singularValues(a)
    let (greatest, least) = (values[.ellipsis, 0], values[.ellipsis, -1])
    let isSingular: Tensor<Bool> = least.asConstant() .== 0
    let ratio: Tensor<Scalar.Magnitude> =
        select(isSingular, Tensor(.infinity), greatest.asConstant() / least.asConstant())
    let missing = Tensor<Scalar.Magnitude>(.nan)
    return withDerivative(
        of: TensorOperation("conditionNumber", greatest, least), ratio,
        .by(greatest) { cotangent in select(isSingular, missing, cotangent / least) },
        .by(least) { cotangent, ratio in select(isSingular, missing, -cotangent * ratio / least) })
}
