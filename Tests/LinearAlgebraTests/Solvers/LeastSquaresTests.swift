import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct LeastSquaresTests {
    static let shapes: [[Int]] = [[0, 0], [1, 1], [7, 7], [9, 4], [4, 9], [200, 30], [3, 0], [0, 3]]

    @Test(arguments: shapes) func residualsAreNormalToTheColumns(shape: [Int]) throws {
        try check(Double.self, shape)
        try check(Float.self, shape)
        try check(Complex<Double>.self, shape)
        try check(Complex<Float>.self, shape)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ shape: [Int]) throws {
        let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (
            numbers(Shape([2] + shape)), numbers([2, shape[0], 3], seed: 1)
        )
        let size: Int = max(1, shape.max() ?? 1)
        let inverse: Tensor<Scalar> = try pseudoInverse(a)
        #expect(inverse.shape == [2, shape[1], shape[0]])
        for matrix in everyLayout(a) {
            let x: Tensor<Scalar> = try leastSquares(matrix, b)
            #expect(x.shape == [2, shape[1], 3])
            // The solution is A⁺·B, where A⁺ is the pseudoinverse of A. So the residual is orthogonal to the range of
            // A, and the solution is orthogonal to the null space of A.
            #expect(backwardError(x, matmul(inverse, b), 40 * size, type) < 10, "\(type), \(shape)")
            let general: MinimumNormSolution<Scalar> = try minimumNormLeastSquares(matrix, b)
            #expect(backwardError(general.solution, x, 40 * size, type) < 10, "\(type), \(shape)")
            #expect(general.matrixRank.scalars == [Int](repeating: shape.min() ?? 0, count: 2))
            let expected: Tensor<Scalar.Magnitude> = try singularValues(a)
            #expect(backwardError(general.singularValues, expected, size, Scalar.Magnitude.self) < 10)
        }
    }

    @Test func vectorsAndStacksBroadcast() throws {
        let a: Tensor<Double> = numbers([5, 2])
        let b: Tensor<Double> = numbers([5], seed: 1)
        let x: Tensor<Double> = try leastSquares(a, b)
        #expect(
            x.shape == [2]
                && difference(matmul(a.transposed(), matmul(a, x) - b), Tensor(zeros: [2]), tolerance: 1e-13) == nil)
        let many: Tensor<Double> = try leastSquares(a, numbers([3, 5, 2]))
        #expect(
            difference(many[1], try leastSquares(a, (numbers([3, 5, 2]) as Tensor<Double>)[1]), tolerance: 1e-13) == nil
        )
        #expect(try minimumNormLeastSquares(a, b).solution.shape == [2])
    }

    @Test(arguments: [[5, 3], [3, 3], [3, 5]]) func derivativesAgreeWithDifferences(shape: [Int]) {
        let a: Tensor<Double> = numbers(Shape([2] + shape), seed: 7)
        let b: Tensor<Double> = numbers([2, shape[0], 2], seed: 8)
        let single: Tensor<Double> = numbers([shape[0]], seed: 9)
        #expect(problems(of: { try! leastSquares($0[0], $0[1]) }, at: [a, b], tolerance: 1e-6) == [])
        // `problems` also uses an operand with equal rows. The matrix `base`, which is added, keeps the rank full.
        let base: Tensor<Double> = numbers(Shape(shape), seed: 10)
        #expect(problems(of: { try! leastSquares($0[0] + base, $0[1]) }, at: [a[0], single], tolerance: 1e-6) == [])
    }

    @Test func complexDerivativeAgreesWithDifferences() {
        for shape in [[4, 2], [2, 4]] as [Shape] {
            let inputs: [Tensor<Double>] = [
                numbers(shape, seed: 2), numbers(shape, seed: 6), numbers([shape[0], 2], seed: 4),
            ]
            let check: GradientCheck = checkGradient(at: inputs) { parts in
                let a: Tensor<Complex<Double>> = Tensor(parts[0], parts[1])
                let x: Tensor<Complex<Double>> = try! leastSquares(a, Tensor(parts[2], parts[2] * 2))
                let inverse: Tensor<Complex<Double>> = try! pseudoInverse(a)
                return (x.realPart().squared() + x.imaginaryPart() * 3).sum()
                    + (inverse.realPart() + inverse.imaginaryPart().squared()).sum()
            }
            #expect(check.error < 1e-6, "\(shape): \(check)")
        }
    }

    @Test func errors() async {
        let expected = LinearAlgebraError.singular(operation: "leastSquares", position: 1, matrix: 0)
        #expect(throws: expected) { try leastSquares(Tensor<Double>([[1, 0], [0, 0], [0, 0]]), Tensor(ones: [3])) }
        await #expect(processExitsWith: .failure) {
            _ = try leastSquares(Tensor<Double>(ones: [3, 2]), Tensor<Double>(ones: [2]))
        }
    }
}
