internal import COpenBLAS
import Tensors

/// The rows of matrices, scaled to Euclidean norm 1. Rows of zeros are not scaled.
struct UnitRows<Scalar: LinearAlgebraScalar> {
    /// The scaled rows, contiguous: `[…, m, n]`.
    let rows: Tensor<Scalar>
    /// `greatest` is the result of `greatestPart` for each row, and `length` is the norm of the row divided by
    /// `greatest`: `[…, m, 1]`.
    ///
    /// The product of `greatest` and `length` is the norm of the row. The product may overflow, so the factors are
    /// stored separately. Both factors are 1 for a row of zeros.
    private let greatest, length: Tensor<Scalar.Magnitude>

    init(_ a: Tensor<Scalar>) {
        let ones = Tensor<Scalar.Magnitude>(1)
        let largest: Tensor<Scalar.Magnitude> = greatestPart(a)
        greatest = select(largest .> 0, largest, ones)
        let shrunk: Tensor<Scalar> = a.asConstant() / asField(greatest)
        let lengths: Tensor<Scalar.Magnitude> = vectorNorm(shrunk).expandingShape(at: -1)
        length = select(lengths .> 0, lengths, ones)
        rows = (shrunk / asField(length)).contiguous()
    }

    /// Returns the norm of row `first` divided by the norm of row `second`. There must be a single matrix.
    func ratio(_ first: Int, _ second: Int) -> Scalar.Magnitude {
        greatest[first, 0].scalar / greatest[second, 0].scalar * (length[first, 0].scalar / length[second, 0].scalar)
    }

    /// Returns the scaled rows at the positions `indices`: `[indices.count, n]`. There must be a single matrix.
    func selected(_ indices: [Int]) -> Tensor<Scalar> {
        var part = Tensor<Scalar>(zeros: [indices.count, rows.matrixColumns])
        for (place, index) in indices.enumerated() { part[place] = rows[index] }
        return part
    }
}

/// Returns, for each row, the greatest absolute value of the real and imaginary parts: `[…, m, n]` → `[…, m, 1]`.
///
/// The function does not compute |z| of a complex element z, because the squares in |z| could overflow.
private func greatestPart<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    let real: Tensor<Scalar.Magnitude> = a.asConstant().realPart().abs()
    if !Scalar._isComplex { return real.max(axis: -1, keepDims: true) }
    return maximum(real, a.asConstant().imaginaryPart().abs()).max(axis: -1, keepDims: true)
}

/// Throws `singular` if the columns of a matrix that LAPACK's `gels` has factored are linearly dependent. For a matrix
/// with more columns than rows, the function checks the rows instead.
///
/// The function first estimates the condition number from the triangular factor R, which is fast. If the reciprocal
/// condition number of R with columns of norm 1 is greater than 10 times the tolerance of `dependentColumns`, the columns
/// are independent. R itself is examined before it is scaled, because that often decides and takes less time. Otherwise
/// the function calls `dependentColumns`, which is slower but uses column pivoting, and throws if the result contains a
/// column.
///
/// - Parameters:
///   - a: The matrices before the factorization: `[…, m, n]`.
///   - factors: The matrices after the factorization by `gels`, `[…, n, m]`. Row j of `factors` is column j for LAPACK.
///   - outcome: The `info` codes of `gels`. A positive code, which reports a 0 on the diagonal of R, also leads to
///     `singular`.
///   - operation: The name of the operation in the error.
func requireIndependence<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, factors: Tensor<Scalar>, _ outcome: Outcome, _ operation: String
) throws(LinearAlgebraError) {
    let (rows, columns): (Int, Int) = (a.matrixRows, a.matrixColumns)
    let (k, isWide): (Int, Bool) = (min(rows, columns), columns > rows)
    // The elements of the lower triangle of a wide matrix are those of the upper triangle of its transpose.
    let block: Tensor<Scalar> = factors[.ellipsis, 0 ..< k, 0 ..< k]
    let triangles: Tensor<Scalar> = isWide ? lowerTriangle(transposing(block)).contiguous() : factors
    let limit: Double = 10 * dependenceTolerance(rows: max(rows, columns), Scalar.self)
    // Columns of norm 1 have a condition number in the 2-norm of at most √k times that of other scales (A. van der Sluis,
    // 1969), and the 1-norm of a matrix or of its inverse differs from the 2-norm by a factor of at most √k. So if the
    // matrix itself is far from the limit, the scaled matrix is within it. The factor 10 covers errors of the estimate.
    let certain: Double = 10 * limit * Double(k * k) * Double(k).squareRoot()
    let isCertain: Bool = reciprocalConditions(triangles, size: k).allSatisfy { $0 > certain }
    let conditions: [Double] =
        isCertain ? [] : reciprocalConditions(UnitRows(lowerTriangle(isWide ? triangles : block)).rows, size: k)
    for (matrix, condition) in conditions.enumerated() where !(condition > limit) {
        let single: Tensor<Scalar> = matrixOfStack(a, matrix)
        let columns = try dependentColumns(of: isWide ? transposing(single) : single)
        if let first = columns.first {
            throw .singular(operation: operation, position: first.column, matrix: matrix)
        }
    }
    try outcome.check { info, matrix in .singular(operation: operation, position: info - 1, matrix: matrix) }
}

/// Returns the reciprocal condition number in the 1-norm of a triangle of each matrix of a stack `[…, m, n]`, estimated by
/// LAPACK's `trcon`. If the estimate is NaN, the function returns 0 for this matrix.
///
/// The matrices are contiguous and row-major. The function reads the elements on and below the diagonal in the first
/// `size` rows and columns. LAPACK reads them as upper triangular matrices.
func reciprocalConditions<Scalar: LinearAlgebraScalar>(_ t: Tensor<Scalar>, size: Int) -> [Double] {
    let (rows, columns, count): (Int, Int, Int) = (t.matrixRows, t.matrixColumns, t.batchShape.elementCount)
    let answers = Tensor<Scalar.Magnitude>(zeros: [count])
    _ = forEachMatrix(
        count, multiplications: 10 * size * size,
        workspace: (
            work: Workspace<Scalar>(3 * size), reals: Workspace<Scalar.Magnitude>(size),
            integers: Workspace<Int32>(size)
        )
    ) { matrix, buffers in
        synann_trcon(
            Scalar.lapackType, .oneNorm, .upper, .nonUnitDiagonal, Int32(size), t.address + matrix * rows * columns,
            Int32(columns), answers.mutableAddress + matrix, buffers.work.scalars, buffers.reals.scalars,
            buffers.integers.scalars)
    }
    return answers.scalars.map { $0.isNaN ? 0 : Double($0) }
}
