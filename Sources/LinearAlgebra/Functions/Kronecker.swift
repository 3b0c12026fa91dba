internal import CKernels
public import Tensors

/// Returns the Kronecker product of `a` and `b`. The product is a block matrix: its block (i, j) is the element (i, j)
/// of `a` times the matrix `b`.
///
/// Operands of shape `[…, m, n]` and `[…, p, q]` give a result of shape `[…, m·p, n·q]`. The leading axes are
/// broadcast; stacks that cannot be broadcast trap, and so does an operand with fewer than two axes. The function is
/// differentiable with respect to both operands.
public func kronecker<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    require(a.rank >= 2 && b.rank >= 2, "kronecker: shapes \(a.shape) and \(b.shape) must have two or more axes")
    if !a.isTracked, !b.isTracked, let product = productByKernel(a, b) {
        return withDerivative(of: TensorOperation("kronecker", a, b), product)
    }
    let (aStack, bStack): ([Int], [Int]) = (a.batchShape.dimensions, b.batchShape.dimensions)
    let left: Tensor<Scalar> = a.reshaped(to: Shape(aStack + [a.matrixRows, 1, a.matrixColumns, 1]))
    let right: Tensor<Scalar> = b.reshaped(to: Shape(bStack + [1, b.matrixRows, 1, b.matrixColumns]))
    let product: Tensor<Scalar> = left * right
    let stack: [Int] = Array(product.shape.dimensions.dropLast(4))
    return product.reshaped(
        to: Shape(stack + [a.matrixRows * b.matrixRows, a.matrixColumns * b.matrixColumns]))
}

/// Returns the Kronecker product of two real matrices, or `nil` for stacks, complex numbers and products without
/// elements. The tape does not record the product.
///
/// The kernel writes each row of the product once. An elementwise product in four axes, which the tape can record, would
/// handle each piece of a row on its own.
private func productByKernel<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar>? {
    guard !Scalar._isComplex, a.rank == 2, b.rank == 2, a.count > 0, b.count > 0 else { return nil }
    let (rows, columns): (Int, Int) = (b.matrixRows, b.matrixColumns)
    let (left, right): (MatrixStack<Scalar>, Tensor<Scalar>) = (MatrixStack(a), b.contiguous())
    let (aColumns, width): (Int, Int) = (a.matrixColumns, a.matrixColumns * columns)
    // The loop over the rows reads no property of a generic type, which would take as long as a row.
    let (aStart, bStart): (UnsafePointer<Scalar>, UnsafePointer<Scalar>) = (left.address(of: 0), right.address)
    let (rowStride, columnStride): (Int, Int) = (left.rowStride, left.columnStride)
    let kernelType: synann_scalar_type = Scalar.Magnitude.kernelType
    return Tensor(uninitialized: [a.matrixRows * rows, width]) { result in
        guard let target = result.baseAddress else { return }
        // Fewer elements in a chunk would take less time than waking the threads.
        let rowsPerChunk: Int = max(1, 4 * Parallelism.elementsPerChunk / width)
        Parallelism.forEachRange(of: a.matrixRows * rows, length: rowsPerChunk) { range in
            for row in range {
                let (i, k): (Int, Int) = row.quotientAndRemainder(dividingBy: rows)
                var operands = synann_kronecker_row_operands(
                    a: aStart + i * rowStride, a_count: aColumns, a_stride: columnStride, b: bStart + k * columns,
                    b_count: columns, result: target + row * width)
                synann_kronecker_row(kernelType, &operands)
            }
        }
        withExtendedLifetime((left, right)) {}
    }
}
