import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct SolveTriangularTests {
    @Test(arguments: [0, 1, 2, 7, 200]) func solutionFitsTheSystem(size: Int) throws {
        try check(Double.self, size)
        try check(Float.self, size)
        try check(Complex<Double>.self, size)
        try check(Complex<Float>.self, size)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let b: Tensor<Scalar> = numbers([size, 3], seed: 2)
        let a: Tensor<Scalar> = wellConditioned(size)
        for matrix in everyLayout(a) {
            let (lower, upper) = (lowerTriangle(a), upperTriangle(a))
            #expect(backwardError(matmul(lower, try solveTriangular(matrix, b, .lower)), b, size, type) < 10)
            #expect(backwardError(matmul(upper, try solveTriangular(matrix, b, .upper)), b, size, type) < 10)
        }
    }

    @Test func unitDiagonalsAreNotRead() throws {
        let x: Tensor<Double> = try solveTriangular(
            Tensor([[7, 0], [2, 0]]), Tensor([1, 5]), .lower, hasUnitDiagonal: true)
        #expect(x == Tensor([1, 3]))
    }

    @Test func derivativesAgreeWithDifferences() {
        let (a, b): (Tensor<Double>, Tensor<Double>) = (sample([2, 3, 3]), sample([2, 3, 2], seed: 1))
        let shifted: (Tensor<Double>) -> Tensor<Double> = { $0 + Tensor(identity: 3) * 3 }
        #expect(problems(of: { try! solveTriangular(shifted($0[0]), $0[1], .lower) }, at: [a, b]) == [])
        #expect(
            problems(of: { try! solveTriangular($0[0], $0[1], .upper, hasUnitDiagonal: true) }, at: [a, b]) == [])
    }

    static let complexSolvers: [ComplexSolver] = [
        ComplexSolver(testDescription: "lower") { try! solveTriangular($0 + Tensor(identity: 3) * 3, $1, .lower) },
        ComplexSolver(testDescription: "upper") { try! solveTriangular($0, $1, .upper, hasUnitDiagonal: true) },
    ]

    @Test(arguments: complexSolvers) func complexDerivativesAgreeWithDifferences(solver: ComplexSolver) {
        let check: GradientCheck = solver.check()
        #expect(check.error < 1e-7, "\(solver.testDescription): \(check)")
    }

    @Test func singularMatricesAreNamed() {
        #expect(throws: LinearAlgebraError.singular(operation: "solveTriangular", position: 1, matrix: 0)) {
            try solveTriangular(Tensor([[1, 0], [3, 0]]), Tensor<Double>(ones: [2]), .lower)
        }
    }
}
