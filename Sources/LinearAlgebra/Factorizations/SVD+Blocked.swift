internal import CKernels
internal import COpenBLAS
import Tensors

/// The singular value decomposition of real matrices of the same size, by LAPACK's divide and conquer.
///
/// `gesdd` does the same in a single call. Here the library's threads share the last step, the multiplication of the
/// singular vectors of the bidiagonal matrix by Householder reflections. The matrices are column-major; they have m rows
/// and n columns with n ≤ m < 11⁄6·n, because `gesdd` begins with a QR decomposition for more rows.
struct BlockedSVD<Scalar: LinearAlgebraScalar> {
    private let m, n: Int
    private let length: Int

    init(rows: Int, columns: Int) {
        (m, n) = (rows, columns)
        let reduction: Int = workspaceSize(Scalar.self) { work in
            synann_gebrd(
                Scalar.lapackType, Int32(rows), Int32(columns), nil, Int32(rows), nil, nil, nil, nil, work, -1)
        }
        length = max(reduction, 3 * columns * columns + 4 * columns)
    }

    /// Whether the division pays for this shape and type.
    static func supports(rows: Int, columns: Int) -> Bool {
        !Scalar._isComplex && columns >= 48 && columns <= rows && 6 * rows < 11 * columns
    }

    /// The workspaces for one thread.
    final class Buffers {
        let work, leftTau, rightTau, offDiagonal: Workspace<Scalar>
        let integers: Workspace<Int32>

        init(_ length: Int, _ n: Int) {
            (work, leftTau, rightTau) = (Workspace(length), Workspace(n), Workspace(n))
            (offDiagonal, integers) = (Workspace(n), Workspace(8 * n))
        }
    }

    func makeWorkspace() -> Buffers { Buffers(length, n) }

    /// Reduces the matrix at `a` to a bidiagonal matrix, writes the singular values and vectors of the latter, and returns
    /// LAPACK's `info`. Overwrites the matrix with Householder reflectors. `u` has m rows and n columns; `vt` has n.
    func decompose(
        _ a: UnsafeMutablePointer<Scalar>, _ values: UnsafeMutablePointer<Scalar.Magnitude>,
        _ u: UnsafeMutablePointer<Scalar>, _ vt: UnsafeMutablePointer<Scalar>, _ buffers: Buffers
    ) -> Int32 {
        let (rows, columns, work) = (Int32(m), Int32(n), buffers.work)
        let info: Int32 = synann_gebrd(
            Scalar.lapackType, rows, columns, a, rows, values, buffers.offDiagonal.scalars, buffers.leftTau.scalars,
            buffers.rightTau.scalars, work.scalars, work.count)
        if info != 0 { return info }
        clear(u, m * n)
        return synann_bdsdc(
            Scalar.lapackType, .upper, .identity, columns, values, buffers.offDiagonal.scalars, u, rows, vt, columns,
            work.scalars, buffers.integers.scalars)
    }

    /// Multiplies the singular vectors that `decompose` has written by the reflectors that it left in `a`.
    func multiplyByReflectors(
        _ a: UnsafePointer<Scalar>, _ u: UnsafeMutablePointer<Scalar>, _ vt: UnsafeMutablePointer<Scalar>,
        _ buffers: Buffers
    ) {
        let left = BlockReflectors<Scalar>(rows: m, count: n)
        left.copy(from: a, distance: m, tau: buffers.leftTau.scalars)
        left.multiply(u, columns: n, distance: m, isAdjoint: false)
        // The reflectors of the right vectors are in the rows of `a`. They do not change the first row of V.
        let right = BlockReflectors<Scalar>(rows: n - 1, count: n - 1)
        let transposed = Tensor<Scalar>(uninitialized: [n * n])
        let (size, address) = (MemoryLayout<Scalar>.stride, transposed.mutableAddress)
        synann_transpose(size, n, n, a, m, address, n)
        right.copy(from: address + 1, distance: n, tau: buffers.rightTau.scalars)
        synann_transpose(size, n, n, vt, n, address, n)
        right.multiply(address + 1, columns: n, distance: n, isAdjoint: false)
        synann_transpose(size, n, n, address, n, vt, n)
    }
}
