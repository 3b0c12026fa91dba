import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct LikelihoodLossesTests {
    @Test func likelihoodsWhereTheirParametersEnd() {
        #expect(poissonNegativeLogLikelihood(Tensor<Double>([-.infinity]), Tensor([0])).scalar == 0)
        #expect(poissonNegativeLogLikelihood(Tensor<Double>([-.infinity]), Tensor([1])).scalar == .infinity)
        #expect(
            poissonNegativeLogLikelihood(Tensor<Double>([-1]), Tensor([1]), predictionIsLogarithm: false).scalar.isNaN)
        let variance = Tensor<Double>([-0.1, 0, 1])
        let (losses, derivative) = valueWithGradient(at: variance) { variance -> Tensor<Double> in
            gaussianNegativeLogLikelihood(Tensor(zeros: [3]), Tensor(zeros: [3]), variance: variance, reduction: .none)[
                1...
            ]
            .sum()
        }
        #expect(abs(losses.scalar - 0.5 * Double(-13.815510557964274)) < 1e-12)
        #expect(difference(derivative[1...], Tensor([5e5, 0.5]), tolerance: 1e-12) == nil)
        let negative: Tensor<Double> = gaussianNegativeLogLikelihood(
            Tensor(zeros: [3]), Tensor(zeros: [3]), variance: variance, reduction: .none)
        #expect(negative.scalars.map(\.isNaN) == [true, false, false])
    }
}
