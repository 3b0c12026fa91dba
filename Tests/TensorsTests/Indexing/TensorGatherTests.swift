import Tensors
import TestSupport
import Testing

@Suite struct TensorGatherTests {
    @Test func gatheringTakesRowsAndAddsTheirDerivatives() {
        let indices = Tensor<Int>([[2, 0], [2, 1]])
        let a: Tensor<Double> = sample([3, 4])
        #expect(a.gathered(at: indices).shape == [2, 2, 4])
        #expect(a.gathered(at: indices)[1, 0] == a[2])
        #expect(a.gathered(at: Tensor<Int>([3, 3, 0]), axis: 1)[.all, 1] == a[.all, 3])
        for axis in [0, 1, -1] {
            #expect(problems(of: { $0[0].gathered(at: indices, axis: axis) }, at: [a]) == [], "axis \(axis)")
        }
        #expect(Tensor<Int>([5, 6, 7]).gathered(at: Tensor<Int>([2, 2])).scalars == [7, 7])
    }

    @Test func oneHotMarksTheClass() {
        let labels = Tensor<Int>([2, 0])
        #expect(Tensor<Float>(oneHot: labels, classCount: 3) == Tensor([[0, 0, 1], [1, 0, 0]]))
        #expect(Tensor<Float>(oneHot: Tensor<Int>([] as [Int]), classCount: 3).shape == [0, 3])
    }
}
