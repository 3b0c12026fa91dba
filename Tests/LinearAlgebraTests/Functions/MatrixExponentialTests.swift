import ComplexModule
import Differentiation
import Foundation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct MatrixFunctionTests {
    @Test func powers() throws {
        let a: Tensor<Double> = wellConditioned(4)
        #expect(try matrixPower(a, 0) == Tensor(identity: 4))
        #expect(try matrixPower(a, 1) == a)
        let fifth: Tensor<Double> = matmul(matmul(matmul(matmul(a, a), a), a), a)
        for layout in everyLayout(a) {
            #expect(backwardError(try matrixPower(layout, 5), fifth, 4, Double.self) < 10)
            let inverse: Tensor<Double> = try matrixPower(layout, -2)
            #expect(backwardError(matmul(matmul(inverse, a), a), Tensor(identity: 4), 4, Double.self) < 10)
        }
        #expect(try matrixPower(Tensor<Float>(zeros: [2, 0, 0]), 3).shape == [2, 0, 0])
        let square: Tensor<Complex<Double>> = try matrixPower(Tensor([[Complex(0, 1)]]), 2)
        #expect(square[0, 0].scalar == Complex(-1, 0))
        #expect(throws: LinearAlgebraError.self) { try matrixPower(Tensor<Double>([[1, 1], [1, 1]]), -1) }
        #expect(problems(of: { try! matrixPower($0[0], 3) }, at: [sample([2, 3, 3])]) == [])
    }

    @Test func kroneckerProducts() {
        let a = Tensor<Double>([[1, 2], [3, 4]])
        let expected = Tensor<Double>([[0, 5, 0, 10], [6, 7, 12, 14], [0, 15, 0, 20], [18, 21, 24, 28]])
        #expect(kronecker(a, Tensor([[0, 5], [6, 7]])) == expected)
        #expect(kronecker(a, Tensor(ones: [3, 1, 5])).shape == [3, 2, 10])
        #expect(kronecker(a, Tensor<Double>(zeros: [0, 2])).shape == [0, 4])
        #expect(problems(of: { kronecker($0[0], $0[1]) }, at: [sample([2, 2, 3]), sample([2, 3, 1])]) == [])
        // (A⊗B)(C⊗D) = AC⊗BD.
        let (b, c, d): (Tensor<Complex<Double>>, Tensor<Complex<Double>>, Tensor<Complex<Double>>) = (
            numbers([3, 2]), numbers([2, 4], seed: 1), numbers([2, 3], seed: 2)
        )
        let left: Tensor<Complex<Double>> = matmul(kronecker(complexed(a), b), kronecker(c, d))
        #expect(backwardError(left, kronecker(matmul(complexed(a), c), matmul(b, d)), 4, Complex<Double>.self) < 10)
    }

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
            let root: Tensor<Scalar> = try squareRoot(matrix)
            #expect(backwardError(matmul(root, root), definite, 4 * size, type) < 10)
        }
        let root: Tensor<Scalar> = try squareRoot(general)
        #expect(backwardError(matmul(root, root), general, 4 * size, type) < 10)
        #expect(try eigenvalues(root).realPart().scalars.allSatisfy { $0 >= 0 })
    }

    @Test func matricesWithoutARoot() throws {
        let expected = LinearAlgebraError.noSquareRoot(operation: "squareRoot", matrix: 1)
        #expect(throws: expected) { try squareRoot(Tensor<Double>([[[1, 0], [0, 1]], [[1, 0], [0, -1]]])) }
        #expect(throws: LinearAlgebraError.noSquareRoot(operation: "squareRoot", matrix: 0)) {
            try squareRoot(Tensor<Complex<Double>>([[0, 1], [0, 0]]))
        }
        let complex: Tensor<Complex<Double>> = try squareRoot(Tensor<Complex<Double>>([[-4]]))
        #expect(complex[0, 0].scalar == Complex(0, 2))
        #expect(try squareRoot(Tensor<Double>(zeros: [3, 3])) == Tensor(zeros: [3, 3]))
        // A rotation by 90° has a real root, though its eigenvalues are imaginary: one by 45°.
        let turn: Tensor<Double> = try squareRoot(Tensor([[0, -1], [1, 0]]))
        let half: Double = 0.5.squareRoot()
        #expect(difference(turn, Tensor([[half, -half], [half, half]]), tolerance: 1e-15) == nil)
    }

    @Test(arguments: [0, 1, 2, 7, 60]) func exponentials(size: Int) throws {
        try checkExponential(Double.self, size)
        try checkExponential(Float.self, size)
        try checkExponential(Complex<Double>.self, size)
        try checkExponential(Complex<Float>.self, size)
    }

    /// exp(A)·exp(−A) = I, and exp(A + sI) = e^s·exp(A), at every degree of the approximants.
    private func checkExponential<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let part: Tensor<Scalar> = numbers([2, size, size])
        let skew: Tensor<Scalar> = part - part.adjoint()
        let identity: Tensor<Scalar> = Tensor<Scalar>(identity: size).broadcast(to: part.shape)
        for scale in [1e-4, 0.02, 0.2, 0.8, 3] {
            let a: Tensor<Scalar> = skew * Tensor(scalar(scale / Double(max(1, size)).squareRoot()))
            for matrix in everyLayout(a) {
                let turn: Tensor<Scalar> = try exponential(matrix)
                #expect(backwardError(matmul(turn, turn.adjoint()), identity, 4 * max(1, size), type) < 10)
            }
            let shifted: Tensor<Scalar> = try exponential(a + identity * Tensor(scalar(2)))
            let expected: Tensor<Scalar> = try exponential(a) * Tensor(scalar(7.38905609893065))
            #expect(backwardError(shifted, expected, 10 * max(1, size), type) < 10)
        }
    }

    @Test func knownExponentials() throws {
        let nilpotent: Tensor<Double> = try exponential(Tensor([[0, 1, 2], [0, 0, 3], [0, 0, 0]]))
        #expect(difference(nilpotent, Tensor([[1, 1, 3.5], [0, 1, 3], [0, 0, 1]]), tolerance: 1e-15) == nil)
        let turn: Tensor<Double> = try exponential(Tensor([[0, -1], [1, 0]]))
        let (sine, cosine): (Double, Double) = (sin(1), cos(1))
        #expect(difference(turn, Tensor([[cosine, -sine], [sine, cosine]]), tolerance: 1e-15) == nil)
        // Matrices of one stack whose norms want different scalings.
        let stack: Tensor<Double> = try exponential(
            Tensor([[[40, 0], [0, -40]], [[0.01, 0], [0, 0]], [[8, 0], [0, 3]]]))
        let exact: [Double] = [exp(40), exp(-40), exp(0.01), 1, exp(8), exp(3)]
        let found: [Double] = stack.matrixDiagonal().scalars
        for (value, expected) in zip(found, exact) { #expect(abs(value / expected - 1) < 1e-13) }
    }

    @Test func derivativesOfTheExponentialAgreeWithDifferences() {
        for scale in [0.1, 1, 4] {
            let inputs: [Tensor<Double>] = [sample([2, 3, 3]) * Tensor(scale)]
            #expect(problems(of: { try! exponential($0[0]) }, at: inputs, tolerance: 1e-6) == [])
        }
        let check: GradientCheck = checkGradient(at: [sample([3, 3]), sample([3, 3], seed: 1)]) { parts in
            let value: Tensor<Complex<Double>> = try! exponential(Tensor(parts[0], parts[1]))
            return (value.realPart().squared() + value.imaginaryPart() * 3).sum()
        }
        #expect(check.error < 1e-7, "\(check)")
    }

    @Test func errors() async {
        let expected = LinearAlgebraError.notFinite(operation: "exponential", row: 1, column: 1, matrix: 0)
        #expect(throws: expected) { try exponential(Tensor<Double>([[1, 0], [0, .nan]])) }
        await #expect(processExitsWith: .failure) { _ = try exponential(Tensor<Double>(ones: [2, 3])) }
        await #expect(processExitsWith: .failure) {
            _ = gradient(at: Tensor<Double>(identity: 2)) { try! squareRoot($0).sum() }
        }
    }
}
