internal import CKernels

/// Returns the matrix product over the last two axes, as in NumPy's `matmul`. The leading axes are broadcast. A kernel or
/// OpenBLAS computes the product; the choice depends on the type and the shape.
///
/// `[…, m, k] × […, k, n] → […, m, n]`. A vector on the left counts as a row and a vector on the right as a column; the
/// result does not have that axis. GEMM reads transposed and sliced views without a copy if one of their last two axes
/// has stride 1. Differentiable. Traps if an operand is a scalar, the inner lengths k differ, or the leading axes do
/// not broadcast. Cost: 2·m·n·k floating-point operations for each matrix.
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

/// Returns the lengths of all axes of `tensor` except the last two.
private func stack<Scalar>(_ tensor: Tensor<Scalar>) -> Shape { Shape(tensor.shape.dimensions.dropLast(2)) }

/// Returns aᴴ · cotangent, where aᴴ is the conjugate transpose of `a`: the derivative of a product a·b with respect to
/// b. `shape` is the shape of b. The product is summed over the leading axes along which b was broadcast.
private func matmulSummingBatch<Scalar: FieldScalar>(
    _ a: Tensor<Scalar>, _ cotangent: Tensor<Scalar>, _ shape: Shape
) -> Tensor<Scalar> {
    if shape.rank == 2, a.rank > 2, cotangent.shape.dimensions.dropLast(2) == a.shape.dimensions.dropLast(2) {
        // All matrices of the stack were multiplied by the same matrix. A single tall product sums over the stack.
        let tall: Tensor<Scalar> = a.reshaped(to: [a.shape.rowCount, a.shape[-1]] as Shape)
        return matmul(
            tall.adjoint(), cotangent.reshaped(to: [cotangent.shape.rowCount, cotangent.shape[-1]] as Shape))
    }
    return matmul(a.adjoint(), cotangent).summed(to: shape)
}

/// Returns the matrix product of `a` and `b`, of which at least one is a vector. Traps if the inner lengths differ.
private func vectorProduct<Scalar: FieldScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    require(
        a.shape[-1] == b.shape[b.rank == 1 ? 0 : -2], "matmul: inner dimensions differ: \(a.shape) × \(b.shape)")
    if a.rank == 1, b.rank == 1, a.count >= shortestDot, !Scalar._isComplex, !a.mayBeRecorded, !b.mayBeRecorded {
        return Tensor(dotProduct(a, a.strides[0], b, b.strides[0], count: a.count))
    }
    let left: Tensor<Scalar> = a.rank == 1 ? a.expandingShape(at: 0) : a
    let right: Tensor<Scalar> = b.rank == 1 ? b.expandingShape(at: 1) : b
    let product: Tensor<Scalar> = matmul(left, right)
    var dimensions: [Int] = product.shape.dimensions
    if b.rank == 1 { dimensions.removeLast() }
    if a.rank == 1 { dimensions.remove(at: dimensions.count - (b.rank == 1 ? 1 : 2)) }
    return product.reshaped(to: Shape(dimensions))
}

/// Returns the matrix product of `a` and `b`, which must have at least two axes and equal inner lengths. Traps if the
/// leading axes do not broadcast. The tape does not record the operation.
private func matrixProduct<Scalar: FieldScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    Gemm.prepare()
    let (rows, inner, columns): (Int, Int, Int) = (a.shape[-2], a.shape[-1], b.shape[-1])
    if a.rank == 2, b.rank == 2 {
        if rows == 1, columns == 1, inner >= shortestDot, !Scalar._isComplex {
            return Tensor([dotProduct(a, a.strides[1], b, b.strides[0], count: inner)], shape: [1, 1])
        }
        let (left, right) = (GemmOperand(a), GemmOperand(b))
        return Tensor(uninitialized: [rows, columns]) { result in
            guard let target = result.baseAddress else { return }
            Gemm.multiply(
                left, at: 0, right, at: 0, rows: rows, columns: columns, inner: inner, adds: false, into: target)
        }
    }
    if b.rank == 2, a.isContiguous {
        // The product of a stack and a single matrix is a single tall product.
        return matrixProduct(a.reshapedView(to: [a.shape.rowCount, inner]), b)
            .reshapedView(to: Shape(a.shape.dimensions.dropLast() + [columns]))
    }
    return stackProduct(a, b, rows, inner, columns)
}

/// The number of elements from which on the product of a row and a column is a dot product instead of a product by GEMM.
private let shortestDot = 256

/// Returns the dot product of `count` real numbers of `a`, which are `aStride` apart, and of `b`. The sums of the chunks
/// are added in `Double`. The tape does not record the operation.
private func dotProduct<Scalar: FieldScalar>(
    _ a: Tensor<Scalar>, _ aStride: Int, _ b: Tensor<Scalar>, _ bStride: Int, count: Int
) -> Scalar {
    let perChunk: Int = 2 * Parallelism.elementsPerChunk
    let (first, second) = (a.address, b.address)
    func dot(_ range: Range<Int>) -> Double {
        var sum = 0.0
        synann_dot(
            Scalar.Magnitude.kernelType, range.count,
            synann_strided(data: first + range.lowerBound * aStride, stride: aStride),
            synann_strided(data: second + range.lowerBound * bStride, stride: bStride), &sum)
        return sum
    }
    defer { withExtendedLifetime((a, b)) {} }
    if count <= perChunk { return Scalar(_real: Scalar.Magnitude(dot(0 ..< count))) }
    let sums = Tensor<Double>(uninitialized: [(count + perChunk - 1) / perChunk])
    let target: UnsafeMutablePointer<Double> = sums.mutableAddress
    Parallelism.forEachRange(of: count, length: perChunk) { target[$0.lowerBound / perChunk] = dot($0) }
    return Scalar(_real: Scalar.Magnitude(sums.scalars.reduce(0, +)))
}

/// Returns the products of the matrices `[rows, inner]` of `a` and the matrices `[inner, columns]` of `b`, after
/// broadcasting the leading axes. Traps if the leading axes do not broadcast. The tape does not record the operation.
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
    func multiply(_ range: Range<Int>, into target: UnsafeMutablePointer<Scalar>) {
        for index in range {
            let (row, column) = index.quotientAndRemainder(dividingBy: nest.rowLength)
            nest.forEachRow(in: row ..< row + 1) { offsets in
                Gemm.multiply(
                    left, at: offsets[0] + column * nest.rowStrides[0],
                    right, at: offsets[1] + column * nest.rowStrides[1],
                    rows: rows, columns: columns, inner: inner, adds: false, into: target + index * rows * columns)
            }
        }
    }
    let multiplications: Int = rows * columns * inner
    return Tensor(uninitialized: Shape(stack.dimensions + [rows, columns])) { result in
        guard let target = result.baseAddress else { return }
        // The threads share each large product, because a stack may have fewer matrices than there are threads.
        if multiplications >= 1 << 24 || stack.elementCount == 1 {
            return multiply(0 ..< stack.elementCount, into: target)
        }
        let perChunk: Int = max(1, (1 << 18) / max(1, multiplications))
        Parallelism.forEachRange(of: stack.elementCount, length: perChunk) { range in
            Parallelism.withoutHelpers { multiply(range, into: target) }
        }
    }
}
