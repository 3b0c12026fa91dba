import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// `minimumNormLeastSquares` solves systems of deficient rank. `LeastSquaresTests` checks systems of full rank.
@Suite struct MinimumNormLeastSquaresTests {
    @Test func rankDeficientSystems() throws {
        let a: Tensor<Double> = Notorious.rankDeficient.matrix()
        let b: Tensor<Double> = numbers([10])
        let result: MinimumNormSolution<Double> = try minimumNormLeastSquares(a, b)
        #expect(result.matrixRank.scalar == 3)
        #expect(difference(result.solution, matmul(try pseudoInverse(a), b), tolerance: 1e-11) == nil)
        let cut: MinimumNormSolution<Double> = try minimumNormLeastSquares(
            Tensor([[1, 0], [0, 1e-3]]), Tensor([1, 1]), tolerance: 1e-2)
        #expect(cut.matrixRank.scalar == 1 && difference(cut.solution, Tensor([1, 0]), tolerance: 1e-15) == nil)
        let zero: MinimumNormSolution<Double> = try minimumNormLeastSquares(Tensor(zeros: [3, 2]), Tensor(ones: [3]))
        #expect(zero.matrixRank.scalar == 0 && zero.solution == Tensor(zeros: [2]))
    }

    @Test func trackedInputsTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = gradient(at: Tensor<Double>(ones: [3, 2])) {
                try! minimumNormLeastSquares($0, Tensor(ones: [3])).solution.sum()
            }
        }
    }

    @Test func tooManyRightHandSidesAreAnError() {
        let length = Int(Int32.max) + 1
        #expect(throws: LinearAlgebraError.tooLarge(operation: "minimumNormLeastSquares", length: length)) {
            try minimumNormLeastSquares(Tensor<Float>([[1]]), Tensor<Float>(1).broadcast(to: [1, length]))
        }
    }
}
