internal import COpenBLAS
public import Tensors

/// Returns the solution X of A·X = B for a band matrix A.
///
/// The function calls LAPACK's `gbsv`. The function takes about 2·n·l·(l + u) arithmetic operations, where A has n
/// rows, l diagonals below the main diagonal, and u diagonals above the main diagonal. The function has no derivative:
/// a tracked input traps.
///
/// - Parameters:
///   - bands: The diagonals of A as rows: `[…, lower + upper + 1, n]`. The first row is the uppermost diagonal, as in
///     SciPy's `solve_banded`, and `upper` is the number of diagonals above the main diagonal.
///     `bands[upper + i − j, j]` is element (i, j) of A. Elements of `bands` that are outside of A are not used, but
///     must be finite.
///   - lower: The number of diagonals below the main diagonal. A negative number traps, and so does a number that is
///     not less than the number of rows of `bands`.
///   - b: The right-hand sides B: `[…, n, k]` with the leading axes of `bands`, or `[n]` for a single matrix A. Other
///     shapes trap. The result has the shape of `b`.
/// - Throws: `LinearAlgebraError.singular` if a pivot is exactly 0; the error contains the position of the pivot. The
///   function also throws `notFinite` if an element of an operand is NaN or infinite, and `tooLarge` if n, the number
///   of right-hand sides, or 2·`lower` + `upper` + 1 exceeds `Int32.max`.
public func solveBanded<Scalar: LinearAlgebraScalar>(
    _ bands: Tensor<Scalar>, lower: Int, _ b: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let name = "solveBanded"
    try requireMatrix(bands, name)
    [bands, b].forEach { requireConstant($0, name) }
    let (size, upper): (Int, Int) = (bands.matrixColumns, bands.matrixRows - lower - 1)
    require(lower >= 0 && upper >= 0, "\(name): bands of shape \(bands.shape) cannot have \(lower) lower diagonals")
    return try withColumns(b, size, bands.batchShape, name) { (b) throws(LinearAlgebraError) in
        let (height, columns): (Int, Int) = (2 * lower + upper + 1, b.matrixColumns)
        try requireLAPACKLength(height, name)
        // LAPACK needs memory for `lower` additional diagonals above the given diagonals, because pivoting fills them.
        var padded = Tensor<Scalar>(zeros: Shape(bands.batchShape.dimensions + [size, height]))
        padded[.ellipsis, lower ..< height] = try checkedCopy(bands, transposed: true, for: name)
        let factors: Tensor<Scalar> = padded
        let x: Tensor<Scalar> = try checkedCopy(b, transposed: true, for: name)
        let outcome: Outcome = forEachMatrix(
            x.count > 0 ? bands.batchShape.elementCount : 0, multiplications: size * height * (lower + columns),
            workspace: Workspace<Int32>(size)
        ) { matrix, pivots in
            synann_gbsv(
                Scalar.lapackType, Int32(size), Int32(lower), Int32(upper), Int32(columns),
                factors.mutableAddress + matrix * size * height, Int32(height), pivots.scalars,
                x.mutableAddress + matrix * size * columns, Int32(size))
        }
        try outcome.check { info, matrix in .singular(operation: name, position: info - 1, matrix: matrix) }
        return transposing(x)
    }
}

/// Returns the solution X of A·X = B for a tridiagonal matrix A.
///
/// The function calls LAPACK's `gtsv`. For n rows of A and one right-hand side the function takes about 10·n arithmetic
/// operations. The function has no derivative: a tracked input traps. Another shape of a diagonal traps.
///
/// - Parameters:
///   - lower: The elements below the diagonal: `[…, n − 1]`.
///   - diagonal: The elements on the diagonal: `[…, n]`.
///   - upper: The elements above the diagonal: `[…, n − 1]`.
///   - b: The right-hand sides B: `[…, n, k]` with the leading axes of `diagonal`, or `[n]` for a single matrix A.
///     Other shapes trap. The result has the shape of `b`.
/// - Throws: `LinearAlgebraError.singular` if a pivot is exactly 0; the error contains the position of the pivot. The
///   function also throws `notFinite` if an element of an operand is NaN or infinite, and `tooLarge` if n or the number
///   of right-hand sides exceeds `Int32.max`.
public func solveTridiagonal<Scalar: LinearAlgebraScalar>(
    lower: Tensor<Scalar>, diagonal: Tensor<Scalar>, upper: Tensor<Scalar>, _ b: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let name = "solveTridiagonal"
    [lower, diagonal, upper, b].forEach { requireConstant($0, name) }
    require(diagonal.rank >= 1, "\(name): the diagonal is a scalar")
    let size: Int = diagonal.shape[-1]
    let batch = Shape(Array(diagonal.shape.dimensions.dropLast()))
    let beside = Shape(batch.dimensions + [max(0, size - 1)])
    require(
        lower.shape == beside && upper.shape == beside,
        "\(name): the shapes of the diagonals do not match: \(lower.shape), \(diagonal.shape), \(upper.shape)")
    return try withColumns(b, size, batch, name) { (b) throws(LinearAlgebraError) in
        let parts: [Tensor<Scalar>] = try [lower, diagonal, upper].map { (part) throws(LinearAlgebraError) in
            try checkedCopy(part.expandingShape(at: -1), for: name)
        }
        let columns: Int = b.matrixColumns
        let x: Tensor<Scalar> = try checkedCopy(b, transposed: true, for: name)
        let outcome: Outcome = forEachMatrix(
            x.count > 0 ? batch.elementCount : 0, multiplications: 8 * size * columns
        ) { matrix in
            synann_gtsv(
                Scalar.lapackType, Int32(size), Int32(columns), parts[0].mutableAddress + matrix * (size - 1),
                parts[1].mutableAddress + matrix * size, parts[2].mutableAddress + matrix * (size - 1),
                x.mutableAddress + matrix * size * columns, Int32(size))
        }
        try outcome.check { info, matrix in .singular(operation: name, position: info - 1, matrix: matrix) }
        return transposing(x)
    }
}

/// Calls `body` with `b` and returns the result of `body`. If `b` is a vector, `body` receives a matrix with one column
/// instead, and the function reshapes the result to a vector. Traps unless `b` has `size` rows and the leading axes
/// `batch`.
private func withColumns<Scalar: LinearAlgebraScalar>(
    _ b: Tensor<Scalar>, _ size: Int, _ batch: Shape, _ name: String,
    _ body: (Tensor<Scalar>) throws(LinearAlgebraError) -> Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let isVector: Bool = b.rank == 1
    let columns: Tensor<Scalar> = isVector ? b.expandingShape(at: 1) : b
    require(
        columns.rank >= 2 && columns.matrixRows == size && columns.batchShape == batch,
        "\(name): the right-hand side does not fit: \(b.shape) for size \(size) and stack \(batch)")
    try requireMatrix(columns, name)
    let x: Tensor<Scalar> = try body(columns)
    return isVector ? x.reshaped(to: [size] as Shape) : x
}
