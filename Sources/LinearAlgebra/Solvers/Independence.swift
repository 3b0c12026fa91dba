internal import COpenBLAS
import Tensors

/// The rows of matrices, scaled to length 1. Rows of zeros stay 0.
struct UnitRows<Scalar: LinearAlgebraScalar> {
    /// The scaled rows, dense: `[…, m, n]`.
    let rows: Tensor<Scalar>
    /// The greatest element of each row, and the row's length over it: `[…, m, 1]`. They are kept apart because their
    /// product may overflow.
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

    /// Returns the length of one row divided by the length of another, for a single matrix.
    func ratio(_ first: Int, _ second: Int) -> Scalar.Magnitude {
        greatest[first, 0].scalar / greatest[second, 0].scalar * (length[first, 0].scalar / length[second, 0].scalar)
    }

    /// Some of the rows, for a single matrix.
    func selected(_ indices: [Int]) -> Tensor<Scalar> {
        var part = Tensor<Scalar>(zeros: [indices.count, rows.matrixColumns])
        for (place, index) in indices.enumerated() { part[place] = rows[index] }
        return part
    }
}

/// The greatest |real part| or |imaginary part| of each row, `[…, m, 1]`. It takes no square, which could overflow.
private func greatestPart<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    let real: Tensor<Scalar.Magnitude> = a.asConstant().realPart().abs()
    if !Scalar._isComplex { return real.max(axis: -1, keepDims: true) }
    return maximum(real, a.asConstant().imaginaryPart().abs()).max(axis: -1, keepDims: true)
}

/// Throws `singular` where the columns of a matrix that `gels` has factored are dependent (the rows, where the matrix
/// is wide).
///
/// The estimate from R is cheap. Near the tolerance `dependentColumns` decides, so that the two functions agree.
///
/// - Parameters:
///   - a: The matrices: `[…, m, n]`.
///   - factors: The result of `gels`, LAPACK's columns as rows: `[…, n, m]`.
///   - outcome: LAPACK's info.
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

/// 1/κ₁ of each of a stack of dense triangular matrices, estimated by LAPACK `trcon`. By rows they are lower
/// triangular; LAPACK sees them as upper triangular. NaN counts as 0.
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
