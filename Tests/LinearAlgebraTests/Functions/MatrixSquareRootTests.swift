import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct MatrixSquareRootTests {
    @Test(arguments: [0, 1, 2, 7, 60]) func squareRoots(size: Int) throws {
        try checkRoot(Double.self, size)
        try checkRoot(Float.self, size)
        try checkRoot(Complex<Double>.self, size)
        try checkRoot(Complex<Float>.self, size)
    }

    private func checkRoot<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let part: Tensor<Scalar> = numbers([2, size, size])
        let definite: Tensor<Scalar> = matmul(part, part.adjoint()) + Tensor(identity: size)
        let general: Tensor<Scalar> = wellConditioned(size)
        for matrix in everyLayout(definite) {
            let root: Tensor<Scalar> = try matrixSquareRoot(matrix)
            #expect(backwardError(matmul(root, root), definite, 4 * size, type) < 10)
        }
        let root: Tensor<Scalar> = try matrixSquareRoot(general)
        #expect(backwardError(matmul(root, root), general, 4 * size, type) < 10)
        #expect(try eigenvalues(root).realPart().scalars.allSatisfy { $0 >= 0 })
    }

    /// The blocks of the recursion have every size, and conjugate pairs of eigenvalues are at their boundaries.
    @Test(arguments: Array(2 ... 12) + [31, 32, 33, 63, 64, 65, 66, 67, 100, 131])
    func sizesOfBlocks(size: Int) throws {
        for seed in 0 ..< 4 {
            // The eigenvalues lie in a disc with a positive centre, and most of them are conjugate pairs.
            let spread: Tensor<Double> = numbers([size, size], seed: seed)
            let centre: Double = size < 20 ? 8 : 3
            let factor: Double = 2 / Double(size).squareRoot()
            let a: Tensor<Double> = spread * Tensor(factor) + Tensor(identity: size) * Tensor(centre)
            let root: Tensor<Double> = try matrixSquareRoot(a)
            #expect(backwardError(matmul(root, root), a, 4 * size, Double.self) < 10, "seed \(seed)")
            #expect(try eigenvalues(root).realPart().scalars.allSatisfy { $0 > 0 }, "seed \(seed)")
            let complex: Tensor<Complex<Double>> = try matrixSquareRoot(complexed(a))
            let difference: Tensor<Double> = (complex.realPart() - root).abs() + complex.imaginaryPart().abs()
            #expect(difference.max().scalar < 1e-10, "seed \(seed)")
        }
    }

    /// Matrices of a stack may need different methods: with the eigenvalue 0, with conjugate pairs, triangular.
    @Test func mixedStacks() throws {
        let stack = Tensor<Double>([
            [[4, 0, 0], [0, 9, 0], [0, 0, 0]], [[2, -3, 1], [3, 2, 5], [0, 0, 4]],
            [[1, 5, 7], [0, 4, 6], [0, 0, 9]], [[0, 0, 0], [0, 0, -1], [0, 1, 0]],
        ])
        let roots: Tensor<Double> = try matrixSquareRoot(stack)
        #expect(difference(matmul(roots, roots), stack, tolerance: 1e-13) == nil)
        for matrix in 0 ..< 4 { #expect(try matrixSquareRoot(stack[matrix]) == roots[matrix]) }
        var negative: Tensor<Double> = stack
        negative[2, 1, 1] = Tensor(-4)
        let expected = LinearAlgebraError.noSquareRoot(operation: "matrixSquareRoot", matrix: 2)
        #expect(throws: expected) { try matrixSquareRoot(negative) }
    }

    @Test func scalesOfAnyMagnitude() throws {
        for exponent in [-1000, -300, 300, 1000] {
            let factor = Double(sign: .plus, exponent: exponent, significand: 1)
            let a: Tensor<Double> = wellConditioned(40) * Tensor(factor)
            let root: Tensor<Double> = try matrixSquareRoot(a)
            #expect(backwardError(matmul(root, root), a, 160, Double.self) < 10, "2^\(exponent)")
        }
    }

    @Test func matricesWithoutARoot() throws {
        let expected = LinearAlgebraError.noSquareRoot(operation: "matrixSquareRoot", matrix: 1)
        #expect(throws: expected) { try matrixSquareRoot(Tensor<Double>([[[1, 0], [0, 1]], [[1, 0], [0, -1]]])) }
        #expect(throws: LinearAlgebraError.noSquareRoot(operation: "matrixSquareRoot", matrix: 0)) {
            try matrixSquareRoot(Tensor<Complex<Double>>([[0, 1], [0, 0]]))
        }
        let complex: Tensor<Complex<Double>> = try matrixSquareRoot(Tensor<Complex<Double>>([[-4]]))
        #expect(complex[0, 0].scalar == Complex(0, 2))
        #expect(try matrixSquareRoot(Tensor<Double>(zeros: [3, 3])) == Tensor(zeros: [3, 3]))
        // A rotation by 90° has imaginary eigenvalues, and also a real square root: the rotation by 45°.
        let orthogonal: Tensor<Double> = try matrixSquareRoot(Tensor([[0, -1], [1, 0]]))
        let half: Double = 0.5.squareRoot()
        #expect(difference(orthogonal, Tensor([[half, -half], [half, half]]), tolerance: 1e-15) == nil)
    }

    @Test func trackedInputsTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = gradient(at: Tensor<Double>(identity: 2)) { try! matrixSquareRoot($0).sum() }
        }
    }
}
