public import Tensors

/// Sets `count` scalars from the address `start` on to 0. In generic code `update(repeating:count:)` is slower, because
/// it calls a function for each element.
func clear<Scalar: LinearAlgebraScalar>(_ start: UnsafeMutablePointer<Scalar>, _ count: Int) {
    UnsafeMutableRawPointer(start).initializeMemory(
        as: UInt8.self, repeating: 0, count: count * MemoryLayout<Scalar>.stride)
}

/// Sets the elements above the diagonals of contiguous, row-major square matrices to 0 in place.
func clearAboveDiagonal<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) {
    let size: Int = a.matrixRows
    for row in 0 ..< a.batchShape.elementCount * size {
        let column: Int = row % size
        clear(a.mutableAddress + row * size + column + 1, size - column - 1)
    }
}

/// Returns square matrices with the given diagonals and 0 elsewhere: `[…, n]` → `[…, n, n]`.
///
/// The function is differentiable. A scalar traps.
public func diagonalMatrix<Scalar: LinearAlgebraScalar>(_ diagonal: Tensor<Scalar>) -> Tensor<Scalar> {
    require(diagonal.rank >= 1, "diagonalMatrix: a scalar has no axis to be a diagonal")
    let (length, stack): (Int, [Int]) = (diagonal.shape[-1], Array(diagonal.shape.dimensions.dropLast()))
    // The code writes the diagonal into zeros. A product with the identity would give NaN for infinite elements,
    // because 0·∞ is NaN.
    var rows = Tensor<Scalar>(zeros: Shape(stack + [length * length]))
    if diagonal.count > 0 { rows[.ellipsis, .stride(by: length + 1)] = diagonal.asConstant() }
    return withDerivative(
        of: TensorOperation("diagonalMatrix", diagonal), rows.reshaped(to: Shape(stack + [length, length])),
        .by(diagonal) { cotangent in cotangent.diagonal() })
}

/// Returns the transposes of the matrices `[…, m, n]` as an untracked view `[…, n, m]`.
func transposing<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> { a.asConstant().transposed() }
