internal import CKernels
internal import COpenBLAS
import ComplexModule
import Tensors

/// Properties of the eigenvalues of a matrix that decide how its square root is computed.
enum Spectrum: UInt8 {
    /// `TriangularSquareRoot` computes the root.
    case regular
    /// The matrix is real and has a negative eigenvalue, so there is no real principal root.
    case negative
    /// An eigenvalue, or the sum of two eigenvalues of the root, is 0 to rounding.
    case singular
}

/// The memory in which one thread computes the square roots of matrices of the same size by the Schur method. All
/// matrices are in column-major order.
final class SquareRootBuffers<Scalar: LinearAlgebraScalar> {
    private let size: Int
    private let t, z, spare, values, imaginary, work: Workspace<Scalar>
    private let reals: Workspace<Scalar.Magnitude>

    /// Writes the square roots of `count` contiguous matrices with a regular spectrum, and the spectrum of each matrix.
    /// The matrices are row-major. Returns the codes of LAPACK.
    static func writeRoots(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ size: Int, _ count: Int,
        _ kinds: UnsafeMutablePointer<Spectrum>
    ) -> Outcome {
        let source = source.assumingMemoryBound(to: Scalar.self)
        let target = target.assumingMemoryBound(to: Scalar.self)
        let length: Int = workLength(size)
        return forEachMatrix(
            count, multiplications: 12 * size * size * size, workspace: SquareRootBuffers(size, length)
        ) { matrix, buffers in
            let start: Int = matrix * size * size
            let info: Int32 = buffers.decompose(source + start)
            if info == 0 { (kinds + matrix).initialize(to: buffers.writeRoot(to: target + start)) }
            return info
        }
    }

    /// Creates buffers for matrices of `size` rows. `length` is the result of `workLength`.
    private init(_ size: Int, _ length: Int) {
        self.size = size
        (t, z, spare) = (Workspace(size * size), Workspace(size * size), Workspace(size * size))
        (values, imaginary, work) = (Workspace(size), Workspace(size), Workspace(length))
        reals = Workspace(size)
    }

    /// Returns the length of LAPACK's workspace for matrices of `size` rows.
    private static func workLength(_ size: Int) -> Int {
        let buffers = SquareRootBuffers(size, 1)
        return workspaceSize(Scalar.self) { buffers.callLAPACK($0, -1) }
    }

    /// Computes the Schur decomposition of the row-major matrix at `source` and returns LAPACK's `info`.
    private func decompose(_ source: UnsafePointer<Scalar>) -> Int32 {
        synann_transpose(MemoryLayout<Scalar>.stride, size, size, source, size, t.scalars, size)
        return callLAPACK(work.scalars, work.count)
    }

    private func callLAPACK(_ work: UnsafeMutablePointer<Scalar>, _ length: Int32) -> Int32 {
        let n = Int32(size)
        return synann_gees(
            Scalar.lapackType, .vectors, n, t.scalars, n, values.scalars, imaginary.scalars, z.scalars, n, work, length,
            reals.scalars)
    }

    /// Writes the root of the decomposed matrix to `target`, in row-major order, if the spectrum is regular. Returns the
    /// spectrum.
    private func writeRoot(to target: UnsafeMutablePointer<Scalar>) -> Spectrum {
        let kind: Spectrum = spectrum()
        if kind != .regular { return kind }
        if !TriangularSquareRoot.replace(t.scalars, size: size) { return .singular }
        // The root is Z·R·Zᴴ. The function for products reads row-major matrices: the transposes of Z and R.
        var conjugate: UnsafePointer<Scalar> = UnsafePointer(z.scalars)
        if Scalar._isComplex {
            for index in 0 ..< size * size { spare.scalars[index] = z.scalars[index]._conjugate }
            conjugate = UnsafePointer(spare.scalars)
        }
        multiplyTransposed(t.scalars, conjugate, target)
        // T is not needed any more.
        t.scalars.update(from: target, count: size * size)
        multiplyTransposed(z.scalars, t.scalars, target)
        return .regular
    }

    /// Writes xᵀ·y to `target` for row-major matrices.
    private func multiplyTransposed(
        _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>, _ target: UnsafeMutablePointer<Scalar>
    ) {
        let (n, one, zero): (Int32, Scalar, Scalar) = (Int32(size), 1, 0)
        withUnsafePointer(to: one) { one in
            withUnsafePointer(to: zero) { zero in
                synann_gemm(Scalar.lapackType, 1, 0, n, n, n, one, x, n, y, n, zero, target, n)
            }
        }
    }

    private func spectrum() -> Spectrum {
        typealias Part = Scalar.Magnitude
        let first = UnsafeRawPointer(values.scalars)
        let second = UnsafeRawPointer(imaginary.scalars)
        func value(_ index: Int) -> Complex<Part> {
            if Scalar._isComplex { return first.assumingMemoryBound(to: Complex<Part>.self)[index] }
            return Complex(
                first.assumingMemoryBound(to: Part.self)[index], second.assumingMemoryBound(to: Part.self)[index])
        }
        let tolerance: Part = zeroTolerance((0 ..< size).reduce(0) { max($0, value($1).length) }, size)
        if !Scalar._isComplex, (0 ..< size).contains(where: { isNegative(value($0), tolerance) }) { return .negative }
        return (0 ..< size).contains { value($0).length <= tolerance } ? .singular : .regular
    }
}
