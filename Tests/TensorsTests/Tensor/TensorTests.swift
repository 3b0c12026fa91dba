import Tensors
import TestSupport
import Testing

@Suite struct TensorTests {
    @Test func equalityIsOfShapesAndElements() {
        #expect(Tensor<Float>([1, 2]) == Tensor([1, 2]))
        #expect(Tensor<Float>([1, 2]) != Tensor([[1, 2]]))
        #expect(Tensor<Float>([.nan]) != Tensor([.nan]))
        let a: Tensor<Float> = sample([3, 4])
        for arrangement in MemoryArrangement.allCases { #expect(a.arranged(arrangement) == a, "\(arrangement)") }
    }

    @Test func copiesAreValues() {
        var a = Tensor<Int>([1, 2, 3])
        let b: Tensor<Int> = a
        a[1] = Tensor(9)
        #expect(b.scalars == [1, 2, 3])
        #expect(a.scalars == [1, 9, 3])
        a.withUnsafeMutableBuffer { $0[0] = 7 }
        #expect(a.scalars == [7, 9, 3])
    }
}
