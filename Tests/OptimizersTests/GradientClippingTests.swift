import Differentiation
import Optimizers
import Tensors
import TestSupport
import Testing

@Suite struct GradientClippingTests {
    @Test(arguments: ReferenceCase.all("clip_gradient_norm"))
    func agreesWithPyTorch(reference: ReferenceCase) {
        let gradient: [Tensor<Double>] = [reference.tensor("gradient1"), reference.tensor("gradient2")]
        let clipped: [Tensor<Double>] = gradient.clipped(toNorm: reference.number("maximum"))
        let norm: Tensor<Double> = reference.tensor("norm")
        #expect(abs(gradient.parameterNorm - norm.scalar) <= 1e-13 * norm.scalar)
        #expect(difference(clipped[0], reference.tensor("clippedGradient1"), tolerance: 1e-13) == nil)
        #expect(difference(clipped[1], reference.tensor("clippedGradient2"), tolerance: 1e-13) == nil)
    }

    @Test func directionStays() {
        let gradient: [Tensor<Float>] = [Tensor([30, 0]), Tensor([[40]])]
        let clipped: [Tensor<Float>] = gradient.clipped(toNorm: 5)
        #expect(abs(clipped.parameterNorm - 5) < 1e-5)
        #expect(abs(clipped[0].scalars[0] - 3) < 1e-5 && abs(clipped[1].scalar - 4) < 1e-5)
    }

    @Test func hugeGradientInFloatKeepsItsDirection() {
        let clipped: Tensor<Float> = Tensor<Float>([3e30, -4e30]).clipped(toNorm: 1)
        #expect(difference(clipped, Tensor([0.6, -0.8]), tolerance: 1e-6) == nil)
    }

    @Test func notANumberIsNotHidden() {
        let clipped: [Tensor<Double>] = [Tensor<Double>([1, 2]), Tensor([.nan])].clipped(toNorm: 1)
        #expect(clipped[0].scalars.allSatisfy { $0.isNaN } && clipped[1].scalar.isNaN)
    }

    @Test func buffersStay() {
        let clipped: MixedModel = MixedModel().clipped(toNorm: 0.1)
        #expect(clipped.average.value == Tensor([10]) && abs(clipped.parameterNorm - 0.1) < 1e-6)
    }

    @Test func limitThatIsNotPositiveTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>([1]).clipped(toNorm: 0)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("clipped(toNorm:): the limit 0.0 is not positive"))
    }

    /// A factor of limit/∞ = 0 would turn the finite elements into zeros, which look like the gradient at a minimum.
    @Test func anInfiniteNormGivesNotANumberEverywhere() {
        for infinity in [Float.infinity, -.infinity] {
            let clipped: [Tensor<Float>] = [Tensor<Float>([1, 2]), Tensor([infinity])].clipped(toNorm: 1)
            #expect(clipped[0].scalars.allSatisfy { $0.isNaN } && clipped[1].scalar.isNaN)
        }
        let large: Tensor<Double> = Tensor<Double>([1e200, 1e200]).clipped(toNorm: 1)
        #expect(large.scalars.allSatisfy { $0.isNaN })
    }
}
