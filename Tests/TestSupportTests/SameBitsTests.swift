import Tensors
import TestSupport
import Testing

@Suite struct SameBitsTests {
    @Test func bitsAreCompared() {
        let a = Tensor<Float>([[1, .nan], [0, -3]])
        #expect(haveSameBits(a, a * 1) && haveSameBits(a.transposed().transposed(), a))
        #expect(!haveSameBits(a, Tensor<Float>([[1, .nan], [-0.0, -3]])))
        #expect(!haveSameBits(a, Tensor<Float>([[1, .nan], [0, Float(-3).nextUp]])))
        #expect(!haveSameBits(a, a.reshaped(to: [4])))
        #expect(haveSameBits(Tensor<Double>(zeros: [0, 3]), Tensor<Double>(zeros: [0, 3])))
    }
}
