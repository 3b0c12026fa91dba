import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct ConditionNumberTests {
    @Test func valuesOfSmallAndIllConditionedMatrices() throws {
        #expect(try conditionNumber(Tensor<Double>([[4, 0], [0, 0.5]])).scalar == 8)
        #expect(try conditionNumber(Tensor<Double>(zeros: [2, 2])).scalar == .infinity)
        // The exact condition number is 1.6024909625167e13 (mpmath, 50 digits). The error of the smallest singular
        // value limits the accuracy.
        let hilbert: Double = try conditionNumber(Notorious.hilbert.matrix() as Tensor<Double>).scalar
        #expect(abs(hilbert / 1.6024909625167e13 - 1) < 1e-3)
        #expect(throws: LinearAlgebraError.empty(operation: "conditionNumber")) {
            try conditionNumber(Tensor<Double>(zeros: [0, 2]))
        }
    }

    @Test func conditionOfSingularMatrices() throws {
        #expect(try conditionNumber(Tensor<Double>(zeros: [2, 2])).scalar == .infinity)
        #expect(try conditionNumber(Tensor<Float>([[1, 0], [0, 0]])).scalar == .infinity)
        let pair = Tensor<Double>([[[0, 0], [0, 0]], [[4, 0], [0, 2]]])
        #expect(try conditionNumber(pair).scalars == [.infinity, 2])
        let derivative: Tensor<Double> = gradient(at: pair) { try! conditionNumber($0).sum() }
        #expect(derivative[0].scalars.allSatisfy { $0.isNaN })
        #expect(difference(derivative[1], Tensor([[0.5, 0], [0, -1]]), tolerance: 1e-15) == nil)
    }

    @Test func derivativeAgreesWithDifferences() {
        let a: Tensor<Double> = numbers([2, 4, 3], seed: 3)
        #expect(problems(of: { try! conditionNumber($0[0]) }, at: [a], tolerance: 1e-6) == [])
    }
}
