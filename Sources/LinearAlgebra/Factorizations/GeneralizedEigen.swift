internal import COpenBLAS
public import ComplexModule
public import Tensors

/// The eigenvalues λ = α/β, right eigenvectors v and left eigenvectors u of two general square matrices A and B: A·v =
/// λ·B·v and uᴴ·A = λ·uᴴ·B.
public struct GeneralizedEigenDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// α, the numerators of the eigenvalues: `[…, n]`.
    public let alpha: Tensor<Complex<Scalar.Magnitude>>
    /// β, the denominators of the eigenvalues: `[…, n]`. An element is 0 for an infinite eigenvalue.
    public let beta: Tensor<Complex<Scalar.Magnitude>>
    /// The right eigenvectors v in columns: `[…, n, n]`. LAPACK scales each eigenvector: for the
    /// element with the greatest sum |real part| + |imaginary part|, this sum is 1.
    public let rightVectors: Tensor<Complex<Scalar.Magnitude>>
    /// The left eigenvectors u in columns: `[…, n, n]`. The left eigenvectors are scaled in the same way as the right
    /// eigenvectors.
    public let leftVectors: Tensor<Complex<Scalar.Magnitude>>

    /// The eigenvalues α/β: `[…, n]`. An eigenvalue is not finite if its β is 0.
    public var eigenvalues: Tensor<Complex<Scalar.Magnitude>> { alpha / beta }
}

/// Returns the generalized eigenvalues and eigenvectors of two general square matrices A and B, or of each pair of
/// matrices in two stacks.
///
/// `a` and `b` have the same shape `[…, n, n]`; other shapes trap. The function calls LAPACK's `ggev`. The function has
/// no derivative: a tracked input traps.
///
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element that
///   the function reads is NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func generalizedEigen<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) throws(LinearAlgebraError) -> GeneralizedEigenDecomposition<Scalar> {
    let name = "generalizedEigen"
    try requirePair(a, b, name)
    let aCopy: Tensor<Scalar> = try checkedCopy(a, transposed: true, for: name)
    let bCopy: Tensor<Scalar> = try checkedCopy(b, transposed: true, for: name)
    let (size, n): (Int, Int32) = (a.matrixRows, Int32(a.matrixRows))
    let stack = Shape(a.batchShape.dimensions + [size])
    let values = EigenvalueParts<Scalar>(stack)
    let beta = Tensor<Scalar>(uninitialized: stack)
    let (left, right) = (Tensor<Scalar>(uninitialized: a.shape), Tensor<Scalar>(uninitialized: a.shape))
    func call(
        _ matrix: Int, _ work: UnsafeMutablePointer<Scalar>, _ length: Int32, _ reals: Workspace<Scalar.Magnitude>
    )
        -> Int32
    {
        let start: Int = matrix * size * size
        return synann_ggev(
            Scalar.lapackType, .vectors, .vectors, n, aCopy.mutableAddress + start, n, bCopy.mutableAddress + start, n,
            values.first(matrix), values.second(matrix), beta.mutableAddress + matrix * size,
            left.mutableAddress + start, n, right.mutableAddress + start, n, work, length, reals.scalars)
    }
    if size > 0 {
        let length: Int = workspaceSize(Scalar.self) { call(0, $0, -1, Workspace(1)) }
        let outcome: Outcome = forEachMatrix(
            a.batchShape.elementCount, multiplications: 20 * size * size * size,
            workspace: (work: Workspace<Scalar>(length), reals: Workspace<Scalar.Magnitude>(8 * size))
        ) { matrix, buffers in call(matrix, buffers.work.scalars, buffers.work.count, buffers.reals) }
        try outcome.check { info, matrix in .noConvergence(operation: name, count: info, matrix: matrix) }
    }
    let alpha: Tensor<Complex<Scalar.Magnitude>> = values.whole
    return GeneralizedEigenDecomposition(
        alpha: alpha, beta: asComplex(beta), rightVectors: complexVectors(right, alpha),
        leftVectors: complexVectors(left, alpha))
}

/// Returns the eigenvalues λ and eigenvectors V of a symmetric (Hermitian) matrix A and a positive definite matrix B:
/// A·V = B·V·diag(λ) with Vᴴ·B·V = I.
///
/// `a` and `b` have the same shape `[…, n, n]`; other shapes trap. The function reads only the elements on and below
/// the diagonals. The function calls LAPACK's `sygvd`. The function has no derivative: a tracked input traps.
///
/// - Throws: `LinearAlgebraError.notPositiveDefinite` if B is not positive definite. The function also throws
///   `noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element that the function reads is NaN
///   or infinite, and `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func generalizedSymmetricEigen<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) throws(LinearAlgebraError) -> SymmetricEigenDecomposition<Scalar> {
    let name = "generalizedSymmetricEigen"
    try requirePair(a, b, name)
    let aCopy: Tensor<Scalar> = try lowerTriangleByColumns(a, for: name)
    let bCopy: Tensor<Scalar> = try lowerTriangleByColumns(b, for: name)
    let (size, n): (Int, Int32) = (a.matrixRows, Int32(a.matrixRows))
    let values = Tensor<Scalar.Magnitude>(uninitialized: Shape(a.batchShape.dimensions + [size]))
    if size > 0 {
        let sizes: EigenWorkspaceSizes = eigenWorkspaceSizes(Scalar.self) { work, reals, integers in
            synann_sygvd(
                Scalar.lapackType, 1, .vectors, .lower, n, nil, n, nil, n, nil, work, -1, reals, -1, integers, -1)
        }
        let outcome: Outcome = forEachMatrix(
            a.batchShape.elementCount, multiplications: 5 * size * size * size, workspace: EigenBuffers<Scalar>(sizes)
        ) { matrix, buffers in
            let start: Int = matrix * size * size
            return synann_sygvd(
                Scalar.lapackType, 1, .vectors, .lower, n, aCopy.mutableAddress + start, n,
                bCopy.mutableAddress + start, n, values.mutableAddress + matrix * size, buffers.work.scalars,
                buffers.work.count, buffers.reals.scalars, buffers.reals.count, buffers.integers.scalars,
                buffers.integers.count)
        }
        try outcome.check { info, matrix in
            info > size
                ? .notPositiveDefinite(operation: name, order: info - size, matrix: matrix)
                : .noConvergence(operation: name, count: info, matrix: matrix)
        }
    }
    return SymmetricEigenDecomposition(eigenvalues: values, eigenvectors: transposing(aCopy))
}

/// Traps unless `a` and `b` are square, have the same shape and are not tracked. Throws `tooLarge` if the number of
/// rows exceeds `Int32.max`.
private func requirePair<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ name: String
) throws(LinearAlgebraError) {
    try requireSquare(a, name)
    require(a.shape == b.shape, "\(name): the matrices differ in shape: \(a.shape) and \(b.shape)")
    [a, b].forEach { requireConstant($0, name) }
}
