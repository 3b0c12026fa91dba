internal import COpenBLAS
public import Tensors

/// A selection of eigenvalues of a symmetric or Hermitian matrix.
public enum EigenvalueRange: Sendable, Hashable {
    /// The eigenvalues at these positions in ascending order, counted from 0.
    case positions(Range<Int>)
    /// The eigenvalues greater than the lower bound and at most the upper bound.
    case values(greaterThan: Double, through: Double)
}

/// Returns the eigenvalues of a symmetric or Hermitian matrix `[n, n]` in a range, and their eigenvectors. If the range
/// contains k eigenvalues, the shapes are `[k]` and `[n, k]`.
///
/// The function reads only the elements on and below the diagonal. The function calls LAPACK's `syevr`, which is faster
/// than `syevd` for few eigenvalues. If the input is tracked, the function calls `symmetricEigen` for all eigenvalues
/// and slices the result. The derivative is then the derivative of `symmetricEigen`.
///
/// A stack of matrices traps, because the matrices of a stack may have different numbers of eigenvalues in a range.
/// Positions outside 0 ..< n trap too.
///
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element that
///   the function reads is NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func symmetricEigen<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, in range: EigenvalueRange
) throws(LinearAlgebraError) -> SymmetricEigenDecomposition<Scalar> {
    try requireSquare(a, "symmetricEigen")
    require(a.rank == 2, "symmetricEigen: a range of eigenvalues requires a single matrix, not a stack \(a.shape)")
    let size: Int = a.matrixRows
    if case .positions(let positions) = range {
        require(
            positions.lowerBound >= 0 && positions.upperBound <= size,
            "symmetricEigen: the positions \(positions) are not all in 0 ..< \(size)")
    }
    if a.isTracked { return try sliced(symmetricEigen(a), range) }
    return try eigenpairsInRange(a, range)
}

/// Returns the eigenvalues of `whole` that `range` selects, with their eigenvectors. The function is differentiable.
private func sliced<Scalar: LinearAlgebraScalar>(
    _ whole: SymmetricEigenDecomposition<Scalar>, _ range: EigenvalueRange
) -> SymmetricEigenDecomposition<Scalar> {
    let positions: Range<Int>
    switch range {
    case .positions(let given): positions = given
    case .values(let lower, let upper):
        let values: [Double] = whole.eigenvalues.scalars.map { Double($0) }
        let first: Int = values.firstIndex { $0 > lower } ?? values.count
        positions = first ..< max(first, values.firstIndex { $0 > upper } ?? values.count)
    }
    return SymmetricEigenDecomposition(
        eigenvalues: whole.eigenvalues[positions], eigenvectors: whole.eigenvectors[.all, positions])
}

/// Returns the eigenvalues of the matrix `a` in the range, and their eigenvectors, as untracked tensors. Throws
/// `noConvergence` if LAPACK's iteration does not converge, and `notFinite` if an element on or below the diagonal is
/// NaN or infinite.
private func eigenpairsInRange<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ range: EigenvalueRange
) throws(LinearAlgebraError) -> SymmetricEigenDecomposition<Scalar> {
    let size: Int = a.matrixRows
    let copy: Tensor<Scalar> = try lowerTriangleByColumns(a, for: "symmetricEigen")
    var (low, high, first, last): (Double, Double, Int32, Int32) = (0, 0, 0, 0)
    let letter: CChar
    switch range {
    case .positions(let positions):
        (letter, first, last) = (.positionRange, Int32(positions.lowerBound + 1), Int32(positions.upperBound))
    case .values(let lower, let upper): (letter, low, high) = (.valueRange, lower, upper)
    }
    let values = Tensor<Scalar.Magnitude>(zeros: [size])
    let vectors = Tensor<Scalar>(zeros: [size, size])
    var found: Int32 = 0
    let isEmpty: Bool = letter == .valueRange ? !(low < high) : first > last
    if size > 0, !isEmpty {
        let support = Workspace<Int32>(2 * size)
        func call(
            _ work: UnsafeMutablePointer<Scalar>, _ sizes: [Int32],
            _ reals: UnsafeMutablePointer<Scalar.Magnitude>, _ integers: UnsafeMutablePointer<Int32>
        ) -> Int32 {
            synann_syevr(
                Scalar.lapackType, .vectors, letter, .lower, Int32(size), copy.mutableAddress, Int32(size), low, high,
                first, last, &found, values.mutableAddress, vectors.mutableAddress, Int32(size), support.scalars, work,
                sizes[0], reals, sizes[1], integers, sizes[2])
        }
        let sizes: EigenWorkspaceSizes = eigenWorkspaceSizes(Scalar.self) { call($0, [-1, -1, -1], $1, $2) }
        let buffers = EigenBuffers<Scalar>(sizes)
        let outcome = Outcome()
        BLASThreads.withAll(limit: max(1, size * size * size >> 24)) {
            let counts: [Int32] = [buffers.work.count, buffers.reals.count, buffers.integers.count]
            outcome.note(
                call(buffers.work.scalars, counts, buffers.reals.scalars, buffers.integers.scalars), matrix: 0)
        }
        try outcome.check { info, matrix in
            .noConvergence(operation: "symmetricEigen", count: info, matrix: matrix)
        }
    }
    return SymmetricEigenDecomposition(
        eigenvalues: values[0 ..< Int(found)], eigenvectors: transposing(vectors)[.all, 0 ..< Int(found)])
}
