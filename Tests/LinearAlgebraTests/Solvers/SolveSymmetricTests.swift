import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// `solveSymmetric` and `solvePositiveDefinite` return solutions that satisfy the system, for indefinite and for
/// positive definite symmetric (Hermitian) matrices.
@Suite struct SolveSymmetricTests {
    @Test(arguments: [0, 1, 2, 7, 200]) func solutionFitsTheSystem(size: Int) throws {
        try check(Double.self, size)
        try check(Float.self, size)
        try check(Complex<Double>.self, size)
        try check(Complex<Float>.self, size)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let b: Tensor<Scalar> = numbers([size, 3], seed: 2)
        let a: Tensor<Scalar> = wellConditioned(size)
        let indefinite: Tensor<Scalar> = a + a.adjoint() - Tensor(identity: size) * Tensor(scalar(1))
        for matrix in everyLayout(lowerTriangle(indefinite) + upperTriangle(numbers([size, size]), diagonal: 1)) {
            #expect(backwardError(matmul(indefinite, try solveSymmetric(matrix, b)), b, 4 * size, type) < 10)
        }
        let definite: Tensor<Scalar> = matmul(a, a.adjoint()) * Tensor(scalar(1 / Double(size + 1)))
        for matrix in everyLayout(definite) {
            let product: Tensor<Scalar> = matmul(definite, try solvePositiveDefinite(matrix, b))
            #expect(backwardError(product, b, 4 * size, type) < 20, "\(type), \(size)")
        }
    }

    @Test func derivativesAgreeWithDifferences() {
        let (a, b): (Tensor<Double>, Tensor<Double>) = (sample([2, 3, 3]), sample([2, 3, 2], seed: 1))
        let symmetric: (Tensor<Double>) -> Tensor<Double> = { $0 + $0.transposed() + Tensor(identity: 3) * 4 }
        #expect(problems(of: { try! solveSymmetric(symmetric($0[0]), $0[1]) }, at: [a, b]) == [])
        #expect(problems(of: { try! solvePositiveDefinite(symmetric($0[0]), $0[1]) }, at: [a, b]) == [])
    }

    static let complexSolvers: [ComplexSolver] = [
        ComplexSolver(testDescription: "positive definite") {
            try! solvePositiveDefinite(matmul($0, $0.adjoint()) + Tensor(identity: 3), $1)
        },
        ComplexSolver(testDescription: "symmetric") {
            try! solveSymmetric($0 + $0.adjoint() + Tensor(identity: 3) * 4, $1)
        },
    ]

    @Test(arguments: complexSolvers) func complexDerivativesAgreeWithDifferences(solver: ComplexSolver) {
        let check: GradientCheck = solver.check()
        #expect(check.error < 1e-7, "\(solver.testDescription): \(check)")
    }

    @Test func errorsSayWhere() {
        let ones = Tensor<Double>(ones: [2])
        #expect(throws: LinearAlgebraError.notPositiveDefinite(operation: "solvePositiveDefinite", order: 2, matrix: 0))
        {
            try solvePositiveDefinite(Tensor([[1, 2], [2, 1]]), ones)
        }
        #expect(throws: LinearAlgebraError.singular(operation: "solveSymmetric", position: 1, matrix: 0)) {
            try solveSymmetric(Tensor([[1, 2], [2, 4]]), ones)
        }
    }
}
