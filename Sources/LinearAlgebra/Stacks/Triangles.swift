public import Tensors

/// The elements on and above a diagonal, 0 elsewhere: numpy's `triu`. Of each matrix of a stack; differentiable.
///
/// - Parameter diagonal: 0 is the main diagonal, 1 the one above.
public func upperTriangle<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    require(a.rank >= 2, "upperTriangle: shape \(a.shape) is no matrix")
    return a * triangleMask(a.matrixRows, a.matrixColumns) { row, column in column - row >= diagonal }
}

/// The elements on and below a diagonal, 0 elsewhere: numpy's `tril`. Of each matrix of a stack; differentiable.
///
/// - Parameter diagonal: 0 is the main diagonal, −1 the one below.
public func lowerTriangle<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    require(a.rank >= 2, "lowerTriangle: shape \(a.shape) is no matrix")
    return a * triangleMask(a.matrixRows, a.matrixColumns) { row, column in column - row <= diagonal }
}

private func triangleMask<Scalar: LinearAlgebraScalar>(
    _ rows: Int, _ columns: Int, _ isInside: (Int, Int) -> Bool
) -> Tensor<Scalar> {
    Tensor(uninitialized: [rows, columns]) { mask in
        for row in 0 ..< rows {
            for column in 0 ..< columns { mask[row * columns + column] = isInside(row, column) ? 1 : 0 }
        }
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

/// Matrices with the given diagonals: `[…, n]` → `[…, n, n]`. Differentiable.
public func diagonalMatrix<Scalar: LinearAlgebraScalar>(_ diagonal: Tensor<Scalar>) -> Tensor<Scalar> {
    require(diagonal.rank >= 1, "diagonalMatrix: a scalar is no diagonal")
    return diagonal.expandingShape(at: -1) * Tensor<Scalar>(identity: diagonal.shape[-1])
}

/// The transpose as a view, unknown to the tape.
func transposing<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> { a.asConstant().transposed() }
