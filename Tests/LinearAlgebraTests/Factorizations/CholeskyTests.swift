import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct CholeskyTests {
    @Test(arguments: [0, 1, 2, 7, 200]) func factorTimesItsAdjoint(size: Int) throws {
        try check(Double.self, size)
        try check(Float.self, size)
        try check(Complex<Double>.self, size)
        try check(Complex<Float>.self, size)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let root: Tensor<Scalar> = numbers([2, size, size])
        let a: Tensor<Scalar> = matmul(root, root.adjoint()) + Tensor(identity: size)
        for matrix in everyLayout(a) {
            let l: Tensor<Scalar> = try cholesky(matrix)
            #expect(l == lowerTriangle(l))
            #expect(backwardError(matmul(l, l.adjoint()), a, size, type) < 10)
        }
    }

    @Test func onlyTheLowerTriangleIsRead() throws {
        let l: Tensor<Double> = try cholesky(Tensor([[4, 99], [2, 5]]))
        #expect(l == Tensor([[2, 0], [1, 2]]))
    }

    @Test func errorsNameTheMinor() {
        let stack = Tensor<Double>([[[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[1, 2, 0], [2, 1, 0], [0, 0, 1]]])
        let expected = LinearAlgebraError.notPositiveDefinite(operation: "cholesky", order: 2, matrix: 1)
        #expect(throws: expected) { try cholesky(stack) }
    }

    @Test func derivativeAgreesWithDifferences() {
        func definite(_ x: Tensor<Double>) -> Tensor<Double> { x + x.transposed() + Tensor(identity: 3) * 4 }
        #expect(problems(of: { try! cholesky(definite($0[0])) }, at: [sample([2, 3, 3])]) == [])
    }

    @Test func complexDerivativeAgreesWithDifferences() {
        let check: GradientCheck = checkGradient(at: [sample([3, 3]), sample([3, 3], seed: 1)]) { parts in
            let root: Tensor<Complex<Double>> = Tensor(parts[0] + Tensor(identity: 3), parts[1])
            let l: Tensor<Complex<Double>> = try! cholesky(matmul(root, root.adjoint()))
            return (l.realPart().squared() * 2 + l.imaginaryPart()).sum()
        }
        #expect(check.error < 1e-7, "\(check)")
    }

    @Test func shapeMistakesTrap() async {
        await #expect(processExitsWith: .failure) { _ = try cholesky(Tensor<Double>(ones: [2, 3])) }
    }
}
