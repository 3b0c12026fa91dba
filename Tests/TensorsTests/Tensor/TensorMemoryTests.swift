import Tensors
import Testing

@Suite struct TensorMemoryTests {
    @Test func buffersOfViewsAreInRowMajorOrder() {
        let a = Tensor<Int>(from: 0, to: 6).reshaped(to: [2, 3] as Shape).transposed()
        #expect(a.withUnsafeBuffer { Array($0) } == [0, 3, 1, 4, 2, 5])
        #expect(a.scalars == [0, 3, 1, 4, 2, 5])
    }
}
