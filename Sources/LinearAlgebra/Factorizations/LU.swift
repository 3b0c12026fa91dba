internal import COpenBLAS
public import Tensors

/// P·A = L·U of a matrix or a stack: LAPACK `getrf`. Has no derivative: a tracked input traps.
public struct LUDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// L below the diagonal, whose own diagonal of ones is not kept, and U above: `[…, m, n]`.
    public let factors: Tensor<Scalar>
    /// Row i was exchanged with row `pivots[…, i]`, in order: `[…, min(m, n)]`, counted from 0.
    public let pivots: Tensor<Int>

    /// L: unit lower triangular or trapezoidal, `[…, m, min(m, n)]`.
    public var lower: Tensor<Scalar> {
        let part: Tensor<Scalar> = factors[.ellipsis, 0 ..< pivots.shape[-1]]
        return lowerTriangle(part, diagonal: -1) + Tensor(identity: part.matrixRows)[.all, 0 ..< part.matrixColumns]
    }

    /// U: upper triangular or trapezoidal, `[…, min(m, n), n]`.
    public var upper: Tensor<Scalar> { upperTriangle(factors[.ellipsis, 0 ..< pivots.shape[-1], .all]) }

    /// P as an order of rows: row i of P·A is row `permutation[…, i]` of A. `[…, m]`.
    public var permutation: Tensor<Int> {
        let rows: Int = factors.matrixRows
        let stack: Int = factors.batchShape.elementCount
        let exchanges: [Int] = pivots.scalars
        let steps: Int = pivots.shape[-1]
        var order: [Int] = []
        for matrix in 0 ..< stack {
            var rowsNow = Array(0 ..< rows)
            for step in 0 ..< steps { rowsNow.swapAt(step, exchanges[matrix * steps + step]) }
            order += rowsNow
        }
        return Tensor(order, shape: Shape(factors.batchShape.dimensions + [rows]))
    }

    /// Whether a pivot is exactly 0, of each matrix.
    public var isSingular: Tensor<Bool> {
        let diagonal: Tensor<Scalar> = self.factors.matrixDiagonal()
        let values: [Bool] = (0 ..< factors.batchShape.elementCount).map { matrix in
            let length: Int = diagonal.shape[-1]
            return diagonal.scalars[matrix * length ..< (matrix + 1) * length].contains(0)
        }
        return Tensor(values, shape: factors.batchShape)
    }
}

/// The LU decomposition with row pivoting: P·A = L·U, LAPACK `getrf`. Cost: ⅔·n³ operations for a square matrix.
///
/// A singular matrix has one too, with a 0 on U's diagonal.
public func lu<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> LUDecomposition<Scalar> {
    try requireMatrix(a, "lu")
    requireConstant(a, "lu")
    let (rows, columns): (Int, Int) = (a.matrixRows, a.matrixColumns)
    let steps: Int = min(rows, columns)
    let factors: Tensor<Scalar> = try checkedCopy(a, transposed: true, for: "lu")
    let count: Int = factors.batchShape.elementCount
    let pivots = Tensor<Int>(uninitialized: Shape(a.batchShape.dimensions + [steps]))
    let outcome: Outcome = forEachMatrix(
        steps > 0 ? count : 0, multiplications: rows * columns * steps / 3, workspace: Workspace<Int32>(steps)
    ) { matrix, workspace in
        let info: Int32 = synann_getrf(
            Scalar.lapackType, Int32(rows), Int32(columns), factors.mutableAddress + matrix * rows * columns,
            Int32(rows), workspace.scalars)
        for step in 0 ..< steps { pivots.mutableAddress[matrix * steps + step] = Int(workspace.scalars[step]) - 1 }
        return min(info, 0)
    }
    try outcome.check { info, matrix in .singular(operation: "lu", position: info, matrix: matrix) }
    return LUDecomposition(factors: transposing(factors), pivots: pivots)
}

/// LU of matrices in place, for `solve`, `inverse` and the determinants: of `a` or of its transpose, whichever lies in
/// memory as it is.
struct PlainLU<Scalar: LinearAlgebraScalar> {
    /// Dense; LAPACK's columns are its rows.
    let factors: Tensor<Scalar>
    /// Whether LAPACK factored the transpose of `a`.
    let isOfTranspose: Bool

    /// A copy of `a`, not factored yet.
    init(copying a: Tensor<Scalar>, for operation: String) throws(LinearAlgebraError) {
        isOfTranspose = !a.isColumnMajor
        factors = try checkedCopy(a, transposed: !isOfTranspose, for: operation)
    }

    /// The memory of `a` itself where no other tensor shares it, not factored yet.
    init(overwriting a: inout Tensor<Scalar>, for operation: String) throws(LinearAlgebraError) {
        isOfTranspose = true
        factors = try ownMemory(of: &a, for: operation)
    }

    var size: Int { factors.matrixRows }
    var count: Int { size > 0 ? factors.batchShape.elementCount : 0 }
    func address(_ matrix: Int) -> UnsafeMutablePointer<Scalar> { factors.mutableAddress + matrix * size * size }

    /// Factors one matrix.
    func factor(_ matrix: Int, _ pivots: UnsafeMutablePointer<Int32>) -> Int32 {
        synann_getrf(Scalar.lapackType, Int32(size), Int32(size), address(matrix), Int32(size), pivots)
    }

    /// Replaces the rows of `b`, which LAPACK takes for columns, by the solutions.
    func solve(_ matrix: Int, _ pivots: UnsafePointer<Int32>, _ b: UnsafeMutablePointer<Scalar>, columns: Int) -> Int32
    {
        let trans: CChar = isOfTranspose ? .transposed : .plain
        return synann_getrs(
            Scalar.lapackType, trans, Int32(size), Int32(columns), address(matrix), Int32(size), pivots, b,
            Int32(size))
    }
}
