public import Tensors

/// Returns the Kronecker product of `a` and `b`. The product is a block matrix: its block (i, j) is the element (i, j)
/// of `a` times the matrix `b`.
///
/// Operands of shape `[…, m, n]` and `[…, p, q]` give a result of shape `[…, m·p, n·q]`. The leading axes are
/// broadcast; stacks that cannot be broadcast trap, and so does an operand with fewer than two axes. The function is
/// differentiable with respect to both operands.
public func kronecker<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    require(a.rank >= 2 && b.rank >= 2, "kronecker: shapes \(a.shape) and \(b.shape) must have two or more axes")
    let (aStack, bStack): ([Int], [Int]) = (a.batchShape.dimensions, b.batchShape.dimensions)
    let left: Tensor<Scalar> = a.reshaped(to: Shape(aStack + [a.matrixRows, 1, a.matrixColumns, 1]))
    let right: Tensor<Scalar> = b.reshaped(to: Shape(bStack + [1, b.matrixRows, 1, b.matrixColumns]))
    let product: Tensor<Scalar> = left * right
    let stack: [Int] = Array(product.shape.dimensions.dropLast(4))
    return product.reshaped(
        to: Shape(stack + [a.matrixRows * b.matrixRows, a.matrixColumns * b.matrixColumns]))
}
