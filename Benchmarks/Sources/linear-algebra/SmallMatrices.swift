import Measurement
import SynaNN

/// Operations on stacks of small matrices.
struct SmallMatrices {
    private let general, definite, sides: Tensor<Double>

    init(_ size: Int, count: Int) {
        var generator = PhiloxGenerator(seed: 2)
        general = Tensor(randomNormal: [count, size, size], using: &generator)
        definite = matmul(general, general.transposed()) + Tensor(identity: size)
        sides = Tensor(randomNormal: [count, size, 1], using: &generator)
    }

    var operations: [(name: String, ours: () -> Void)] {
        let (a, d, b): (Tensor<Double>, Tensor<Double>, Tensor<Double>) = (general, definite, sides)
        return [
            ("solve", { keep(try! solve(a, b)) }), ("inverse", { keep(try! inverse(a)) }),
            ("determinant", { keep(try! determinant(a)) }), ("cholesky", { keep(try! cholesky(d)) }),
            ("qr", { keep(try! qr(a)) }), ("symmetricEigen", { keep(try! symmetricEigen(d)) }),
            ("eigen", { keep(try! eigen(a)) }), ("svd", { keep(try! svd(a)) }),
            ("matrixExponential", { keep(try! matrixExponential(a)) }),
            ("pseudoInverse", { keep(try! pseudoInverse(a)) }),
            ("matmul", { keep(matmul(a, a)) }),
        ]
    }
}
