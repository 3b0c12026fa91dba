public import Tensors

/// A·A·…·A, `exponent` times, by repeated squaring; of the inverse where the exponent is negative, the identity where it is
/// 0. Of a matrix or of each of a stack; differentiable.
///
/// - Throws: `singular` where the exponent is negative and a pivot exactly 0, as `inverse` has it; `notFinite`, `tooLarge`.
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

/// The Kronecker product: every element of `a` times the whole of `b`, `[m, n]` and `[p, q]` → `[m·p, n·q]`. Leading axes
/// are broadcast; differentiable.
public func kronecker<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    require(a.rank >= 2 && b.rank >= 2, "kronecker: shapes \(a.shape) and \(b.shape) are no matrices")
    let (aStack, bStack): ([Int], [Int]) = (a.batchShape.dimensions, b.batchShape.dimensions)
    let left: Tensor<Scalar> = a.reshaped(to: Shape(aStack + [a.matrixRows, 1, a.matrixColumns, 1]))
    let right: Tensor<Scalar> = b.reshaped(to: Shape(bStack + [1, b.matrixRows, 1, b.matrixColumns]))
    let product: Tensor<Scalar> = left * right
    let stack: [Int] = Array(product.shape.dimensions.dropLast(4))
    return product.reshaped(
        to: Shape(stack + [a.matrixRows * b.matrixRows, a.matrixColumns * b.matrixColumns]))
}
