import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// Systems whose matrix is triangular, symmetric, positive definite, banded or tridiagonal.
@Suite struct StructuredSolveTests {
    @Test(arguments: [0, 1, 2, 7, 200]) func solutionsFitTheirSystems(size: Int) throws {
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

    @Test func unitDiagonalsAreNotRead() throws {
        let x: Tensor<Double> = try solveTriangular(
            Tensor([[7, 0], [2, 0]]), Tensor([1, 5]), .lower, hasUnitDiagonal: true)
        #expect(x == Tensor([1, 3]))
    }

    @Test(arguments: [(0, 0), (1, 2), (2, 0), (0, 1), (3, 3)])
    func bandedSystems(lower: Int, upper: Int) throws {
        try checkBanded(Double.self, lower, upper)
        try checkBanded(Complex<Float>.self, lower, upper)
    }

    private func checkBanded<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ lower: Int, _ upper: Int) throws {
        for size in [1, 2, 6, 41] {
            let full: Tensor<Scalar> = wellConditioned(size)
            let a: Tensor<Scalar> = upperTriangle(lowerTriangle(full, diagonal: upper), diagonal: -lower)
            var bands: Tensor<Scalar> = numbers([lower + upper + 1, size], seed: 8)
            for row in 0 ..< size {
                for column in max(0, row - lower) ..< min(size, row + upper + 1) {
                    bands[upper + row - column, column] = a[row, column]
                }
            }
            let b: Tensor<Scalar> = numbers([size, 3], seed: 2)
            for layout in everyLayout(bands) {
                #expect(backwardError(matmul(a, try solveBanded(layout, lower: lower, b)), b, size, type) < 10)
            }
        }
    }

    @Test func tridiagonalSystems() throws {
        for size in [1, 2, 3, 50] {
            let lower: Tensor<Double> = numbers([2, size - 1])
            let upper: Tensor<Double> = numbers([2, size - 1], seed: 1)
            let diagonal: Tensor<Double> = numbers([2, size], seed: 2) + 4
            let b: Tensor<Double> = numbers([2, size, 2], seed: 3)
            var a = Tensor<Double>(diagonalMatrix(diagonal).scalars, shape: [2, size, size])
            for row in 1 ..< max(1, size) {
                a[.all, row, row - 1] = lower[.all, row - 1]
                a[.all, row - 1, row] = upper[.all, row - 1]
            }
            let x: Tensor<Double> = try solveTridiagonal(lower: lower, diagonal: diagonal, upper: upper, b)
            #expect(backwardError(matmul(a, x), b, size, Double.self) < 10)
            let one: Tensor<Double> = try solveTridiagonal(
                lower: lower[0], diagonal: diagonal[0], upper: upper[0], b[0, .all, 0])
            #expect(one == x[0, .all, 0])
        }
    }

    @Test func derivativesAgreeWithDifferences() {
        let (a, b): (Tensor<Double>, Tensor<Double>) = (sample([2, 3, 3]), sample([2, 3, 2], seed: 1))
        let shifted: (Tensor<Double>) -> Tensor<Double> = { $0 + Tensor(identity: 3) * 3 }
        let symmetric: (Tensor<Double>) -> Tensor<Double> = { $0 + $0.transposed() + Tensor(identity: 3) * 4 }
        #expect(problems(of: { try! solveTriangular(shifted($0[0]), $0[1], .lower) }, at: [a, b]) == [])
        #expect(
            problems(of: { try! solveTriangular($0[0], $0[1], .upper, hasUnitDiagonal: true) }, at: [a, b]) == [])
        #expect(problems(of: { try! solveSymmetric(symmetric($0[0]), $0[1]) }, at: [a, b]) == [])
        #expect(problems(of: { try! solvePositiveDefinite(symmetric($0[0]), $0[1]) }, at: [a, b]) == [])
    }

    typealias ComplexSolver = @Sendable (Tensor<Complex<Double>>, Tensor<Complex<Double>>) -> Tensor<Complex<Double>>

    static let complexSolvers: [(String, ComplexSolver)] = [
        ("positive definite", { try! solvePositiveDefinite(matmul($0, $0.adjoint()) + Tensor(identity: 3), $1) }),
        ("symmetric", { try! solveSymmetric($0 + $0.adjoint() + Tensor(identity: 3) * 4, $1) }),
        ("lower", { try! solveTriangular($0 + Tensor(identity: 3) * 3, $1, .lower) }),
        ("upper", { try! solveTriangular($0, $1, .upper, hasUnitDiagonal: true) }),
    ]

    @Test(arguments: complexSolvers) func complexDerivativesAgree(name: String, solver: ComplexSolver) {
        let check: GradientCheck = checkGradient(at: [sample([2, 3, 3]), sample([2, 3, 2], seed: 1)]) { parts in
            let a: Tensor<Complex<Double>> = Tensor(parts[0][0], parts[0][1])
            let x: Tensor<Complex<Double>> = solver(a, Tensor(parts[1][0], parts[1][1]))
            return (x.realPart().squared() + x.imaginaryPart() * 3).sum()
        }
        #expect(check.error < 1e-7, "\(name): \(check)")
    }

    @Test func errorsSayWhere() {
        let ones = Tensor<Double>(ones: [2])
        #expect(throws: LinearAlgebraError.singular(operation: "solveTriangular", position: 1, matrix: 0)) {
            try solveTriangular(Tensor([[1, 0], [3, 0]]), ones, .lower)
        }
        #expect(throws: LinearAlgebraError.notPositiveDefinite(operation: "solvePositiveDefinite", order: 2, matrix: 0))
        {
            try solvePositiveDefinite(Tensor([[1, 2], [2, 1]]), ones)
        }
        #expect(throws: LinearAlgebraError.singular(operation: "solveSymmetric", position: 1, matrix: 0)) {
            try solveSymmetric(Tensor([[1, 2], [2, 4]]), ones)
        }
        #expect(throws: LinearAlgebraError.singular(operation: "solveBanded", position: 1, matrix: 0)) {
            try solveBanded(Tensor([[1, 0]]), lower: 0, ones)
        }
        let single = Tensor<Double>([1])
        #expect(throws: LinearAlgebraError.singular(operation: "solveTridiagonal", position: 1, matrix: 0)) {
            try solveTridiagonal(lower: single, diagonal: ones, upper: single, ones)
        }
    }

    @Test func shapeMistakesTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = try solveBanded(Tensor<Double>(ones: [2, 3]), lower: 2, Tensor<Double>(ones: [3]))
        }
        await #expect(processExitsWith: .failure) {
            let three = Tensor<Double>(ones: [3])
            _ = try solveTridiagonal(lower: three, diagonal: three, upper: three, three)
        }
        await #expect(processExitsWith: .failure) {
            _ = gradient(at: Tensor<Double>(ones: [1, 3])) { try! solveBanded($0, lower: 0, Tensor(ones: [3])).sum() }
        }
    }
}
