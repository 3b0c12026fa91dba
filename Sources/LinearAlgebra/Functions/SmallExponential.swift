internal import COpenBLAS
import ComplexModule
import Tensors

/// The exponential of small matrices, computed in a workspace without a tensor for each step. Such tensors would take
/// longer than the arithmetic.
///
/// The method is that of `matrixExponential`. All matrices of the computation are functions of the same matrix, so they
/// commute. A row-major matrix, which LAPACK reads as its transpose, therefore needs no transposition.
struct SmallExponential<Scalar: LinearAlgebraScalar> {
    private let size: Int
    private let count: Int
    /// Workspaces of `size` · `size` elements: A, its even powers, U and V, and a temporary matrix.
    private let a, square, fourth, sixth, odd, even, spare: UnsafeMutablePointer<Scalar>
    private let pivots: UnsafeMutablePointer<Int32>
    private let source: UnsafePointer<Scalar>
    private let target: UnsafeMutablePointer<Scalar>

    /// Returns whether the functions are faster than computations with tensors for `count` matrices of `size` rows.
    static func supports(size: Int, count: Int) -> Bool { size <= 64 }

    /// Returns the exponentials of the matrices `[count, n, n]`, which are contiguous and finite.
    static func exponentials(_ matrices: Tensor<Scalar>) -> Tensor<Scalar> {
        let size: Int = matrices.matrixRows
        let result: Tensor<Scalar> = Tensor(uninitialized: matrices.shape)
        _ = forEachMatrix(
            matrices.shape[0], multiplications: 10 * size * size * size,
            workspace: (scalars: Workspace<Scalar>(7 * size * size), pivots: Workspace<Int32>(size))
        ) { matrix, workspace in
            let start: Int = matrix * size * size
            let buffers = MatrixBuffers(
                size: size, source: matrices.address + start, target: result.mutableAddress + start,
                work: workspace.scalars.scalars, pivots: workspace.pivots.scalars)
            switch Scalar.lapackType {
            case SYNANN_BLAS_S: SmallExponential<Float>(buffers).compute()
            case SYNANN_BLAS_D: SmallExponential<Double>(buffers).compute()
            case SYNANN_BLAS_C: SmallExponential<Complex<Float>>(buffers).compute()
            default: SmallExponential<Complex<Double>>(buffers).compute()
            }
            return 0
        }
        return result
    }

    /// The switch over the types calls code that the compiler optimizes for each type. Generic code would call a
    /// function for each element.
    private init(_ buffers: MatrixBuffers) {
        let work = buffers.work.assumingMemoryBound(to: Scalar.self)
        (size, count, pivots) = (buffers.size, buffers.size * buffers.size, buffers.pivots)
        (a, square, fourth, sixth) = (work, work + count, work + 2 * count, work + 3 * count)
        (odd, even, spare) = (work + 4 * count, work + 5 * count, work + 6 * count)
        source = buffers.source.assumingMemoryBound(to: Scalar.self)
        target = buffers.target.assumingMemoryBound(to: Scalar.self)
    }

    private func compute() {
        let table: [Approximant] = Approximant.table(for: Scalar.self)
        let shift: Int = Scaling.shift(size)
        let scaling = Scaling(norm: norm(shift: shift), shift: shift, table)
        let factor = Scalar(_real: Scalar.Magnitude(sign: .plus, exponent: .init(-scaling.halvings), significand: 1))
        for index in 0 ..< count { a[index] = source[index] * factor }
        formQuotient(table[scaling.approximant])
        for _ in 0 ..< scaling.halvings {
            multiply(target, target, spare)
            target.update(from: spare, count: count)
        }
    }

    /// Returns the 1-norm of the matrix after multiplication by 2^(−shift).
    private func norm(shift: Int) -> Double {
        let factor = Scalar.Magnitude(sign: .plus, exponent: .init(-shift), significand: 1)
        var greatest: Scalar.Magnitude = 0
        for column in 0 ..< size {
            var sum: Scalar.Magnitude = 0
            for row in 0 ..< size { sum += source[row * size + column]._absolute * factor }
            greatest = max(greatest, sum)
        }
        return Double(greatest)
    }

    /// Writes (V − U)⁻¹·(V + U) to `target`. U is the sum of the terms of the approximant's numerator with odd powers of
    /// A, and V is the sum of the terms with even powers.
    private func formQuotient(_ approximant: Approximant) {
        let b: [Scalar] = approximant.coefficients.map { Scalar(_real: Scalar.Magnitude($0)) }
        multiply(a, a, square)
        if approximant.degree < 13 {
            formLowDegree(approximant.degree, b)
        } else {
            formDegree13(b)
        }
        // `odd` is the sum of the terms of U divided by A.
        multiply(a, odd, spare)
        for index in 0 ..< count {
            target[index] = even[index] + spare[index]
            even[index] = even[index] - spare[index]
        }
        let n = Int32(size)
        let info: Int32 = synann_getrf(Scalar.lapackType, n, n, even, n, pivots)
        require(info >= 0, "LAPACK: argument \(-info) has an illegal value")
        _ = synann_getrs(Scalar.lapackType, .noTranspose, n, n, even, n, pivots, target, n)
    }

    /// Writes the sums of terms of an approximant of degree 3, 5, 7 or 9 to `odd` and `even`.
    private func formLowDegree(_ degree: Int, _ b: [Scalar]) {
        setDiagonal(odd, b[1])
        setDiagonal(even, b[0])
        var (power, next): (UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>) = (square, fourth)
        for j in stride(from: 2, to: degree, by: 2) {
            if j > 2 {
                multiply(power, square, next)
                (power, next) = (next, next == fourth ? sixth : fourth)
            }
            let (oddFactor, evenFactor): (Scalar, Scalar) = (b[j + 1], b[j])
            for index in 0 ..< count {
                odd[index] += power[index] * oddFactor
                even[index] += power[index] * evenFactor
            }
        }
    }

    /// Writes the sums of terms of the approximant of degree 13 to `odd` and `even`.
    private func formDegree13(_ b: [Scalar]) {
        multiply(square, square, fourth)
        multiply(fourth, square, sixth)
        formSum(b[13], b[11], b[9], into: spare)
        multiply(sixth, spare, odd)
        addSum(b[7], b[5], b[3], b[1], to: odd)
        formSum(b[12], b[10], b[8], into: spare)
        multiply(sixth, spare, even)
        addSum(b[6], b[4], b[2], b[0], to: even)
    }

    /// Writes x·A⁶ + y·A⁴ + z·A² to `target`.
    private func formSum(_ x: Scalar, _ y: Scalar, _ z: Scalar, into target: UnsafeMutablePointer<Scalar>) {
        for index in 0 ..< count { target[index] = sixth[index] * x + fourth[index] * y + square[index] * z }
    }

    /// Adds x·A⁶ + y·A⁴ + z·A² + w·I to `target`.
    private func addSum(
        _ x: Scalar, _ y: Scalar, _ z: Scalar, _ w: Scalar, to target: UnsafeMutablePointer<Scalar>
    ) {
        for index in 0 ..< count { target[index] += sixth[index] * x + fourth[index] * y + square[index] * z }
        for row in 0 ..< size { target[row * (size + 1)] += w }
    }

    private func setDiagonal(_ target: UnsafeMutablePointer<Scalar>, _ value: Scalar) {
        clear(target, count)
        for row in 0 ..< size { target[row * (size + 1)] = value }
    }

    /// Writes the product x·y to `target`, which must not overlap the factors.
    private func multiply(
        _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>, _ target: UnsafeMutablePointer<Scalar>
    ) {
        if size > 8 {
            let (n, one, zero): (Int32, Scalar, Scalar) = (Int32(size), 1, 0)
            return withUnsafePointer(to: one) { one in
                withUnsafePointer(to: zero) { zero in
                    synann_gemm(Scalar.lapackType, 0, 0, n, n, n, one, x, n, y, n, zero, target, n)
                }
            }
        }
        // The call of BLAS would take longer than such a product.
        for row in 0 ..< size {
            let sums: UnsafeMutablePointer<Scalar> = target + row * size
            for column in 0 ..< size { sums[column] = x[row * size] * y[column] }
            for inner in 1 ..< max(1, size) {
                let factor: Scalar = x[row * size + inner]
                for column in 0 ..< size { sums[column] += factor * y[inner * size + column] }
            }
        }
    }
}

/// The memory of a computation with a matrix whose scalar type is known only at run time.
private struct MatrixBuffers {
    let size: Int
    let source: UnsafeRawPointer
    let target: UnsafeMutableRawPointer
    let work: UnsafeMutableRawPointer
    let pivots: UnsafeMutablePointer<Int32>
}
