import LinearAlgebra
import Tensors
import Testing

@Suite struct MatrixRankTests {
    @Test func ranks() throws {
        let deficient: Tensor<Double> = Notorious.rankDeficient.matrix()
        let stack: Tensor<Double> = Tensor(stacking: [deficient, Tensor(identity: 10), Tensor(zeros: [10, 10])])
        #expect(try matrixRank(stack).scalars == [3, 10, 0])
        #expect(try matrixRank(Tensor<Double>([[1, 0], [0, 1e-3]]), tolerance: 1e-2).scalar == 1)
        #expect(try matrixRank(Tensor<Double>(zeros: [0, 4])).scalar == 0)
    }
}
