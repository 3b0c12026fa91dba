import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// `pseudoInverse` returns the Moore–Penrose inverse. `LeastSquaresTests` also checks the inverse for every shape, and
/// the derivative for complex matrices.
@Suite struct PseudoInverseTests {
    @Test func pseudoInversesSatisfyTheirFourEquations() throws {
        for kind in Notorious.allCases {
            let a: Tensor<Double> = kind.matrix()
            let p: Tensor<Double> = try pseudoInverse(a, tolerance: 1e-9)
            let (left, right): (Tensor<Double>, Tensor<Double>) = (matmul(a, p), matmul(p, a))
            let tolerance: Double = 1e-15 * 100 * (1 + greatest(p) * greatest(a))
            #expect(difference(left, left.transposed(), tolerance: tolerance) == nil, "\(kind)")
            #expect(difference(right, right.transposed(), tolerance: tolerance) == nil, "\(kind)")
            #expect(greatest(matmul(right, p) - p) < tolerance * greatest(p), "\(kind)")
            // `pseudoInverse` treats singular values below the tolerance as 0. For its result A⁺, the product A·A⁺·A
            // therefore differs from A by at most the greatest of these singular values.
            #expect(greatest(matmul(left, a) - a) < 1e-8 * greatest(a) + tolerance * greatest(a), "\(kind)")
        }
    }

    @Test(arguments: [[5, 3], [3, 3], [3, 5]]) func derivativeAgreesWithDifferences(shape: [Int]) {
        let a: Tensor<Double> = numbers(Shape([2] + shape), seed: 7)
        #expect(problems(of: { try! pseudoInverse($0[0]) }, at: [a], tolerance: 1e-6) == [])
    }

    /// At a matrix with dependent columns, the pseudoinverse is discontinuous, so the derivative is NaN.
    @Test func rankLossHasNoDerivative() {
        let exact: Tensor<Double> = gradient(at: Tensor([[1, 2], [2, 4], [3, 6]])) { try! pseudoInverse($0).sum() }
        #expect(exact.scalars.allSatisfy { $0.isNaN })
    }
}
