import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct SecondDerivativeTests {
    @Test func secondDerivativeOfACube() {
        let second: Tensor<Double> = gradient(at: Tensor([1.0, -2])) { x in
            gradient(at: x) { x in (x * x * x).sum() }.sum()
        }
        #expect(second == Tensor([6, -12]))
    }

    @Test func thirdDerivative() {
        let third: Tensor<Double> = gradient(at: Tensor([2.0])) { x in
            gradient(at: x) { x in gradient(at: x) { x in (x * x * x * x).sum() }.sum() }.sum()
        }
        #expect(third == Tensor([48]))
    }

    @Test func innerFunctionMaySeeTheOuterVariable() {
        // d/dx (x · d/dy (x y²)) at y = 3 is d/dx (6 x²) = 12 x.
        let derivative: Tensor<Double> = gradient(at: Tensor([5.0])) { x in
            let inner: Tensor<Double> = gradient(at: Tensor([3.0])) { y in (x * y * y).sum() }
            return (x * inner).sum()
        }
        #expect(derivative == Tensor([60]))
    }

    @Test func innerValueIsAVariableOfTheOuterScope() {
        let derivative: Tensor<Double> = gradient(at: Tensor([2.0])) { x in
            let (value, inner) = valueWithGradient(at: x) { x in (x * x * x).sum() }
            return value + inner.sum()
        }
        #expect(derivative == Tensor([24]))
    }

    @Test func innerScopesFollowEachOther() {
        let derivative: Tensor<Double> = gradient(at: Tensor([2.0])) { x in
            let first: Tensor<Double> = gradient(at: x) { x in (x * x).sum() }
            let second: Tensor<Double> = gradient(at: x) { x in (x * x * x).sum() }
            return (first * second).sum()
        }
        #expect(derivative == Tensor([72]))
    }

    @Test func hessianOfAModelAgreesWithDifferencesOfItsGradient() {
        let model = Cubic<Double>(a: Tensor([0.5, -1]), b: Tensor([2, 0.25]))
        let check: GradientCheck = checkGradient(at: model) { model in
            let derivative: Cubic<Double> = gradient(at: model) { ($0(Tensor([1, 2])).tanh() * $0.b).sum() }
            return (derivative.a * Tensor([3, 5])).sum() + derivative.b.sum()
        }
        #expect(check.error < 1e-8)
    }

    @Test func secondDerivativeThroughAFusedKernelTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let weight = Tensor<Double>(ones: [1, 1, 2, 2])
            _ = gradient(at: Tensor<Double>(ones: [1, 1, 3, 3])) { images in
                gradient(at: images) { conv2D($0, weight).sum() }.sum()
            }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("conv2D: the derivative is a fused kernel and has no derivative of its own"))
    }

    @Test func secondDerivativeThroughBatchNormalizationTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let (scale, shift): (Tensor<Double>, Tensor<Double>) = (Tensor(ones: [2]), Tensor(zeros: [2]))
            _ = gradient(at: Tensor<Double>([[1, 2], [3, 5]])) { x in
                gradient(at: x) { batchNormalized($0, scale: scale, shift: shift, epsilon: 1e-5).result.sum() }.sum()
            }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("batchNormalized: the derivative is a fused kernel"))
    }
}
