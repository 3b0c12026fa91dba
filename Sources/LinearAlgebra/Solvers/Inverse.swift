internal import COpenBLAS
public import Tensors

/// Returns the inverse of a square matrix A, or of each matrix of a stack: `[…, n, n]` → `[…, n, n]`. Another shape
/// traps.
///
/// To solve a linear system, call `solve` instead, which is faster and more accurate. The function calls LAPACK's
/// `getrf` and `getri`. For a stack of 16 or more real matrices with at most 16 rows and columns, the function uses the
/// library's own kernels instead. For an n × n matrix the function takes 2·n³ arithmetic operations. The gradient is
/// −A⁻ᴴ·G·A⁻ᴴ, where G is the cotangent.
///
/// - Throws: `LinearAlgebraError.singular` if a pivot is exactly 0; the error contains the position of the pivot. The
///   function also throws `notFinite` if an element is NaN or infinite, and `tooLarge` if the number of rows or columns
///   exceeds `Int32.max`.
public func inverse<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "inverse")
    return withDerivative(
        of: TensorOperation("inverse", a), try luInverse(a.asConstant()),
        .by(a) { cotangent, inverse in -matmul(matmul(inverse.adjoint(), cotangent), inverse.adjoint()) })
}

/// Returns the inverse of each matrix of `a`, `[…, n, n]`, as an untracked tensor. Throws `singular` if a pivot is
/// exactly 0, and `notFinite` if an element is NaN or infinite.
private func luInverse<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    if SmallMatrices.supports(a) { return try SmallMatrices.solve(a, nil, "inverse") }
    let matrices = try InPlaceLU(copying: a, for: "inverse")
    let size: Int = matrices.size
    // The inverse of the transpose is the transpose of the inverse.
    func oriented(_ inverses: Tensor<Scalar>) -> Tensor<Scalar> {
        matrices.isOfTranspose ? inverses : transposing(inverses)
    }
    guard size >= BlockedLU<Scalar>.leastSize else {
        try invert(matrices, "inverse")
        return oriented(matrices.factors)
    }
    let inverses = Tensor<Scalar>(uninitialized: a.shape)
    let outcome: Outcome = forEachMatrix(
        matrices.count, multiplications: size * size * size, by: .library, workspace: Workspace<Int32>(size)
    ) { matrix, pivots in
        let info: Int32 = matrices.factor(matrix, pivots.scalars)
        if info == 0 {
            matrices.invert(matrix, pivots.scalars, into: inverses.mutableAddress + matrix * size * size)
        }
        return info
    }
    try outcome.check { info, matrix in .singular(operation: "inverse", position: info - 1, matrix: matrix) }
    return oriented(inverses)
}

/// Factors the matrices and overwrites `matrices.factors` with the inverses. Throws `singular` if a pivot is exactly 0.
func invert<Scalar: LinearAlgebraScalar>(
    _ matrices: InPlaceLU<Scalar>, _ operation: String
) throws(LinearAlgebraError) {
    let size: Int = matrices.size
    guard size > 0 else { return }
    let length: Int = workspaceSize(Scalar.self) { work in
        synann_getri(Scalar.lapackType, Int32(size), matrices.address(0), Int32(size), [1], work, -1)
    }
    let outcome: Outcome = forEachMatrix(
        matrices.count, multiplications: size * size * size,
        workspace: (pivots: Workspace<Int32>(size), work: Workspace<Scalar>(length))
    ) { matrix, workspace in
        let info: Int32 = matrices.factor(matrix, workspace.pivots.scalars)
        if info != 0 { return info }
        return synann_getri(
            Scalar.lapackType, Int32(size), matrices.address(matrix), Int32(size), workspace.pivots.scalars,
            workspace.work.scalars, workspace.work.count)
    }
    try outcome.check { info, matrix in .singular(operation: operation, position: info - 1, matrix: matrix) }
}
