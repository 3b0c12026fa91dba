internal import COpenBLAS
import Tensors

/// Returns the eigenvalues `[…, n]` and eigenvectors of symmetric or Hermitian matrices `[…, n, n]` as untracked
/// tensors. If `vectors` is false, the second tensor does not contain eigenvectors and must not be read. Throws
/// `noConvergence` if LAPACK's iteration does not converge, and `notFinite` if an element on or below the diagonal is
/// NaN or infinite.
func symmetricEigenpairs<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, vectors: Bool, _ operation: String
) throws(LinearAlgebraError) -> (values: Tensor<Scalar.Magnitude>, vectors: Tensor<Scalar>) {
    if SmallMatrices.supports(a) {
        let parts = try SmallMatrices.symmetricEigen(a, vectors: vectors, operation)
        try forEachAlone(a, parts.failed) { (single, matrix) throws(LinearAlgebraError) in
            let own = try symmetricEigenpairs(single, vectors: vectors, operation)
            place(own.values, at: matrix, of: parts.values)
            if vectors { place(own.vectors, at: matrix, of: parts.vectors) }
        }
        return (parts.values, parts.vectors)
    }
    if vectors, a.matrixRows >= BlockedSymmetricEigen<Scalar>.leastSize {
        return try blockedEigenpairs(a, operation)
    }
    return try unblockedEigenpairs(a, vectors: vectors, operation)
}

/// Returns the eigenvalues and eigenvectors as `symmetricEigenpairs` does, by `BlockedSymmetricEigen`. A matrix that LAPACK
/// would scale, to avoid overflow or underflow, is decomposed by `syevd` instead.
private func blockedEigenpairs<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ operation: String
) throws(LinearAlgebraError) -> (values: Tensor<Scalar.Magnitude>, vectors: Tensor<Scalar>) {
    let copy: Tensor<Scalar> = try lowerTriangleByColumns(a, for: operation)
    let (size, count): (Int, Int) = (a.matrixRows, a.batchShape.elementCount)
    let least: Scalar.Magnitude = (Scalar.Magnitude.leastNormalMagnitude / Scalar.epsilon).squareRoot()
    let extremes: [Int] = matrices(of: copy) { $0 < least || $0 > 1 / least }
    let values = Tensor<Scalar.Magnitude>(uninitialized: Shape(a.batchShape.dimensions + [size]))
    let vectors = Tensor<Scalar>(uninitialized: a.shape)
    let problem = BlockedSymmetricEigen<Scalar>(size: size)
    let outcome: Outcome = forEachMatrix(
        count, multiplications: BlockedSymmetricEigen<Scalar>.multiplications(size), workspace: problem.makeWorkspace(),
        first: { matrix, buffers in
            if extremes.contains(matrix) { return 0 }
            let place: Int = matrix * size * size
            return problem.decompose(
                copy.mutableAddress + place, values.mutableAddress + matrix * size, vectors.mutableAddress + place,
                buffers)
        },
        second: { matrix, buffers in
            if extremes.contains(matrix) { return }
            let place: Int = matrix * size * size
            problem.multiplyByReflectors(copy.address + place, vectors.mutableAddress + place, buffers)
        })
    try outcome.check { info, matrix in .noConvergence(operation: operation, count: info, matrix: matrix) }
    let result: Tensor<Scalar> = transposing(vectors)
    if extremes.isEmpty { return (values, result) }
    let rowMajor: Tensor<Scalar> = result.contiguous()
    try forEachAlone(a, extremes) { (single, matrix) throws(LinearAlgebraError) in
        let own = try unblockedEigenpairs(single, vectors: true, operation)
        place(own.values, at: matrix, of: values)
        place(own.vectors, at: matrix, of: rowMajor)
    }
    return (values, rowMajor)
}

/// Returns the positions of the matrices whose greatest absolute value fulfils `condition`.
func matrices<Scalar: LinearAlgebraScalar>(
    of stack: Tensor<Scalar>, whose condition: (Scalar.Magnitude) -> Bool
) -> [Int] {
    let sizes: [Scalar.Magnitude] = greatestMagnitude(stack).scalars
    return sizes.indices.filter { condition(sizes[$0]) }
}

/// Returns the eigenvalues and eigenvectors as `symmetricEigenpairs` does, by LAPACK's `syevd`.
private func unblockedEigenpairs<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, vectors: Bool, _ operation: String
) throws(LinearAlgebraError) -> (values: Tensor<Scalar.Magnitude>, vectors: Tensor<Scalar>) {
    // A real matrix that is not column-major is copied in row-major order. LAPACK reads this copy as Aᵀ, which equals
    // A. A Hermitian matrix is copied in column-major order, because the eigenvectors of Aᵀ are the conjugates of the
    // eigenvectors of A.
    let isTranspose: Bool = !Scalar._isComplex && !a.isColumnMajor
    let copy: Tensor<Scalar> =
        isTranspose ? try checkedLowerTriangle(a, for: operation) : try lowerTriangleByColumns(a, for: operation)
    let size: Int = a.matrixRows
    let values = Tensor<Scalar.Magnitude>(uninitialized: Shape(a.batchShape.dimensions + [size]))
    guard size > 0 else { return (values, copy) }
    let (jobz, uplo): (CChar, CChar) = (vectors ? .vectors : .noVectors, isTranspose ? .upper : .lower)
    let sizes: EigenWorkspaceSizes = eigenWorkspaceSizes(Scalar.self) { work, reals, integers in
        synann_syevd(
            Scalar.lapackType, jobz, uplo, Int32(size), nil, Int32(size), nil, work, -1, reals, -1, integers, -1)
    }
    let outcome: Outcome = forEachMatrix(
        copy.batchShape.elementCount, multiplications: size * size * size * (vectors ? 4 : 1),
        workspace: EigenBuffers<Scalar>(sizes)
    ) { matrix, buffers in
        synann_syevd(
            Scalar.lapackType, jobz, uplo, Int32(size), copy.mutableAddress + matrix * size * size, Int32(size),
            values.mutableAddress + matrix * size, buffers.work.scalars, buffers.work.count,
            buffers.reals.scalars, buffers.reals.count, buffers.integers.scalars, buffers.integers.count)
    }
    try outcome.check { info, matrix in .noConvergence(operation: operation, count: info, matrix: matrix) }
    return (values, transposing(copy))
}

/// The lengths of the three workspaces that LAPACK's symmetric eigensolvers and `gelsd` require.
struct EigenWorkspaceSizes {
    let scalars, reals, integers: Int
}

/// The three workspaces of LAPACK's symmetric eigensolvers and of `gelsd`, for one thread.
final class EigenBuffers<Scalar: LinearAlgebraScalar> {
    let work: Workspace<Scalar>
    let reals: Workspace<Scalar.Magnitude>
    let integers: Workspace<Int32>

    init(_ sizes: EigenWorkspaceSizes) {
        (work, reals, integers) = (Workspace(sizes.scalars), Workspace(sizes.reals), Workspace(sizes.integers))
    }
}

/// Returns the workspace lengths that a LAPACK routine requires. `query` calls the routine with workspace lengths of
/// −1, which makes LAPACK write the required lengths to the given addresses.
func eigenWorkspaceSizes<Scalar: LinearAlgebraScalar>(
    _ type: Scalar.Type,
    _ query: (UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar.Magnitude>, UnsafeMutablePointer<Int32>) ->
        Int32
) -> EigenWorkspaceSizes {
    let (reals, integers) = (Workspace<Scalar.Magnitude>(1), Workspace<Int32>(1))
    reals.scalars.pointee = 1
    let scalars: Int = workspaceSize(type) { query($0, reals.scalars, integers.scalars) }
    return EigenWorkspaceSizes(
        scalars: scalars, reals: Int(reals.scalars.pointee.nextUp.rounded(.up)),
        integers: Int(integers.scalars.pointee))
}
