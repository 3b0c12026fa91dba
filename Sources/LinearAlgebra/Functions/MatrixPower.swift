public import Tensors

/// Returns the power A·A·…·A of a square matrix A, or of each matrix of a stack: `[…, n, n]` → `[…, n, n]`. Another
/// shape traps.
///
/// For a negative exponent the function returns a power of the inverse, and for the exponent 0 the identity. The
/// function squares repeatedly, which takes at most 2·log₂|exponent| matrix products. The function is differentiable.
///
/// - Throws: `LinearAlgebraError.tooLarge` if n exceeds `Int32.max`. For a negative exponent the function also throws
///   `singular` if a pivot is exactly 0, and `notFinite` if an element is NaN or infinite.
public func matrixPower<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ exponent: Int
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "matrixPower")
    var base: Tensor<Scalar> = exponent < 0 ? try inverse(a) : a
    var rest: UInt = exponent.magnitude
    var result: Tensor<Scalar>?
    while rest > 0 {
        if rest & 1 == 1 { result = result.map { matmul($0, base) } ?? base }
        rest >>= 1
        if rest > 0 { base = matmul(base, base) }
    }
    return result ?? Tensor<Scalar>(identity: a.matrixRows).broadcast(to: a.shape)
}
