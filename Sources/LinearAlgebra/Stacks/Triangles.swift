public import Tensors

/// The elements on and above a diagonal, 0 elsewhere: numpy's `triu`. Of each matrix of a stack; differentiable.
///
/// - Parameter diagonal: 0 is the main diagonal, 1 the one above.
public func upperTriangle<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    require(a.rank >= 2, "upperTriangle: shape \(a.shape) is no matrix")
    return triangle(a) { row in row + diagonal ..< max(row + diagonal, a.matrixColumns) }
}

/// The elements on and below a diagonal, 0 elsewhere: numpy's `tril`. Of each matrix of a stack; differentiable.
///
/// - Parameter diagonal: 0 is the main diagonal, −1 the one below.
public func lowerTriangle<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    require(a.rank >= 2, "lowerTriangle: shape \(a.shape) is no matrix")
    return triangle(a) { row in 0 ..< max(0, row + diagonal + 1) }
}

/// The elements whose columns are in `kept` of their row.
private func triangle<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ kept: @escaping (_ row: Int) -> Range<Int>
) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("triangle", a), plainTriangle(a.asConstant(), kept),
        .by(a) { cotangent in triangle(cotangent, kept) })
}

private func plainTriangle<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ kept: (_ row: Int) -> Range<Int>
) -> Tensor<Scalar> {
    let (rows, columns): (Int, Int) = (a.matrixRows, a.matrixColumns)
    let result: Tensor<Scalar> = plainCopy(a)
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

/// Zeros in memory. In generic code the standard library's own way calls a witness for each element.
func clear<Scalar: LinearAlgebraScalar>(_ start: UnsafeMutablePointer<Scalar>, _ count: Int) {
    UnsafeMutableRawPointer(start).initializeMemory(
        as: UInt8.self, repeating: 0, count: count * MemoryLayout<Scalar>.stride)
}

/// Zeros above the diagonals of dense square matrices, in their own memory.
func clearAboveDiagonal<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) {
    let size: Int = a.matrixRows
    for row in 0 ..< a.batchShape.elementCount * size {
        let column: Int = row % size
        clear(a.mutableAddress + row * size + column + 1, size - column - 1)
    }
}

extension Tensor where Scalar: LinearAlgebraScalar {
    /// The diagonal of a matrix, or of each matrix of a stack: `[…, m, n]` → `[…, min(m, n)]`. Differentiable.
    public func matrixDiagonal() -> Tensor {
        require(rank >= 2, "matrixDiagonal: shape \(shape) is no matrix")
        let (rows, columns): (Int, Int) = (matrixRows, matrixColumns)
        let length: Int = Swift.min(rows, columns)
        let square: Tensor = self[.ellipsis, 0 ..< length, 0 ..< length]
        if length == 0 { return square.reshaped(to: Shape(batchShape.dimensions + [0])) }
        // Every (length + 1)-th element of the rows written one after the other.
        let flat: Tensor = square.reshaped(to: Shape(batchShape.dimensions + [length * length]))
        return flat[.ellipsis, .stride(by: length + 1)]
    }
}

/// Matrices with the given diagonals and 0 beside them: `[…, n]` → `[…, n, n]`. Differentiable.
public func diagonalMatrix<Scalar: LinearAlgebraScalar>(_ diagonal: Tensor<Scalar>) -> Tensor<Scalar> {
    require(diagonal.rank >= 1, "diagonalMatrix: a scalar is no diagonal")
    let (length, stack): (Int, [Int]) = (diagonal.shape[-1], Array(diagonal.shape.dimensions.dropLast()))
    // Written, not multiplied by the identity: 0·∞ would be NaN.
    var rows = Tensor<Scalar>(zeros: Shape(stack + [length * length]))
    if diagonal.count > 0 { rows[.ellipsis, .stride(by: length + 1)] = diagonal.asConstant() }
    return withDerivative(
        of: TensorOperation("diagonalMatrix", diagonal), rows.reshaped(to: Shape(stack + [length, length])),
        .by(diagonal) { cotangent in cotangent.matrixDiagonal() })
}

/// The transpose as a view, unknown to the tape.
func transposing<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> { a.asConstant().transposed() }
