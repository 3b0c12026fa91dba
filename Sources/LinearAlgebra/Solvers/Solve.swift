internal import COpenBLAS
public import Tensors

/// Returns the solution X of A·X = B for a square matrix A.
///
/// LAPACK routines: `getrf` and `getrs`. Cost: ⅔·n³ + 2·n²·k operations. A system whose matrix is singular only to
/// rounding is solved without an error, as in NumPy. `conditionNumber` bounds the loss of digits.
///
/// The gradient is A⁻ᴴ·G with respect to B and −A⁻ᴴ·G·Xᴴ with respect to A, where G is the cotangent. A column is NaN
/// if the cotangent is not finite, and all are NaN if solving with Aᴴ throws `singular`.
///
/// - Parameters:
///   - a: `[…, n, n]`.
///   - b: `[…, n, k]`, or `[n]` for a vector, as in NumPy. The leading axes of `a` and `b` are broadcast; other shapes
///     trap.
/// - Returns: A tensor of shape `[…, n, k]`, or `[…, n]` for a vector.
/// - Throws: `LinearAlgebraError.singular` with the position of a pivot that is exactly 0. Also `notFinite` or
///   `tooLarge`.
public func solve<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "solve")
    return try solveBroadcast(a, b, "solve") { (a, b) throws(LinearAlgebraError) in
        withDerivative(
            of: TensorOperation("solve", a, b), try generalSolution(a.asConstant(), b.asConstant(), "solve"),
            .by(a) { cotangent, x in
                -matmul(columnsOrNaN(a.adjoint(), cotangent) { try solve($0, $1) }, x.adjoint())
            },
            .by(b) { cotangent in columnsOrNaN(a.adjoint(), cotangent) { try solve($0, $1) } })
    }
}

/// Broadcasts the operands of a solver to the same stack and calls `body` with tensors of shape `[…, n, n]` and
/// `[…, n, k]` that have the same leading axes.
func solveBroadcast<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ name: String,
    _ body: (Tensor<Scalar>, Tensor<Scalar>) throws(LinearAlgebraError) -> Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    require(
        b.rank >= 1 && b.shape[b.rank == 1 ? 0 : -2] == a.matrixRows,
        "\(name): the right-hand side does not fit: \(a.shape) and \(b.shape)")
    if b.rank == 1 {
        let column: Tensor<Scalar> = try solveBroadcast(a, b.expandingShape(at: 1), name, body)
        return column.reshaped(to: Shape(column.shape.dimensions.dropLast()))
    }
    try requireMatrix(b, name)
    if a.batchShape == b.batchShape { return try body(a, b) }
    if a.rank == 2 {
        // One matrix and a stack of right-hand sides: the matrix is factored once, and all right-hand sides become
        // columns of one matrix.
        let columnsLast: [Int] = [b.rank - 2] + (0 ..< b.rank - 2) + [b.rank - 1]
        let rowsFirst: Tensor<Scalar> = b.permuted(columnsLast)
        // The number of columns is not b.count / b.matrixRows, because there may be no rows.
        let side: Int = b.batchShape.elementCount * b.matrixColumns
        let x: Tensor<Scalar> = try body(a, rowsFirst.reshaped(to: [b.matrixRows, side] as Shape))
        let stackFirst: [Int] = Array(1 ..< b.rank - 1) + [0, b.rank - 1]
        return x.reshaped(to: Shape([a.matrixColumns] + rowsFirst.shape.dimensions.dropFirst())).permuted(stackFirst)
    }
    guard let stack = Shape.broadcast(a.batchShape, b.batchShape) else {
        fatalError("\(name): stacks do not broadcast: \(a.shape) and \(b.shape)")
    }
    return try body(
        a.broadcast(to: Shape(stack.dimensions + a.shape.dimensions.suffix(2))),
        b.broadcast(to: Shape(stack.dimensions + b.shape.dimensions.suffix(2))))
}

/// Returns the solutions as untracked tensors.
private func generalSolution<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ operation: String
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    if SmallMatrices.supports(a, columns: b.matrixColumns) { return try SmallMatrices.solve(a, b, operation) }
    let matrices = try InPlaceLU(copying: a, for: operation)
    let x: Tensor<Scalar> = try checkedCopy(b, transposed: true, for: operation)
    try solve(matrices, x, operation)
    return transposing(x)
}

/// Factors the matrices in place and overwrites each row of `x`, which is a right-hand side, with its solution.
func solve<Scalar: LinearAlgebraScalar>(
    _ matrices: InPlaceLU<Scalar>, _ x: Tensor<Scalar>, _ operation: String
) throws(LinearAlgebraError) {
    let (size, columns): (Int, Int) = (matrices.size, x.matrixRows)
    let outcome: Outcome = forEachMatrix(
        matrices.count, multiplications: size * size * (size / 3 + columns), workspace: Workspace<Int32>(size)
    ) { matrix, pivots in
        let info: Int32 = matrices.factor(matrix, pivots.scalars)
        if info != 0 || columns == 0 { return info }
        return matrices.solve(
            matrix, pivots.scalars, x.mutableAddress + matrix * size * columns, columns: columns)
    }
    try outcome.check { info, matrix in .singular(operation: operation, position: info - 1, matrix: matrix) }
}
