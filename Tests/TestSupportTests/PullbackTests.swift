import Tensors
import TestSupport
import Testing

@Suite struct PullbackTests {
    @Test func cotangentsAreMultipliedByTheDerivative() {
        let (x, cotangent): (Tensor<Double>, Tensor<Double>) = (Tensor([1, 2, 3]), Tensor([10, 20, 30]))
        #expect(gradientOf({ $0.squared() }, x, cotangent) == Tensor([20, 80, 180]))
        let both: [Tensor<Double>] = gradientOf({ $0[0] * $0[1] }, [x, x + 1], cotangent)
        #expect(both == [Tensor([20, 60, 120]), Tensor([10, 40, 90])])
    }
}
