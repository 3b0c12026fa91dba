internal import COpenBLAS
import Tensors

/// The rows of matrices, scaled to Euclidean norm 1. Rows of zeros stay 0.
struct UnitRows<Scalar: LinearAlgebraScalar> {
    /// The scaled rows, contiguous: `[…, m, n]`.
    let rows: Tensor<Scalar>
    /// The greatest absolute value of each row, and the norm of the row divided by this value: `[…, m, 1]`. They are
    /// stored separately because their product, the norm, may overflow.
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

    /// Returns the norm of the first row divided by the norm of the second row, for a single matrix.
    func ratio(_ first: Int, _ second: Int) -> Scalar.Magnitude {
        greatest[first, 0].scalar / greatest[second, 0].scalar * (length[first, 0].scalar / length[second, 0].scalar)
    }

    /// Returns the scaled rows at the indices, for a single matrix.
    func selected(_ indices: [Int]) -> Tensor<Scalar> {
        var part = Tensor<Scalar>(zeros: [indices.count, rows.matrixColumns])
        for (place, index) in indices.enumerated() { part[place] = rows[index] }
        return part
    }
}

/// Returns the greatest |real part| or |imaginary part| of each row, `[…, m, 1]`. It computes no squares, which could
/// overflow.
private func greatestPart<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    let real: Tensor<Scalar.Magnitude> = a.asConstant().realPart().abs()
    if !Scalar._isComplex { return real.max(axis: -1, keepDims: true) }
    return maximum(real, a.asConstant().imaginaryPart().abs()).max(axis: -1, keepDims: true)
}

/// Throws `singular` if the columns of a matrix that `gels` has factored are linearly dependent. For a matrix with more
/// columns than rows, the function checks the rows.
///
/// The condition number is first estimated from R, which is cheap. If its reciprocal is at most 10 times the tolerance,
/// `dependentColumns` decides, so that `leastSquares` and `dependentColumns` agree.
///
/// - Parameters:
///   - a: The matrices: `[…, m, n]`.
///   - factors: The column-major result of `gels`, as rows: `[…, n, m]`.
///   - outcome: LAPACK's `info` values.
///   - operation: The name for the error.
func requireIndependence<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, factors: Tensor<Scalar>, _ outcome: Outcome, _ operation: String
) throws(LinearAlgebraError) {
    let (rows, columns): (Int, Int) = (a.matrixRows, a.matrixColumns)
    let (k, isWide): (Int, Bool) = (min(rows, columns), columns > rows)
    let block: Tensor<Scalar> = factors[.ellipsis, 0 ..< k, 0 ..< k]
    let unit = UnitRows(lowerTriangle(isWide ? transposing(block) : block))
    let limit: Double = 10 * dependenceTolerance(rows: max(rows, columns), Scalar.self)
    for (matrix, condition) in reciprocalConditions(lowerTriangles: unit.rows).enumerated() where !(condition > limit) {
        let single: Tensor<Scalar> = matrixOfStack(a, matrix)
        let columns = try dependentColumns(of: isWide ? transposing(single) : single)
        if let first = columns.first {
            throw .singular(operation: operation, position: first.column, matrix: matrix)
        }
    }
    try outcome.check { info, matrix in .singular(operation: operation, position: info - 1, matrix: matrix) }
}

/// Returns the reciprocal condition number 1/κ₁ of each matrix of a stack, estimated by LAPACK's `trcon`, and 0 instead
/// of NaN.
///
/// The matrices are contiguous, row-major and lower triangular. LAPACK reads them as upper triangular matrices.
func reciprocalConditions<Scalar: LinearAlgebraScalar>(lowerTriangles t: Tensor<Scalar>) -> [Double] {
    let (size, count): (Int, Int) = (t.matrixRows, t.batchShape.elementCount)
    let answers = Tensor<Scalar.Magnitude>(zeros: [count])
    _ = forEachMatrix(
        count, multiplications: 10 * size * size,
        workspace: (
            work: Workspace<Scalar>(3 * size), reals: Workspace<Scalar.Magnitude>(size),
            integers: Workspace<Int32>(size)
        )
    ) { matrix, buffers in
        synann_trcon(
            Scalar.lapackType, .oneNorm, .upper, .nonUnitDiagonal, Int32(size), t.address + matrix * size * size,
            Int32(size),
            answers.mutableAddress + matrix, buffers.work.scalars, buffers.reals.scalars, buffers.integers.scalars)
    }
    return answers.scalars.map { $0.isNaN ? 0 : Double($0) }
}
