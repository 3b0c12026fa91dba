public import Tensors

/// The elements on and above a diagonal, 0 elsewhere, of a matrix or of each matrix of a stack `[…, m, n]`: NumPy's
/// `triu`. Differentiable. A scalar or a vector traps.
///
/// - Parameters:
///   - a: `[…, m, n]`.
///   - diagonal: 0 is the main diagonal, 1 the one above, −1 the one below.
public func upperTriangle<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    require(a.rank >= 2, "upperTriangle: shape \(a.shape) is not that of a matrix")
    return triangle(a) { row in row + diagonal ..< max(row + diagonal, a.matrixColumns) }
}

/// The elements on and below a diagonal, 0 elsewhere, of a matrix or of each matrix of a stack `[…, m, n]`: NumPy's
/// `tril`. Differentiable. A scalar or a vector traps.
///
/// - Parameters:
///   - a: `[…, m, n]`.
///   - diagonal: 0 is the main diagonal, 1 the one above, −1 the one below.
public func lowerTriangle<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    require(a.rank >= 2, "lowerTriangle: shape \(a.shape) is not that of a matrix")
    return triangle(a) { row in 0 ..< max(0, row + diagonal + 1) }
}

/// The elements whose columns are in the range `kept` of their row.
private func triangle<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ kept: @escaping (_ row: Int) -> Range<Int>
) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("triangle", a), triangleCopy(a.asConstant(), kept),
        .by(a) { cotangent in triangle(cotangent, kept) })
}

/// The same, as a constant.
private func triangleCopy<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ kept: (_ row: Int) -> Range<Int>
) -> Tensor<Scalar> {
    let (rows, columns): (Int, Int) = (a.matrixRows, a.matrixColumns)
    let result: Tensor<Scalar> = denseCopy(a)
    if a.count == 0 { return result }
    Parallelism.forEachRange(of: a.batchShape.elementCount, length: 1 + Parallelism.elementsPerChunk / (rows * columns))
    {
        matrices in
        for matrix in matrices {
            for row in 0 ..< rows {
                let start = result.mutableAddress + (matrix * rows + row) * columns
                let inside: Range<Int> = kept(row).clamped(to: 0 ..< columns)
                clear(start, inside.lowerBound)
                clear(start + inside.upperBound, columns - inside.upperBound)
            }
        }
    }
    return result
}

/// Sets memory to 0. In generic code the standard library's own function would call a witness for each element.
func clear<Scalar: LinearAlgebraScalar>(_ start: UnsafeMutablePointer<Scalar>, _ count: Int) {
    UnsafeMutableRawPointer(start).initializeMemory(
        as: UInt8.self, repeating: 0, count: count * MemoryLayout<Scalar>.stride)
}

/// Sets the elements above the diagonals of dense square matrices to 0, in their memory.
func clearAboveDiagonal<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) {
    let size: Int = a.matrixRows
    for row in 0 ..< a.batchShape.elementCount * size {
        let column: Int = row % size
        clear(a.mutableAddress + row * size + column + 1, size - column - 1)
    }
}

extension Tensor where Scalar: LinearAlgebraScalar {
    /// The diagonal of a matrix, or of each matrix of a stack: `[…, m, n]` → `[…, min(m, n)]`. Differentiable. A scalar
    /// or a vector traps.
    public func matrixDiagonal() -> Tensor {
        require(rank >= 2, "matrixDiagonal: shape \(shape) is not that of a matrix")
        let (rows, columns): (Int, Int) = (matrixRows, matrixColumns)
        let length: Int = Swift.min(rows, columns)
        let square: Tensor = self[.ellipsis, 0 ..< length, 0 ..< length]
        if length == 0 { return square.reshaped(to: Shape(batchShape.dimensions + [0])) }
        // The diagonal is every (length + 1)-th element of the flattened matrix.
        let flat: Tensor = square.reshaped(to: Shape(batchShape.dimensions + [length * length]))
        return flat[.ellipsis, .stride(by: length + 1)]
    }
}

/// Square matrices with the given diagonals and 0 elsewhere: `[…, n]` → `[…, n, n]`. Differentiable. A scalar traps.
public func diagonalMatrix<Scalar: LinearAlgebraScalar>(_ diagonal: Tensor<Scalar>) -> Tensor<Scalar> {
    require(diagonal.rank >= 1, "diagonalMatrix: a scalar has no axis to be a diagonal")
    let (length, stack): (Int, [Int]) = (diagonal.shape[-1], Array(diagonal.shape.dimensions.dropLast()))
    // The diagonal is written, not multiplied by the identity: 0·∞ would be NaN.
    var rows = Tensor<Scalar>(zeros: Shape(stack + [length * length]))
    if diagonal.count > 0 { rows[.ellipsis, .stride(by: length + 1)] = diagonal.asConstant() }
    return withDerivative(
        of: TensorOperation("diagonalMatrix", diagonal), rows.reshaped(to: Shape(stack + [length, length])),
        .by(diagonal) { cotangent in cotangent.matrixDiagonal() })
}

/// The transpose as a view, and a constant.
func transposing<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> { a.asConstant().transposed() }
