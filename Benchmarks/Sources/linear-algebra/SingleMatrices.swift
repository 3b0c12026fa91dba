import COpenBLAS
import Measurement
import SynaNN

/// Operations on a single large matrix, each computed by SynaNN's function and by the LAPACKE call.
struct SingleMatrices {
    /// An operation with its measurements. `ours` measures SynaNN's function. `call` measures only the LAPACKE call.
    /// `raw` also measures the copy of the matrix that the call overwrites.
    typealias Operation = (name: String, ours: () -> Duration, raw: () -> Duration, call: () -> Duration)
    private let size: Int
    private let general, symmetric, definite: Tensor<Double>
    private let side: Tensor<Double>

    init(_ size: Int) {
        self.size = size
        var generator = PhiloxGenerator(seed: 1)
        general = Tensor(randomNormal: [size, size], using: &generator)
        symmetric = general + general.transposed()
        definite = matmul(general, general.transposed()) + Tensor(identity: size) * Double(size)
        side = Tensor(randomNormal: [size, 1], using: &generator)
    }

    var operations: [Operation] {
        let n = Int32(size)
        let (a, s, d, b): (Tensor<Double>, Tensor<Double>, Tensor<Double>, Tensor<Double>) = (
            general, symmetric, definite, side
        )
        let columns = LAPACK_COL_MAJOR
        let (vectors, lower, upper): (CChar, CChar, CChar) = (86, 76, 85)
        let (some, none): (CChar, CChar) = (83, 78)
        return [
            operation(
                "lu", a, ours: { keep(try! lu(a)) },
                raw: { a, _ in
                    let pivots = Scratch<Int32>(Int(n))
                    return LAPACKE_dgetrf(columns, n, n, a, n, pivots.address)
                }),
            // Passes `upper`, although SynaNN computes the lower triangle. LAPACK reads matrices by columns, so the
            // lower triangle of a row-major matrix is an upper triangle for LAPACK.
            operation(
                "cholesky", d, ours: { keep(try! cholesky(d)) },
                raw: { a, _ in
                    LAPACKE_dpotrf(columns, upper, n, a, n)
                }),
            operation(
                "qr", a, ours: { keep(try! qr(a)) },
                raw: { a, _ in
                    let tau = Scratch<Double>(Int(n))
                    let info: Int32 = LAPACKE_dgeqrf(columns, n, n, a, n, tau.address)
                    return info + LAPACKE_dorgqr(columns, n, n, n, a, n, tau.address)
                }),
            operation(
                "symmetricEigen", s, ours: { keep(try! symmetricEigen(s)) },
                raw: { a, _ in
                    let values = Scratch<Double>(Int(n))
                    return LAPACKE_dsyevd(columns, vectors, lower, n, a, n, values.address)
                }),
            operation(
                "eigen", a, ours: { keep(try! eigen(a)) },
                raw: { a, _ in
                    let (real, imaginary) = (Scratch<Double>(Int(n)), Scratch<Double>(Int(n)))
                    let right = Scratch<Double>(Int(n * n))
                    return LAPACKE_dgeev(
                        columns, none, vectors, n, a, n, real.address, imaginary.address, nil, n, right.address, n)
                }),
            operation(
                "svd", a, ours: { keep(try! svd(a)) },
                raw: { a, _ in
                    let (values, u, vt) = (
                        Scratch<Double>(Int(n)), Scratch<Double>(Int(n * n)), Scratch<Double>(Int(n * n))
                    )
                    return LAPACKE_dgesdd(columns, some, n, n, a, n, values.address, u.address, n, vt.address, n)
                }),
            operation(
                "solve", a, ours: { keep(try! solve(a, b)) },
                raw: { a, b in
                    let pivots = Scratch<Int32>(Int(n))
                    return LAPACKE_dgesv(columns, n, 1, a, n, pivots.address, b, n)
                }),
        ]
    }

    private func operation(
        _ name: String, _ matrix: Tensor<Double>, ours: @escaping () -> Void,
        raw: @escaping (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Int32
    ) -> Operation {
        let (copy, sideCopy) = (Scratch<Double>(size * size), Scratch<Double>(size))
        let (matrixScalars, sideScalars): ([Double], [Double]) = (matrix.scalars, side.scalars)
        func run(_ timesCopy: Bool) -> Duration {
            // Sets OpenBLAS to all threads for the call. Outside of its large factorizations, SynaNN sets OpenBLAS to
            // one thread.
            openblas_set_num_threads(Int32(Parallelism.threadCount))
            defer { openblas_set_num_threads(1) }
            func copyMatrix() { copy.address.update(from: matrixScalars, count: matrixScalars.count) }
            if !timesCopy { copyMatrix() }
            sideCopy.address.update(from: sideScalars, count: sideScalars.count)
            return ContinuousClock().measure {
                if timesCopy { copyMatrix() }
                precondition(raw(copy.address, sideCopy.address) == 0)
            }
        }
        return (name, { ContinuousClock().measure(ours) }, { run(true) }, { run(false) })
    }
}

/// A block of memory for LAPACKE. The deinitializer frees the memory.
final class Scratch<Scalar> {
    let address: UnsafeMutablePointer<Scalar>

    init(_ count: Int) { address = .allocate(capacity: count) }

    deinit { address.deallocate() }
}
