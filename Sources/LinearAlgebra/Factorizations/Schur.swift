internal import COpenBLAS
public import ComplexModule
public import Tensors

/// The Schur decomposition A = Z·T·Zᴴ of a square matrix A.
public struct SchurDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// T: `[…, n, n]`. If A is complex, T is upper triangular. If A is real, T is upper triangular except for a 2 × 2
    /// block on the diagonal for each conjugate pair of eigenvalues.
    public let t: Tensor<Scalar>
    /// Z, an orthogonal (unitary) matrix: `[…, n, n]`.
    public let z: Tensor<Scalar>
    /// The eigenvalues of A in the order of T's diagonal: `[…, n]`.
    public let eigenvalues: Tensor<Complex<Scalar.Magnitude>>
}

/// Returns the Schur decomposition A = Z·T·Zᴴ of a square matrix A, or of each matrix of a stack `[…, n, n]`. Another
/// shape traps.
///
/// The function calls LAPACK's `gees`. The function has no derivative: a tracked input traps.
///
/// To get a triangular T for a real matrix, convert the matrix to complex numbers: `schur(Tensor<Complex<Double>>(a))`.
///
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element is
///   NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func schur<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> SchurDecomposition<Scalar> {
    try requireSquare(a, "schur")
    requireConstant(a, "schur")
    let t: Tensor<Scalar> = try checkedCopy(a, transposed: true, for: "schur")
    let z = Tensor<Scalar>(uninitialized: t.shape)
    let (size, n): (Int, Int32) = (a.matrixRows, Int32(a.matrixRows))
    let values = EigenvalueParts<Scalar>(Shape(a.batchShape.dimensions + [size]))
    func call(
        _ matrix: Int, _ work: UnsafeMutablePointer<Scalar>, _ length: Int32, _ reals: Workspace<Scalar.Magnitude>
    )
        -> Int32
    {
        let start: Int = matrix * size * size
        return synann_gees(
            Scalar.lapackType, .vectors, n, t.mutableAddress + start, n, values.first(matrix), values.second(matrix),
            z.mutableAddress + start, n, work, length, reals.scalars)
    }
    if size > 0 {
        let length: Int = workspaceSize(Scalar.self) { call(0, $0, -1, Workspace(1)) }
        let outcome: Outcome = forEachMatrix(
            t.batchShape.elementCount, multiplications: 10 * size * size * size,
            workspace: (work: Workspace<Scalar>(length), reals: Workspace<Scalar.Magnitude>(size))
        ) { matrix, buffers in call(matrix, buffers.work.scalars, buffers.work.count, buffers.reals) }
        try outcome.check { info, matrix in .noConvergence(operation: "schur", count: info, matrix: matrix) }
    }
    return SchurDecomposition(t: transposing(t), z: transposing(z), eigenvalues: values.whole)
}
