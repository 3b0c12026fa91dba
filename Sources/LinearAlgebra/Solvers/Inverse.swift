internal import COpenBLAS
public import Tensors

/// Returns the inverse of a square matrix A, or of each matrix of a stack: `[…, n, n]` → `[…, n, n]`. Another shape
/// traps.
///
/// To solve a linear system, call `solve` instead, which is faster and more accurate. The function calls LAPACK's
/// `getrf`, and then `getri` or, from 64 rows on, BLAS's `trsm`. For a stack of 16 or more real matrices with at most
/// 16 rows and columns, the function uses the library's own kernels instead. For an n × n matrix the function takes
/// 2·n³ arithmetic operations. The gradient is −A⁻ᴴ·G·A⁻ᴴ, where G is the cotangent.
///
/// - Throws: `LinearAlgebraError.singular` if a pivot is exactly 0; the error contains the position of the pivot. The
///   function also throws `notFinite` if an element is NaN or infinite, and `tooLarge` if the number of rows or columns
///   exceeds `Int32.max`.
public func inverse<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "inverse")
    if SmallMatrices.supports(a) { return inverse(try SmallMatrices.solve(a.asConstant(), nil, "inverse"), of: a) }
    guard a.matrixRows >= BlockedLU<Scalar>.leastSize else {
        let matrices = try InPlaceLU(copying: a.asConstant(), for: "inverse")
        try invert(matrices, "inverse")
        return inverse(matrices.oriented(matrices.factors), of: a)
    }
    let system = try LinearSystem(copying: a.asConstant(), for: "inverse")
    try system.factor("inverse")
    return inverse(system.inverse(), of: a)
}

/// Returns `value`, the inverse of A, with its derivatives. A is `a`.
func inverse<Scalar: LinearAlgebraScalar>(_ value: Tensor<Scalar>, of a: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("inverse", a), value,
        .by(a) { cotangent, inverse in -matmul(matmul(inverse.adjoint(), cotangent), inverse.adjoint()) })
}

/// Factors the matrices and overwrites `matrices.factors` with the inverses, without memory for both. Throws `singular`
/// if a pivot is exactly 0.
func invert<Scalar: LinearAlgebraScalar>(
    _ matrices: InPlaceLU<Scalar>, _ operation: String
) throws(LinearAlgebraError) {
    let size: Int = matrices.size
    guard size > 0 else { return }
    let length: Int = workspaceSize(Scalar.self) { work in
        synann_getri(Scalar.lapackType, Int32(size), matrices.address(0), Int32(size), [1], work, -1)
    }
    let pivots = Tensor<Int32>(uninitialized: [matrices.count * size])
    let outcome: Outcome = forEachMatrix(
        matrices.count, multiplications: size * size * size / 3, by: .library
    ) { matrix in matrices.factor(matrix, pivots.mutableAddress + matrix * size) }
    try outcome.check { info, matrix in .singular(operation: operation, position: info - 1, matrix: matrix) }
    // A separate step, because OpenBLAS may have several threads only while the library's threads do not call it.
    _ = forEachMatrix(
        matrices.count, multiplications: size * size * size, workspace: Workspace<Scalar>(length)
    ) { matrix, work in
        synann_getri(
            Scalar.lapackType, Int32(size), matrices.address(matrix), Int32(size), pivots.address + matrix * size,
            work.scalars, work.count)
    }
}
