import Tensors
import TestSupport
import Testing

@Suite struct TensorViewsTests {
    @Test func viewsShareMemoryAndValuesDoNot() {
        let a: Tensor<Float> = sample([4, 5])
        let address: UnsafePointer<Float>? = a.withUnsafeBuffer { $0.baseAddress }
        #expect(a.reshaped(to: [20] as Shape).withUnsafeBuffer { $0.baseAddress } == address)
        #expect(a.transposed().transposed().withUnsafeBuffer { $0.baseAddress } == address)
        var view: Tensor<Float> = a[1]
        let former: [Float] = a.scalars
        view += 1
        #expect(a.scalars == former)
        #expect(view.scalars == former[5 ..< 10].map { $0 + 1 })
    }
}
