internal import COpenBLAS
public import Tensors

/// The decomposition L·D·Lᴴ of a symmetric or Hermitian matrix A with permuted rows and columns.
public struct LDLDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// L, a lower triangular matrix with ones on the diagonal: `[…, n, n]`.
    public let lower: Tensor<Scalar>
    /// D, a block diagonal matrix with blocks of 1 × 1 and 2 × 2: `[…, n, n]`.
    public let d: Tensor<Scalar>
    /// The permutation of rows and columns, as positions counted from 0: `[…, n]`. Element (i, j) of L·D·Lᴴ is element
    /// (`permutation[…, i]`, `permutation[…, j]`) of A.
    public let permutation: Tensor<Int>
}

/// Returns the LDLᴴ decomposition of a symmetric or Hermitian matrix A, or of each matrix of a stack `[…, n, n]`.
/// Another shape traps.
///
/// The matrix may be indefinite or singular. If A is singular, D has a singular block. The function reads only the
/// elements on and below the diagonal. The function calls LAPACK's `sytrf`, or `hetrf` for complex matrices (the method
/// of Bunch and Kaufman). For an n × n matrix the function takes ⅓·n³ arithmetic operations. The function has no
/// derivative: a tracked input traps.
///
/// - Throws: `LinearAlgebraError.notFinite` if an element that the function reads is NaN or infinite, or `tooLarge` if
///   the number of rows or columns exceeds `Int32.max`.
public func ldl<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> LDLDecomposition<Scalar> {
    try requireSquare(a, "ldl")
    requireConstant(a, "ldl")
    let factors: SymmetricFactors<Scalar> = try symmetricFactors(a, "ldl", mustBeRegular: false)
    let (size, count): (Int, Int) = (a.matrixRows, a.batchShape.elementCount)
    let (lower, d) = (Tensor<Scalar>(zeros: a.shape), Tensor<Scalar>(zeros: a.shape))
    let permutation = Tensor<Int>(uninitialized: Shape(a.shape.dimensions.dropLast()))
    for matrix in 0 ..< count {
        let start: Int = matrix * size * size
        unpack(
            factors.columns.address + start, factors.pivots.address + matrix * size, size,
            lower: lower.mutableAddress + start, d: d.mutableAddress + start,
            order: permutation.mutableAddress + matrix * size)
    }
    return LDLDecomposition(lower: lower, d: d, permutation: permutation)
}

/// The result of LAPACK's routine `sytrf`, or of `hetrf` for complex matrices.
struct SymmetricFactors<Scalar: LinearAlgebraScalar> {
    /// L and D of each matrix in a single column-major matrix: `[…, n, n]`. D is on the diagonal and, for 2 × 2 blocks,
    /// directly below it. L is in the remaining elements below the diagonal; the diagonal of L, which consists of ones,
    /// is not stored.
    let columns: Tensor<Scalar>
    /// LAPACK's `ipiv`: the exchanges of rows and columns and the sizes of D's blocks, `[…, n]`. The comment of
    /// `unpack` describes the encoding.
    let pivots: Tensor<Int32>
}

/// Returns the factors L and D of each matrix of `a`, `[…, n, n]`, computed by `sytrf`, or by `hetrf` for complex
/// matrices. Throws `notFinite` if an element on or below the diagonal is NaN or infinite.
///
/// - Parameter mustBeRegular: Whether to throw `singular` if a block of D is exactly 0.
func symmetricFactors<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ operation: String, mustBeRegular: Bool
) throws(LinearAlgebraError) -> SymmetricFactors<Scalar> {
    let copy: Tensor<Scalar> = try lowerTriangleByColumns(a, for: operation)
    let (size, n): (Int, Int32) = (a.matrixRows, Int32(a.matrixRows))
    let pivots = Tensor<Int32>(zeros: Shape(a.shape.dimensions.dropLast()))
    guard size > 0 else { return SymmetricFactors(columns: copy, pivots: pivots) }
    let length: Int = workspaceSize(Scalar.self) { synann_sytrf(Scalar.lapackType, .lower, n, nil, n, nil, $0, -1) }
    let outcome: Outcome = forEachMatrix(
        copy.batchShape.elementCount, multiplications: size * size * size / 6, workspace: Workspace<Scalar>(length)
    ) { matrix, work in
        let info: Int32 = synann_sytrf(
            Scalar.lapackType, .lower, n, copy.mutableAddress + matrix * size * size, n,
            pivots.mutableAddress + matrix * size, work.scalars, work.count)
        return mustBeRegular ? info : min(info, 0)
    }
    try outcome.check { info, matrix in .singular(operation: operation, position: info - 1, matrix: matrix) }
    return SymmetricFactors(columns: copy, pivots: pivots)
}

/// Unpacks `factors` and `pivots` of a single matrix with `size` rows and columns: writes L to `lower`, D to `d` and
/// the permutation to `order`. `lower` and `d` are row-major and must be 0 before the call.
///
/// A positive pivot p at position k, where p and k count from 1, means that rows k and p were exchanged and that D has
/// a 1 × 1 block at k. A negative pivot p at k and k + 1 means that rows k + 1 and −p were exchanged and that D has a 2
/// × 2 block at k. LAPACK does not exchange these rows in the columns before k. This function exchanges them.
private func unpack<Scalar: LinearAlgebraScalar>(
    _ factors: UnsafePointer<Scalar>, _ pivots: UnsafePointer<Int32>, _ size: Int,
    lower: UnsafeMutablePointer<Scalar>, d: UnsafeMutablePointer<Scalar>, order: UnsafeMutablePointer<Int>
) {
    for row in 0 ..< size { order[row] = row }
    var k = 0
    while k < size {
        let isBlock: Bool = pivots[k] < 0
        let width: Int = isBlock ? 2 : 1
        let (row, partner): (Int, Int) = (k + width - 1, Int(isBlock ? -pivots[k] : pivots[k]) - 1)
        if partner != row {
            swap(&order[row], &order[partner])
            for column in 0 ..< k { swap(&lower[row * size + column], &lower[partner * size + column]) }
        }
        for column in k ..< k + width {
            lower[column * size + column] = 1
            d[column * size + column] = factors[column * size + column]
            for below in k + width ..< max(size, k + width) {
                lower[below * size + column] = factors[column * size + below]
            }
        }
        if isBlock {
            let coupling: Scalar = factors[k * size + k + 1]
            d[(k + 1) * size + k] = coupling
            d[k * size + k + 1] = coupling._conjugate
        }
        k += width
    }
}
