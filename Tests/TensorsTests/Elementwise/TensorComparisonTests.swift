import Tensors
import Testing

@Suite struct TensorComparisonTests {
    @Test func comparisonsFollowIEEE() {
        let a = Tensor<Float>([1, .nan, 3, -0.0])
        let b = Tensor<Float>([1, .nan, 2, 0])
        #expect((a .== b).scalars == [true, false, false, true])
        #expect((a .!= b).scalars == [false, true, true, false])
        #expect((a .< b).scalars == [false, false, false, false])
        #expect((a .>= b).scalars == [true, false, true, true])
        #expect((a .> 1).scalars == [false, false, true, false])
        #expect(((a .> 0) .&& !(b .> 1)).scalars == [true, false, false, false])
        #expect(((a .> 0) .|| (b .<= 0)).scalars == [true, false, true, true])
        #expect((a .== a).any() && !(a .== a).all())
    }
}
