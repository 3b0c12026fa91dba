internal import COpenBLAS
public import Tensors

/// Returns the solution X of A·X = B for a square matrix A.
///
/// A is `a`, and B is `b`. The function calls LAPACK's `getrf` and `getrs`. For a stack of 16 or more real systems, the
/// function uses the library's own kernels instead if A has at most 16 rows and B at most 16 columns. For n rows of A
/// and k columns of B the function takes ⅔·n³ + 2·n²·k arithmetic operations. If a matrix is singular only to rounding,
/// the function returns a solution and throws no error, as NumPy does. `conditionNumber` bounds the loss of digits.
///
/// The gradient with respect to B is H = A⁻ᴴ·G, where G is the cotangent. The gradient with respect to A is −H·Xᴴ. A
/// column of H is NaN if the same column of G contains NaN or infinity. The gradients use the factors of A that the
/// function computed with LAPACK, and take 2·n²·k operations for H. The library's own kernels factor A again.
///
/// - Parameters:
///   - a: The matrix A, or a stack of matrices: `[…, n, n]`. Another shape traps.
///   - b: The right-hand sides B: `[…, n, k]`, or `[n]` for a vector, as in NumPy. The leading axes of `a` and `b` are
///     broadcast; other shapes trap.
/// - Returns: The solution X: `[…, n, k]`, or `[…, n]` if `b` is a vector.
/// - Throws: `LinearAlgebraError.singular` if a pivot is exactly 0; the error contains the position of the pivot. The
///   function also throws `notFinite` if an element of an operand is NaN or infinite, and `tooLarge` if the number of
///   rows or columns exceeds `Int32.max`.
public func solve<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "solve")
    return try solveBroadcast(a, b, "solve") { (a, b) throws(LinearAlgebraError) in
        if SmallMatrices.supports(a, columns: b.matrixColumns) {
            let x: Tensor<Scalar> = try SmallMatrices.solve(a.asConstant(), b.asConstant(), "solve")
            return solution(x, of: a, b) { (adjoint, cotangent) throws(LinearAlgebraError) in
                try solve(adjoint, cotangent)
            }
        }
        let system = try LinearSystem(copying: a.asConstant(), for: "solve")
        return solution(try system.factorAndSolve(b.asConstant(), "solve"), of: a, b, system)
    }
}

/// Returns `x`, the solution of A·X = B, with its derivatives. `system` contains the factors of A.
private func solution<Scalar: LinearAlgebraScalar>(
    _ x: Tensor<Scalar>, of a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ system: LinearSystem<Scalar>
) -> Tensor<Scalar> {
    solution(x, of: a, b) { (adjoint, cotangent) throws(LinearAlgebraError) in
        let other: LinearSystem<Scalar> = system.adjoint
        return solution(try other.solve(cotangent.asConstant(), "solve"), of: adjoint, cotangent, other)
    }
}

/// Returns `x`, the solution of A·X = B, with its derivatives. `solveAdjoint` returns the solution of Aᴴ·H = G, with
/// derivatives, from Aᴴ and G.
private func solution<Scalar: LinearAlgebraScalar>(
    _ x: Tensor<Scalar>, of a: Tensor<Scalar>, _ b: Tensor<Scalar>,
    solveAdjoint: @escaping (Tensor<Scalar>, Tensor<Scalar>) throws(LinearAlgebraError) -> Tensor<Scalar>
) -> Tensor<Scalar> {
    withSharedDerivative(of: TensorOperation("solve", a, b), x, inputs: [a, b]) { cotangent, x, wanted in
        let h: Tensor<Scalar> = columnsOrNaN(a.adjoint(), cotangent) { try solveAdjoint($0, $1) }
        return [wanted[0] ? -matmul(h, x.adjoint()) : nil, h]
    }
}

/// Calls `body` with operands that have the same leading axes, and returns the result of `body`. The operands of `body`
/// have the shapes `[…, n, n]` and `[…, n, k]`, or `[…, m, n]` and `[…, m, k]` for least squares.
///
/// If `b` is a vector, `body` receives a matrix with one column instead, and the function removes the column from the
/// result. Traps if the right-hand side `b` has another number of rows than `a`, or if the leading axes cannot be
/// broadcast.
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
        // If a single matrix has a stack of right-hand sides, `body` receives all right-hand sides as the columns of a
        // single matrix, so that `a` is factored only once.
        let columnsLast: [Int] = [b.rank - 2] + (0 ..< b.rank - 2) + [b.rank - 1]
        let rowsFirst: Tensor<Scalar> = b.permuted(columnsLast)
        // The number of columns is not b.count / b.matrixRows, because there may be no rows.
        let side: Int = b.batchShape.elementCount * b.matrixColumns
        try requireLAPACKLength(side, name)
        let x: Tensor<Scalar> = try body(a, rowsFirst.reshaped(to: [b.matrixRows, side] as Shape))
        let stackFirst: [Int] = Array(1 ..< b.rank - 1) + [0, b.rank - 1]
        return x.reshaped(to: Shape([a.matrixColumns] + rowsFirst.shape.dimensions.dropFirst())).permuted(stackFirst)
    }
    guard let stack = Shape.broadcast(a.batchShape, b.batchShape) else {
        fatalError("\(name): the leading axes of \(a.shape) and \(b.shape) cannot be broadcast")
    }
    return try body(
        a.broadcast(to: Shape(stack.dimensions + a.shape.dimensions.suffix(2))),
        b.broadcast(to: Shape(stack.dimensions + b.shape.dimensions.suffix(2))))
}

/// Factors the matrices in place, and overwrites each row of `x`, which is a right-hand side, with the solution for
/// this right-hand side. Throws `singular` if a pivot is exactly 0.
func solve<Scalar: LinearAlgebraScalar>(
    _ matrices: InPlaceLU<Scalar>, _ x: Tensor<Scalar>, _ operation: String
) throws(LinearAlgebraError) {
    let (size, columns): (Int, Int) = (matrices.size, x.matrixRows)
    let outcome: Outcome = forEachMatrix(
        matrices.count, multiplications: size * size * (size / 3 + columns), by: .library,
        workspace: Workspace<Int32>(size)
    ) { matrix, pivots in
        let info: Int32 = matrices.factor(matrix, pivots.scalars)
        if info != 0 || columns == 0 { return info }
        return matrices.solve(
            matrix, pivots.scalars, x.mutableAddress + matrix * size * columns, columns: columns)
    }
    try outcome.check { info, matrix in .singular(operation: operation, position: info - 1, matrix: matrix) }
}
