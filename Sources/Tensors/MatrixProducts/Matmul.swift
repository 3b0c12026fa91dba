/// The matrix product over the last two axes; leading axes are broadcast, as numpy's `matmul` has it: OpenBLAS GEMM.
///
/// `[…, m, k] × […, k, n] → […, m, n]`. A vector on the left is a row, on the right a column, and its axis is dropped
/// from the result. Transposed and sliced views go to GEMM without a copy where one of the last two axes is dense.
/// Traps where the inner lengths differ. Cost: 2·m·n·k floating-point operations per matrix.
public func matmul<Scalar: FieldScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    require(a.rank > 0 && b.rank > 0, "matmul: a scalar has no matrix product: \(a.shape) × \(b.shape)")
    if a.rank == 1 || b.rank == 1 { return vectorProduct(a, b) }
    require(
        a.shape[-1] == b.shape[-2], "matmul: inner dimensions differ: \(a.shape) × \(b.shape)")
    let (aShape, bShape) = (a.shape, b.shape)
    return withDerivative(
        of: TensorOperation(
            "matmul", a, b,
            multiplyAdds: Shape.broadcast(stack(a), stack(b), for: "matmul").elementCount
                * a.shape[-2] * a.shape[-1] * b.shape[-1]),
        matrixProduct(a, b),
        .by(a) { cotangent in matmul(cotangent, b.adjoint()).summed(to: aShape) },
        .by(b) { cotangent in matmulSummingBatch(a, cotangent, bShape) })
}

/// The leading axes, those of a stack of matrices.
private func stack<Scalar>(_ tensor: Tensor<Scalar>) -> Shape { Shape(tensor.shape.dimensions.dropLast(2)) }

/// aᴴ·cotangent, summed over the axes that `b` was broadcast along.
private func matmulSummingBatch<Scalar: FieldScalar>(
    _ a: Tensor<Scalar>, _ cotangent: Tensor<Scalar>, _ shape: Shape
) -> Tensor<Scalar> {
    if shape.rank == 2, a.rank > 2, cotangent.shape.dimensions.dropLast(2) == a.shape.dimensions.dropLast(2) {
        // One matrix served the whole stack: a single tall product sums over the stack by itself.
        let tall: Tensor<Scalar> = a.reshaped(to: [a.shape.rowCount, a.shape[-1]] as Shape)
        return matmul(
            tall.adjoint(), cotangent.reshaped(to: [cotangent.shape.rowCount, cotangent.shape[-1]] as Shape))
    }
    return matmul(a.adjoint(), cotangent).summed(to: shape)
}

private func vectorProduct<Scalar: FieldScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    require(
        a.shape[-1] == b.shape[b.rank == 1 ? 0 : -2], "matmul: inner dimensions differ: \(a.shape) × \(b.shape)")
    let left: Tensor<Scalar> = a.rank == 1 ? a.expandingShape(at: 0) : a
    let right: Tensor<Scalar> = b.rank == 1 ? b.expandingShape(at: 1) : b
    let product: Tensor<Scalar> = matmul(left, right)
    var dimensions: [Int] = product.shape.dimensions
    if b.rank == 1 { dimensions.removeLast() }
    if a.rank == 1 { dimensions.remove(at: dimensions.count - (b.rank == 1 ? 1 : 2)) }
    return product.reshaped(to: Shape(dimensions))
}

private func matrixProduct<Scalar: FieldScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    Gemm.prepare()
    let (rows, inner, columns): (Int, Int, Int) = (a.shape[-2], a.shape[-1], b.shape[-1])
    if a.rank == 2, b.rank == 2 {
        let (left, right) = (GemmOperand(a), GemmOperand(b))
        return Tensor(uninitialized: [rows, columns]) { result in
            guard let target = result.baseAddress else { return }
            Gemm.multiply(
                left, at: 0, right, at: 0, rows: rows, columns: columns, inner: inner, beta: 0, into: target)
        }
    }
    if b.rank == 2, a.isContiguous {
        // A stack times one matrix is a single tall product.
        return matrixProduct(a.reshapedView(to: [a.shape.rowCount, inner]), b)
            .reshapedView(to: Shape(a.shape.dimensions.dropLast() + [columns]))
    }
    return stackProduct(a, b, rows, inner, columns)
}

private func stackProduct<Scalar: FieldScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ rows: Int, _ inner: Int, _ columns: Int
) -> Tensor<Scalar> {
    let (aStack, bStack) = (Shape(a.shape.dimensions.dropLast(2)), Shape(b.shape.dimensions.dropLast(2)))
    guard let stack = Shape.broadcast(aStack, bStack) else {
        fatalError("matmul: stacks do not broadcast: \(a.shape) × \(b.shape)")
    }
    if aStack == bStack, let product = smallMatrixProducts(a, b) { return product }
    let left = GemmOperand(a.broadcastView(to: Shape(stack.dimensions + [rows, inner])))
    let right = GemmOperand(b.broadcastView(to: Shape(stack.dimensions + [inner, columns])))
    let nest = LoopNest(
        shape: stack,
        strides: [Array(left.source.strides.dropLast(2)), Array(right.source.strides.dropLast(2))])
    let perChunk: Int = max(1, (1 << 18) / max(1, rows * columns * inner))
    return Tensor(uninitialized: Shape(stack.dimensions + [rows, columns])) { result in
        guard let target = result.baseAddress else { return }
        Parallelism.forEachRange(of: stack.elementCount, length: perChunk) { range in
            for index in range {
                let (row, column) = index.quotientAndRemainder(dividingBy: nest.rowLength)
                nest.forEachRow(in: row ..< row + 1) { offsets in
                    Gemm.multiply(
                        left, at: offsets[0] + column * nest.rowStrides[0],
                        right, at: offsets[1] + column * nest.rowStrides[1],
                        rows: rows, columns: columns, inner: inner, beta: 0, into: target + index * rows * columns)
                }
            }
        }
    }
}
