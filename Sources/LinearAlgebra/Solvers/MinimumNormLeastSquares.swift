internal import COpenBLAS
public import Tensors

/// The matrix X with the least norm that minimizes ‖A·X − B‖ in the Frobenius norm, with the rank and the singular
/// values of A.
public struct MinimumNormSolution<Scalar: LinearAlgebraScalar>: Sendable {
    /// The solution X: `[…, n, k]` for a matrix A with n columns and k right-hand sides, or `[n]` if the right-hand
    /// side is a vector.
    public let solution: Tensor<Scalar>
    /// The rank of A, which is the number of singular values that are greater than the tolerance times the greatest
    /// singular value: `[…]`.
    public let matrixRank: Tensor<Int>
    /// The singular values of the m × n matrix A in descending order: `[…, min(m, n)]`.
    public let singularValues: Tensor<Scalar.Magnitude>
}

/// Returns the matrix X with the least norm that minimizes ‖A·X − B‖, for a matrix A of any rank. The result also
/// contains the rank and the singular values of A.
///
/// ‖·‖ is the Frobenius norm. The function corresponds to NumPy's `lstsq`. The function calls LAPACK's `gelsd`
/// (singular values by divide and conquer). The function has no derivative, because X is discontinuous where the rank
/// of A changes: tracked inputs trap. For a matrix of full rank, `leastSquares` is differentiable.
///
/// - Parameters:
///   - a: The matrix A, or a stack of matrices: `[…, m, n]`. A tensor with fewer than two axes traps.
///   - b: The right-hand sides B: `[…, m, k]` with the leading axes of `a`, or `[m]` for a single matrix A. Other
///     shapes trap.
///   - tolerance: A singular value counts as 0 if it is at most `tolerance` times the greatest singular value of the
///     matrix. The default is max(m, n)·ε for an m × n matrix, with ε = `ulpOfOne`.
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element of
///   an operand is NaN or infinite, or `tooLarge` if the number of rows, columns or right-hand sides exceeds
///   `Int32.max`.
public func minimumNormLeastSquares<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, tolerance: Double? = nil
) throws(LinearAlgebraError) -> MinimumNormSolution<Scalar> {
    let name = "minimumNormLeastSquares"
    try requireMatrix(a, name)
    requireConstant(a, name)
    requireConstant(b, name)
    require(
        b.rank == 1 && a.rank == 2 || b.rank >= 2 && a.batchShape == b.batchShape,
        "\(name): the leading axes of \(a.shape) and \(b.shape) differ")
    let sides: Tensor<Scalar> = (b.rank == 1 ? b.expandingShape(at: 1) : b).asConstant()
    require(sides.matrixRows == a.matrixRows, "\(name): the right-hand side does not fit: \(a.shape) and \(b.shape)")
    try requireMatrix(sides, name)
    let (rows, columns): (Int, Int) = (a.matrixRows, a.matrixColumns)
    if sides.matrixColumns == 0 {
        // LAPACK needs at least one right-hand side. The rank and the singular values do not depend on the right-hand
        // side, so the code passes a column of zeros.
        let zero = Tensor<Scalar>(zeros: Shape(a.batchShape.dimensions + [rows, 1]))
        let parts: MinimumNormSolution<Scalar> = try minimumNormLeastSquares(a, zero, tolerance: tolerance)
        return MinimumNormSolution(
            solution: parts.solution[.ellipsis, 0 ..< 0], matrixRank: parts.matrixRank,
            singularValues: parts.singularValues)
    }
    let count: Int = sides.matrixColumns
    let k: Int = min(rows, columns)
    let copy: Tensor<Scalar> = try checkedCopy(a, transposed: true, for: name)
    let x: Tensor<Scalar> = try rightSides(sides, rows: max(rows, columns), name)
    let values = Tensor<Scalar.Magnitude>(zeros: Shape(a.batchShape.dimensions + [k]))
    let ranks = Tensor<Int>(zeros: a.batchShape)
    if k > 0 {
        let limit: Double = tolerance ?? Double(max(rows, columns)) * Double(Scalar.epsilon)
        let problem = GELSD<Scalar>(rows: rows, columns: columns, sides: count, limit: limit)
        let outcome: Outcome = forEachMatrix(
            a.batchShape.elementCount, multiplications: 4 * rows * columns * k,
            workspace: EigenBuffers<Scalar>(problem.sizes)
        ) { matrix, buffers in
            var rank: Int32 = 0
            let info: Int32 = problem.solve(
                copy.mutableAddress + matrix * rows * columns,
                x.mutableAddress + matrix * count * max(rows, columns), values.mutableAddress + matrix * k, &rank,
                buffers)
            ranks.mutableAddress[matrix] = Int(rank)
            return info
        }
        try outcome.check { info, matrix in .noConvergence(operation: name, count: info, matrix: matrix) }
    }
    let solution: Tensor<Scalar> =
        k > 0
        ? transposing(x)[.ellipsis, 0 ..< columns, .all]
        : Tensor(
            zeros: Shape(a.batchShape.dimensions + [columns, count]))
    let shape: [Int] = solution.shape.dimensions
    return MinimumNormSolution(
        solution: b.rank == 1 ? solution.reshaped(to: Shape(shape.dropLast())) : solution, matrixRank: ranks,
        singularValues: values)
}

/// A caller of LAPACK's `gelsd` for systems of the same size.
private struct GELSD<Scalar: LinearAlgebraScalar> {
    let rows, columns, sides: Int
    let limit: Double
    let sizes: EigenWorkspaceSizes

    init(rows: Int, columns: Int, sides: Int, limit: Double) {
        (self.rows, self.columns, self.sides, self.limit) = (rows, columns, sides, limit)
        var rank: Int32 = 0
        sizes = eigenWorkspaceSizes(Scalar.self) { work, reals, integers in
            synann_gelsd(
                Scalar.lapackType, Int32(rows), Int32(columns), Int32(sides), nil, Int32(rows), nil,
                Int32(max(rows, columns)), nil, limit, &rank, work, -1, reals, integers)
        }
    }

    func solve(
        _ a: UnsafeMutablePointer<Scalar>, _ b: UnsafeMutablePointer<Scalar>,
        _ values: UnsafeMutablePointer<Scalar.Magnitude>, _ rank: inout Int32, _ buffers: EigenBuffers<Scalar>
    ) -> Int32 {
        synann_gelsd(
            Scalar.lapackType, Int32(rows), Int32(columns), Int32(sides), a, Int32(rows), b,
            Int32(max(rows, columns)), values, limit, &rank, buffers.work.scalars, buffers.work.count,
            buffers.reals.scalars, buffers.integers.scalars)
    }
}
