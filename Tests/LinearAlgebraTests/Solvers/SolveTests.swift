import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct SolveTests {
    @Test(arguments: [0, 1, 2, 7, 200])
    func solutionFitsTheSystem(size: Int) throws {
        try checkSolution(Double.self, size)
        try checkSolution(Float.self, size)
        try checkSolution(Complex<Double>.self, size)
        try checkSolution(Complex<Float>.self, size)
    }

    private func checkSolution<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let a: Tensor<Scalar> = wellConditioned(size)
        let b: Tensor<Scalar> = numbers([size, 3], seed: 2)
        for matrix in everyLayout(a) {
            let x: Tensor<Scalar> = try solve(matrix, b)
            #expect(x.shape == [size, 3])
            let error: Double = backwardError(matmul(a, x), b, size, Scalar.self)
            #expect(error < 10, "\(Scalar.self), size \(size)")
        }
    }

    @Test func vectorsAndStacksBroadcast() throws {
        let a: Tensor<Double> = wellConditioned(3)
        let b: Tensor<Double> = numbers([4, 2, 3, 5], seed: 3)
        let x: Tensor<Double> = try solve(a, b)
        #expect(difference(matmul(a, x), b, tolerance: 1e-12) == nil)
        let vector: Tensor<Double> = numbers([3], seed: 4)
        #expect(difference(matmul(a, try solve(a, vector)), vector, tolerance: 1e-12) == nil)
        let stack: Tensor<Double> = numbers([2, 1, 3, 3], seed: 5) + Tensor(identity: 3) * 4
        let y: Tensor<Double> = try solve(stack, b[0 ..< 1, .all, .all, .all].reshaped(to: [1, 2, 3, 5] as Shape))
        #expect(y.shape == [2, 2, 3, 5])
        #expect(difference(matmul(stack, y), b[0 ..< 1].broadcast(to: [2, 2, 3, 5]), tolerance: 1e-12) == nil)
    }

    @Test func derivativeAgreesWithDifferences() {
        let a: Tensor<Double> = sample([2, 3, 3])
        let operation: ([Tensor<Double>]) -> Tensor<Double> = { try! solve($0[0] + Tensor(identity: 3) * 3, $0[1]) }
        #expect(problems(of: operation, at: [a, sample([2, 3, 2], seed: 1)]) == [])
        #expect(problems(of: operation, at: [a[0], sample([4, 3, 2], seed: 1)]) == [])
        #expect(problems(of: operation, at: [a[0], sample([3], seed: 1)]) == [])
    }

    /// The derivatives, which use the kept factors, are H = A⁻ᵀ·G and −H·Xᵀ for every memory layout.
    @Test(arguments: [1, 2, 7, 40]) func derivativesUseTheFactors(size: Int) throws {
        let a: Tensor<Double> = wellConditioned(size)
        let (b, g): (Tensor<Double>, Tensor<Double>) = (numbers([size, 3], seed: 2), numbers([size, 3], seed: 4))
        let h: Tensor<Double> = try solve(a.transposed(), g)
        let x: Tensor<Double> = try solve(a, b)
        for matrix in everyLayout(a) {
            let derivatives: [Tensor<Double>] = gradientOf({ try! solve($0[0], $0[1]) }, [matrix, b], g)
            #expect(backwardError(derivatives[1], h, size, Double.self) < 10)
            #expect(backwardError(derivatives[0], -matmul(h, x.transposed()), size, Double.self) < 20)
            let ofMatrix: Tensor<Double> = gradientOf({ try! solve($0, b) }, matrix, g)
            #expect(ofMatrix == derivatives[0])
            let ofSide: Tensor<Double> = gradientOf({ try! solve(matrix, $0) }, b, g)
            #expect(ofSide == derivatives[1])
        }
    }

    /// A column of the derivative is NaN if the same column of the cotangent is not finite. Other columns are not.
    @Test func cotangentsThatAreNotFinite() {
        var g: Tensor<Double> = numbers([4, 3])
        g[2, 1] = Tensor(.infinity)
        let inputs: [Tensor<Double>] = [wellConditioned(4), numbers([4, 3], seed: 1)]
        let derivatives: [Tensor<Double>] = gradientOf({ try! solve($0[0], $0[1]) }, inputs, g)
        #expect(derivatives[1].scalars.map(\.isNaN) == (0 ..< 12).map { $0 % 3 == 1 })
    }

    @Test(arguments: [false, true]) func complexDerivativeAgreesWithDifferences(isTransposed: Bool) {
        let check: GradientCheck = checkGradient(at: [sample([4, 3, 3]), sample([2, 3, 2], seed: 1)]) { parts in
            let a: Tensor<Complex<Double>> = Tensor(parts[0][0] + Tensor(identity: 3) * 3, parts[0][1])
            let b: Tensor<Complex<Double>> = Tensor(parts[1][0], parts[1][1])
            let x: Tensor<Complex<Double>> = try! solve(isTransposed ? a.transposed() : a, b)
            return (x.realPart().squared() + x.imaginaryPart() * 3).sum()
        }
        #expect(check.error < 1e-7, "\(check)")
    }

    @Test func errorsSayWhere() {
        let singular = Tensor<Double>([[[1, 0], [0, 1]], [[1, 2], [2, 4]]])
        let expected = LinearAlgebraError.singular(operation: "solve", position: 1, matrix: 1)
        #expect(throws: expected) { try solve(singular, Tensor<Double>(ones: [2, 2, 1])) }
        let infinite = Tensor<Double>([[1, 2, 3], [4, 5, .infinity], [6, 7, 8]])
        let position = LinearAlgebraError.notFinite(operation: "solve", row: 1, column: 2, matrix: 0)
        #expect(throws: position) { try solve(infinite, Tensor<Double>(ones: [3])) }
    }

    @Test func lengthsBeyondLAPACKsIntegersAreErrors() {
        let length = Int(Int32.max) + 1
        let long: Tensor<Float> = Tensor(1).broadcast(to: [1, length])
        #expect(throws: LinearAlgebraError.tooLarge(operation: "lu", length: length)) { try lu(long) }
        #expect(throws: LinearAlgebraError.tooLarge(operation: "svd", length: length)) { try svd(long) }
        #expect(throws: LinearAlgebraError.tooLarge(operation: "solve", length: length)) {
            try solve(Tensor<Float>(identity: 1), long)
        }
    }

    @Test func shapeMistakesTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = try solve(Tensor<Double>(ones: [2, 3]), Tensor<Double>(ones: [2]))
        }
        await #expect(processExitsWith: .failure) {
            _ = try solve(Tensor<Double>(identity: 2), Tensor<Double>(ones: [3]))
        }
    }

    /// A single matrix is solved for all right-hand sides of a stack at once, so their number is that of the stack.
    @Test func tooManyRightHandSidesInAStackAreAnError() {
        let (count, columns): (Int, Int) = (1 << 16, 1 << 16)
        let stack: Tensor<Float> = Tensor(1).broadcast(to: [count, 1, columns])
        #expect(throws: LinearAlgebraError.tooLarge(operation: "solve", length: count * columns)) {
            try solve(Tensor<Float>(identity: 1), stack)
        }
        #expect(throws: LinearAlgebraError.tooLarge(operation: "leastSquares", length: count * columns)) {
            try leastSquares(Tensor<Float>(identity: 1), stack)
        }
    }
}
