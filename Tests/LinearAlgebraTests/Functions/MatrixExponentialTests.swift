import ComplexModule
import Differentiation
import Foundation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct MatrixExponentialTests {
    @Test(arguments: [0, 1, 2, 7, 60]) func exponentials(size: Int) throws {
        try checkExponential(Double.self, size)
        try checkExponential(Float.self, size)
        try checkExponential(Complex<Double>.self, size)
        try checkExponential(Complex<Float>.self, size)
    }

    /// Checks that exp(A)·exp(A)ᴴ = I and exp(A + 2I) = e²·exp(A) for skew-Hermitian matrices A, where I is the
    /// identity. The scales of A lead to every degree of the Padé approximants.
    private func checkExponential<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let part: Tensor<Scalar> = numbers([2, size, size])
        let skew: Tensor<Scalar> = part - part.adjoint()
        let identity: Tensor<Scalar> = Tensor<Scalar>(identity: size).broadcast(to: part.shape)
        for scale in [1e-4, 0.02, 0.2, 0.8, 3] {
            let a: Tensor<Scalar> = skew * Tensor(scalar(scale / Double(max(1, size)).squareRoot()))
            for matrix in everyLayout(a) {
                let orthogonal: Tensor<Scalar> = try matrixExponential(matrix)
                #expect(backwardError(matmul(orthogonal, orthogonal.adjoint()), identity, 4 * max(1, size), type) < 10)
            }
            let shifted: Tensor<Scalar> = try matrixExponential(a + identity * Tensor(scalar(2)))
            let expected: Tensor<Scalar> = try matrixExponential(a) * Tensor(scalar(7.38905609893065))
            #expect(backwardError(shifted, expected, 10 * max(1, size), type) < 10)
        }
    }

    @Test func knownExponentials() throws {
        let nilpotent: Tensor<Double> = try matrixExponential(Tensor([[0, 1, 2], [0, 0, 3], [0, 0, 0]]))
        #expect(difference(nilpotent, Tensor([[1, 1, 3.5], [0, 1, 3], [0, 0, 1]]), tolerance: 1e-15) == nil)
        let orthogonal: Tensor<Double> = try matrixExponential(Tensor([[0, -1], [1, 0]]))
        let (sine, cosine): (Double, Double) = (sin(1), cos(1))
        #expect(difference(orthogonal, Tensor([[cosine, -sine], [sine, cosine]]), tolerance: 1e-15) == nil)
        // Each matrix of this stack needs a different scaling.
        let stack: Tensor<Double> = try matrixExponential(
            Tensor([[[40, 0], [0, -40]], [[0.01, 0], [0, 0]], [[8, 0], [0, 3]]]))
        let exact: [Double] = [exp(40), exp(-40), exp(0.01), 1, exp(8), exp(3)]
        let found: [Double] = stack.diagonal().scalars
        for (value, expected) in zip(found, exact) { #expect(abs(value / expected - 1) < 1e-13) }
    }

    /// Small matrices are computed without tensors, larger matrices with tensors. A small matrix is a block of a larger
    /// block diagonal matrix, and so is its exponential.
    @Test(arguments: [1, 3, 8, 9, 16, 17, 33, 64]) func smallMatricesAreBlocksOfLargeMatrices(size: Int) throws {
        try checkBlock(Double.self, size)
        try checkBlock(Float.self, size)
        try checkBlock(Complex<Double>.self, size)
        try checkBlock(Complex<Float>.self, size)
    }

    private func checkBlock<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        for scale in [1e-4, 0.02, 0.2, 0.8, 3, 12] {
            let factor: Tensor<Scalar> = Tensor(scalar(scale / Double(size).squareRoot()))
            let a: Tensor<Scalar> = numbers([size, size], seed: 7) * factor
            var large = Tensor<Scalar>(zeros: [80, 80])
            large[5 ..< 5 + size, 5 ..< 5 + size] = a
            let expected: Tensor<Scalar> = try matrixExponential(large)[5 ..< 5 + size, 5 ..< 5 + size]
            for matrix in everyLayout(a) {
                let found: Tensor<Scalar> = try matrixExponential(matrix)
                #expect(backwardError(found, expected, 8 * size, type) < 40, "\(type) \(scale)")
            }
        }
    }

    /// The exponential of a matrix does not depend on the number of matrices in its stack.
    @Test func stacksOfAnyLength() throws {
        for size in [2, 5, 12] {
            let scales: Tensor<Double> = Tensor(from: 0, to: 5, by: 0.125)
            let stack: Tensor<Double> = numbers([40, size, size]) * scales.reshaped(to: [40, 1, 1] as Shape)
            let whole: Tensor<Double> = try matrixExponential(stack)
            for matrix in stride(from: 0, to: 40, by: 3) {
                let alone: Tensor<Double> = try matrixExponential(stack[matrix])
                #expect(backwardError(whole[matrix], alone, size, Double.self) < 100, "\(size) \(matrix)")
            }
        }
    }

    @Test func derivativesOfTheExponentialAgreeWithDifferences() {
        for scale in [0.1, 1, 4] {
            let inputs: [Tensor<Double>] = [sample([2, 3, 3]) * Tensor(scale)]
            #expect(problems(of: { try! matrixExponential($0[0]) }, at: inputs, tolerance: 1e-6) == [])
        }
        let check: GradientCheck = checkGradient(at: [sample([3, 3]), sample([3, 3], seed: 1)]) { parts in
            let value: Tensor<Complex<Double>> = try! matrixExponential(Tensor(parts[0], parts[1]))
            return (value.realPart().squared() + value.imaginaryPart() * 3).sum()
        }
        #expect(check.error < 1e-7, "\(check)")
    }

    @Test func errors() async {
        let expected = LinearAlgebraError.notFinite(operation: "matrixExponential", row: 1, column: 1, matrix: 0)
        #expect(throws: expected) { try matrixExponential(Tensor<Double>([[1, 0], [0, .nan]])) }
        await #expect(processExitsWith: .failure) { _ = try matrixExponential(Tensor<Double>(ones: [2, 3])) }
    }
}
