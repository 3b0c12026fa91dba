internal import COpenBLAS
import Tensors

/// The eigenvalues and eigenvectors of a symmetric tridiagonal matrix, by divide and conquer on two threads.
///
/// The matrix is torn into two halves, whose eigenvectors LAPACK's `stedc` computes at the same time, and `laed1` joins
/// the halves. `stedc` does the same, but one half after the other.
struct TridiagonalEigen<Real: LinearAlgebraScalar> {
    private let size, middle: Int
    private let halfSizes: EigenWorkspaceSizes

    /// The least number of rows for which the division pays.
    private static var leastSize: Int { 96 }

    /// Whether LAPACK has the routine for the join, and the division pays.
    static func supports(size: Int) -> Bool {
        !Real._isComplex && size >= leastSize && synann_has_laed1() != 0
    }

    init(size: Int) {
        (self.size, middle) = (size, size / 2)
        let n = Int32(size - size / 2)
        halfSizes = eigenWorkspaceSizes(Real.self) { work, reals, integers in
            synann_stedc(Real.lapackType, .identity, n, nil, nil, nil, n, work, -1, reals, -1, integers, -1)
        }
    }

    /// Overwrites the diagonal `d` with the eigenvalues in ascending order, writes the eigenvectors to the columns of
    /// `vectors`, and returns LAPACK's `info`. `e` is the diagonal next to `d`; its contents are lost.
    func decompose(
        _ d: UnsafeMutablePointer<Real>, _ e: UnsafeMutablePointer<Real>, _ vectors: UnsafeMutablePointer<Real>
    ) -> Int32 {
        let power: Real.Magnitude = scale(d, e)
        let coupling: Real = e[middle - 1]
        let torn = Real(_real: coupling._absolute)
        d[middle - 1] -= torn
        d[middle] -= torn
        let joined = Tensor<Real>(zeros: [size * size])
        let q: UnsafeMutablePointer<Real> = joined.mutableAddress
        var info: Int32 = decomposeHalves(d, e, q)
        if info == 0 { info = join(d, q, coupling, vectors) }
        if power != 1 {
            for index in 0 ..< size { d[index] = d[index] * Real(_real: power) }
        }
        withExtendedLifetime(joined) {}
        return info
    }

    /// Divides a matrix with very great or very small elements by a power of 2, so that its greatest absolute value is
    /// about 1, and returns the power.
    private func scale(_ d: UnsafeMutablePointer<Real>, _ e: UnsafeMutablePointer<Real>) -> Real.Magnitude {
        var greatest: Real.Magnitude = 0
        for index in 0 ..< size { greatest = max(greatest, d[index]._absolute) }
        for index in 0 ..< size - 1 { greatest = max(greatest, e[index]._absolute) }
        guard greatest > 0, !(-20 ... 20 ~= Int(greatest.exponent)) else { return 1 }
        let power = Real.Magnitude(sign: .plus, exponent: greatest.exponent, significand: 1)
        for index in 0 ..< size { d[index] = d[index] / Real(_real: power) }
        for index in 0 ..< size - 1 { e[index] = e[index] / Real(_real: power) }
        return power
    }

    /// Writes the eigenvectors of the halves to the blocks on the diagonal of `q`.
    private func decomposeHalves(
        _ d: UnsafeMutablePointer<Real>, _ e: UnsafeMutablePointer<Real>, _ q: UnsafeMutablePointer<Real>
    ) -> Int32 {
        let outcome = Outcome()
        Parallelism.forEachChunk(2) { half in
            let (start, count) = half == 0 ? (0, middle) : (middle, size - middle)
            let buffers = EigenBuffers<Real>(halfSizes)
            let info: Int32 = synann_stedc(
                Real.lapackType, .identity, Int32(count), d + start, e + start, q + start * (size + 1), Int32(size),
                buffers.work.scalars, buffers.work.count, buffers.reals.scalars, buffers.reals.count,
                buffers.integers.scalars, buffers.integers.count)
            outcome.note(info, matrix: half)
        }
        return outcome.firstInfo
    }

    /// Computes the eigenvalues and eigenvectors of the whole matrix from those of the halves, and sorts them.
    private func join(
        _ d: UnsafeMutablePointer<Real>, _ q: UnsafeMutablePointer<Real>, _ coupling: Real,
        _ vectors: UnsafeMutablePointer<Real>
    ) -> Int32 {
        let (work, integers, order) = (
            Workspace<Real>(size * size + 4 * size), Workspace<Int32>(4 * size), Workspace<Int32>(size)
        )
        for index in 0 ..< size {
            order.scalars[index] = Int32(index < middle ? index + 1 : index - middle + 1)
        }
        let info: Int32 = withUnsafePointer(to: coupling) { coupling in
            synann_laed1(
                Real.lapackType, Int32(size), d, q, Int32(size), order.scalars, coupling, Int32(middle), work.scalars,
                integers.scalars)
        }
        if info != 0 { return info }
        for index in 0 ..< size {
            let source: Int = Int(order.scalars[index]) - 1
            work.scalars[index] = d[source]
            (vectors + index * size).update(from: q + source * size, count: size)
        }
        d.update(from: work.scalars, count: size)
        return 0
    }
}
