internal import CKernels

/// Returns the matrix product of integers over the last two axes: `[…, m, k] × […, k, n] → […, m, n]`. Overflow wraps
/// around.
///
/// The leading axes are broadcast. A vector on the left counts as a row and a vector on the right as a column; the
/// result does not have that axis. Traps if an operand is a scalar, the inner lengths k differ, or the leading axes do
/// not broadcast.
public func matmul<Scalar: IntegerScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    require(a.rank > 0 && b.rank > 0, "matmul: a scalar has no matrix product: \(a.shape) × \(b.shape)")
    let left: Tensor<Scalar> = a.rank == 1 ? a.expandingShape(at: 0) : a
    let right: Tensor<Scalar> = b.rank == 1 ? b.expandingShape(at: 1) : b
    require(left.shape[-1] == right.shape[-2], "matmul: inner dimensions differ: \(a.shape) × \(b.shape)")
    let product: Tensor<Scalar> = integerProduct(left, right)
    var dimensions: [Int] = product.shape.dimensions
    if b.rank == 1 { dimensions.removeLast() }
    if a.rank == 1 { dimensions.remove(at: dimensions.count - (b.rank == 1 ? 1 : 2)) }
    return traced(product.reshapedView(to: Shape(dimensions)), TensorOperation("matmul", a, b))
}

private func integerProduct<Scalar: IntegerScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let stack = Shape.broadcast(
        Shape(a.shape.dimensions.dropLast(2)), Shape(b.shape.dimensions.dropLast(2)), for: "matmul")
    let (rows, inner, columns): (Int, Int, Int) = (a.shape[-2], a.shape[-1], b.shape[-1])
    let left: Tensor<Scalar> = a.broadcastView(to: Shape(stack.dimensions + [rows, inner])).contiguous()
    let right: Tensor<Scalar> = b.broadcastView(to: Shape(stack.dimensions + [inner, columns])).contiguous()
    return Tensor(uninitialized: Shape(stack.dimensions + [rows, columns])) { result in
        guard let target = result.baseAddress else { return }
        Parallelism.forEachRange(of: stack.elementCount, length: 1) { matrices in
            for index in matrices {
                synann_integer_product(
                    Scalar.kernelType, rows, inner, columns, left.address + index * rows * inner,
                    right.address + index * inner * columns, target + index * rows * columns)
            }
        }
    }
}
