import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// `solveBanded` and `solveTridiagonal` return solutions that satisfy the system.
@Suite struct SolveBandedTests {
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

    @Test func singularMatricesAreNamed() {
        let ones = Tensor<Double>(ones: [2])
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

    @Test func lengthsBeyondLAPACKsIntegersAreErrors() {
        let length = Int(Int32.max) + 1
        let one = Tensor<Float>(1)
        let long: Tensor<Float> = one.broadcast(to: [length])
        let beside: Tensor<Float> = one.broadcast(to: [length - 1])
        #expect(throws: LinearAlgebraError.tooLarge(operation: "solveTridiagonal", length: length)) {
            try solveTridiagonal(lower: beside, diagonal: long, upper: beside, long)
        }
        let sides: Tensor<Float> = one.broadcast(to: [1, length])
        let none = Tensor<Float>(zeros: [0])
        #expect(throws: LinearAlgebraError.tooLarge(operation: "solveTridiagonal", length: length)) {
            try solveTridiagonal(lower: none, diagonal: Tensor([1]), upper: none, sides)
        }
        #expect(throws: LinearAlgebraError.tooLarge(operation: "solveBanded", length: length)) {
            try solveBanded(Tensor([[1]]), lower: 0, sides)
        }
        // LAPACK's array has 2·lower + upper + 1 rows.
        let rows = Int(Int32.max)
        #expect(throws: LinearAlgebraError.tooLarge(operation: "solveBanded", length: 2 * rows - 1)) {
            try solveBanded(one.broadcast(to: [rows, 1]), lower: rows - 1, Tensor([1]))
        }
    }
}
