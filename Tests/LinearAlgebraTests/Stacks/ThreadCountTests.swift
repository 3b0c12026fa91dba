import ComplexModule
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct ThreadCountTests {
    /// Middle sizes, whose work the library's threads share, have the same bits at every number of threads.
    @Test func resultsHaveTheSameBitsAtEveryThreadCount() async {
        await #expect(processExitsWith: .success) {
            try check(Double.self, [65, 130, 257])
            try check(Complex<Float>.self, [70, 200])
        }
    }

    /// The library's threads call OpenBLAS also for large matrices, but never while OpenBLAS has several threads: the
    /// threads would wait for each other forever.
    @Test func largeMatricesAreComputed() async {
        await #expect(processExitsWith: .success) {
            let a: Tensor<Float> = wellConditioned(520)
            func results() throws -> [Tensor<Float>] {
                let hermitian: Tensor<Float> = a + a.transposed()
                return try [
                    solve(a, a), inverse(a), qr(a).q, symmetricEigen(hermitian).eigenvectors,
                    svd(a[0 ..< 400, 0 ..< 400]).u,
                ]
            }
            Parallelism.threadCount = 1
            let expected: [Tensor<Float>] = try results()
            Parallelism.threadCount = 2
            try #require(try results() == expected)
            var inverted: Tensor<Float> = a
            try inverted.invert()
            try #require(backwardError(inverted, expected[1], 520, Float.self) < 10)
            // The first step uses OpenBLAS's threads from about 813 rows on.
            let large: Tensor<Float> = wellConditioned(830)
            let parts: SymmetricEigenDecomposition<Float> = try symmetricEigen(large + large.transposed())
            try #require(orthogonalityError(parts.eigenvectors) < 10)
        }
    }
}

private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ sizes: [Int]) throws {
    for size in sizes {
        Parallelism.threadCount = 1
        let expected: [Tensor<Scalar>] = try results(type, size)
        for threads in [2, 3, 8] {
            Parallelism.threadCount = threads
            for _ in 0 ..< 3 {
                let found: [Tensor<Scalar>] = try results(type, size)
                try #require(
                    found.count == expected.count && zip(found, expected).allSatisfy { haveSameBits($0, $1) })
            }
        }
    }
}

/// Returns the results of the functions that divide the work on a matrix with `size` rows, alone and in a stack.
private func results<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws -> [Tensor<Scalar>] {
    let single: Tensor<Scalar> = wellConditioned(size)
    let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (numbers([3, size, size]) + single, numbers([size, 110], seed: 3))
    return try [single, a].flatMap { matrix in
        let hermitian: Tensor<Scalar> = matrix + matrix.adjoint()
        let tall: Tensor<Scalar> = matrix[.ellipsis, 0 ..< size - 1]
        let sides: Tensor<Scalar> = b.broadcast(to: Shape(matrix.shape.dimensions.dropLast() + [110]))
        return try [
            lu(matrix).factors, solve(matrix, sides), inverse(matrix), determinant(matrix), qr(matrix).q, qr(matrix).r,
            leastSquares(tall, sides), symmetricEigen(hermitian).eigenvectors,
            svd(matrix).u, matrixExponential(matrix / Tensor(9)),
        ]
    }
}
