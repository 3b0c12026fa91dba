internal import COpenBLAS
import Tensors

/// The eigenvalues and eigenvectors of symmetric or Hermitian matrices of the same size, by LAPACK's divide and conquer.
///
/// `syevd` does the same in a single call. Here the library's threads share the last step, the multiplication of the
/// eigenvectors of the tridiagonal matrix by Householder reflections.
struct BlockedSymmetricEigen<Scalar: LinearAlgebraScalar> {
    private let size: Int
    private let sizes: EigenWorkspaceSizes
    /// The caller of LAPACK for halves of the tridiagonal matrix, or `nil` if `stedc` computes the whole. The threads of
    /// OpenBLAS speed up `stedc` for large matrices.
    private let tridiagonal: TridiagonalEigen<Scalar>?

    /// The least number of rows for which the division pays.
    static var leastSize: Int { 48 }

    /// Returns the approximate number of multiplications for a matrix.
    static func multiplications(_ size: Int) -> Int { 4 * size * size * size }

    init(size: Int) {
        self.size = size
        let n = Int32(size)
        let isTorn: Bool = Self.multiplications(size) < leastForTwoSteps
        tridiagonal = isTorn && TridiagonalEigen<Scalar>.supports(size: size) ? TridiagonalEigen(size: size) : nil
        let reduction: Int = workspaceSize(Scalar.self) { work in
            synann_sytrd(Scalar.lapackType, .lower, n, nil, n, nil, nil, nil, work, -1)
        }
        let tridiagonal: EigenWorkspaceSizes = eigenWorkspaceSizes(Scalar.self) { work, reals, integers in
            synann_stedc(Scalar.lapackType, .identity, n, nil, nil, nil, n, work, -1, reals, -1, integers, -1)
        }
        sizes = EigenWorkspaceSizes(
            scalars: max(reduction, tridiagonal.scalars), reals: tridiagonal.reals, integers: tridiagonal.integers)
    }

    /// The workspaces for one thread.
    final class Buffers {
        let lapack: EigenBuffers<Scalar>
        let tau: Workspace<Scalar>
        let offDiagonal: Workspace<Scalar.Magnitude>

        init(_ sizes: EigenWorkspaceSizes, _ size: Int) {
            (lapack, tau, offDiagonal) = (EigenBuffers(sizes), Workspace(size), Workspace(size))
        }
    }

    func makeWorkspace() -> Buffers { Buffers(sizes, size) }

    /// Reduces a matrix to a tridiagonal matrix, writes the eigenvalues and eigenvectors of the latter in column-major
    /// order, and returns LAPACK's `info`. The function reads the lower triangle of the matrix at `a`, and overwrites the
    /// matrix with Householder reflectors.
    func decompose(
        _ a: UnsafeMutablePointer<Scalar>, _ values: UnsafeMutablePointer<Scalar.Magnitude>,
        _ vectors: UnsafeMutablePointer<Scalar>, _ buffers: Buffers
    ) -> Int32 {
        let (n, work, reals) = (Int32(size), buffers.lapack.work, buffers.lapack.reals)
        let (type, tau, offDiagonal) = (Scalar.lapackType, buffers.tau.scalars, buffers.offDiagonal.scalars)
        let info: Int32 = synann_sytrd(type, .lower, n, a, n, values, offDiagonal, tau, work.scalars, work.count)
        if info != 0 { return info }
        if let tridiagonal, let d = values as? UnsafeMutablePointer<Scalar>,
            let e = offDiagonal as? UnsafeMutablePointer<Scalar>
        {
            return tridiagonal.decompose(d, e, vectors)
        }
        return synann_stedc(
            type, .identity, n, values, offDiagonal, vectors, n, work.scalars, work.count, reals.scalars, reals.count,
            buffers.lapack.integers.scalars, buffers.lapack.integers.count)
    }

    /// Multiplies the eigenvectors that `decompose` has written by the reflectors that it left in `a`.
    func multiplyByReflectors(
        _ a: UnsafePointer<Scalar>, _ vectors: UnsafeMutablePointer<Scalar>, _ buffers: Buffers
    ) {
        // The reflections do not change the first row.
        let reflectors = BlockReflectors<Scalar>(rows: size - 1, count: size - 1)
        reflectors.copy(from: a + 1, distance: size, tau: buffers.tau.scalars)
        reflectors.multiply(vectors + 1, columns: size, distance: size, isAdjoint: false)
    }
}
