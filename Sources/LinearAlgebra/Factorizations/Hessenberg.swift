internal import COpenBLAS
public import Tensors

/// The Hessenberg form A = Q·H·Qᴴ of a square matrix A.
public struct HessenbergDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// H, an upper Hessenberg matrix: `[…, n, n]`. Its elements below the first subdiagonal are 0.
    public let h: Tensor<Scalar>
    /// Q, an orthogonal (unitary) matrix: `[…, n, n]`.
    public let q: Tensor<Scalar>
}

/// Returns the Hessenberg form of a square matrix, or of each matrix of a stack `[…, n, n]`; another shape traps.
///
/// The function calls LAPACK's `gehrd` and `orghr`. For an n × n matrix the function takes 14⁄3·n³ arithmetic
/// operations, of which 10⁄3·n³ are for H and 4⁄3·n³ for Q. The function has no derivative: a tracked input traps.
///
/// - Throws: `LinearAlgebraError.notFinite` if an element is NaN or infinite, or `tooLarge` if the number of rows or
///   columns exceeds `Int32.max`.
public func hessenberg<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> HessenbergDecomposition<Scalar> {
    try requireSquare(a, "hessenberg")
    requireConstant(a, "hessenberg")
    let copy: Tensor<Scalar> = try checkedCopy(a, transposed: true, for: "hessenberg")
    let (size, n): (Int, Int32) = (a.matrixRows, Int32(a.matrixRows))
    let q = Tensor<Scalar>(uninitialized: copy.shape)
    if size > 0 {
        let length: Int = max(
            workspaceSize(Scalar.self) { synann_gehrd(Scalar.lapackType, n, 1, n, nil, n, nil, $0, -1) },
            workspaceSize(Scalar.self) { synann_orghr(Scalar.lapackType, n, 1, n, nil, n, nil, $0, -1) })
        let outcome: Outcome = forEachMatrix(
            copy.batchShape.elementCount, multiplications: 2 * size * size * size,
            workspace: (work: Workspace<Scalar>(length), tau: Workspace<Scalar>(size))
        ) { matrix, buffers in
            let (h, target) = (copy.mutableAddress + matrix * size * size, q.mutableAddress + matrix * size * size)
            let info: Int32 = synann_gehrd(
                Scalar.lapackType, n, 1, n, h, n, buffers.tau.scalars, buffers.work.scalars, buffers.work.count)
            if info != 0 { return info }
            target.update(from: h, count: size * size)
            return synann_orghr(
                Scalar.lapackType, n, 1, n, target, n, buffers.tau.scalars, buffers.work.scalars, buffers.work.count)
        }
        try outcome.check { info, matrix in .noConvergence(operation: "hessenberg", count: info, matrix: matrix) }
    }
    return HessenbergDecomposition(h: upperTriangle(transposing(copy), diagonal: -1), q: transposing(q))
}
