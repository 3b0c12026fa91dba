import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct IntegratedGradientsTests {
    @Test func sharesOfALinearScoreAreItsTerms() {
        let (x, x0): (Tensor<Double>, Tensor<Double>) = (sample([2, 3]), sample([2, 3], seed: 1))
        let weight: Tensor<Double> = sample([2, 3], seed: 2)
        let attribution = integratedGradients(at: x, from: x0, steps: 3) { ($0 * weight).sum(axes: [1, 2]) }
        #expect(difference(attribution.shares, (x - x0) * weight, tolerance: 1e-14) == nil)
        #expect(abs(attribution.residual) < 1e-14)
    }

    /// The shares of x²y at (2, 3) are 8 and 4. On the line (2, 3)·t, ∂(x²y)/∂x is 2·2t·3t = 12t², and the integral of
    /// 12t² over t from 0 to 1 is 4. So the share of x is 2 · 4 = 8. The share of y is the rest of the change, 12 − 8 =
    /// 4.
    @Test func sharesOfAProductAreKnown() {
        let attribution = integratedGradients(at: Tensor<Double>([2, 3]), from: Tensor([0, 0]), steps: 2000) { point in
            let (x, y): (Tensor<Double>, Tensor<Double>) = (point[.all, 0], point[.all, 1])
            return x.squared() * y
        }
        #expect(difference(attribution.shares, Tensor([8, 4]), tolerance: 1e-6) == nil)
        #expect(attribution.change == 12)
    }

    /// The residual, which is the change of the function minus the sum of the shares, is inversely proportional to the
    /// square of the number of steps.
    @Test func residualTellsTheError() {
        func residual(_ steps: Int) -> Double {
            integratedGradients(at: sample([5]), from: Tensor<Double>(zeros: [5]), steps: steps) {
                ($0 * 3).exp().sum(axis: 1)
            }.residual
        }
        let (coarse, fine): (Double, Double) = (residual(10), residual(40))
        #expect(abs(coarse) > 1e-4)
        #expect(abs(coarse / fine - 16) < 0.5)
    }

    @Test func shapesAreChecked() async {
        await #expect(processExitsWith: .failure) {
            _ = integratedGradients(at: Tensor<Double>([1]), from: Tensor([1, 2])) { $0.sum(axis: 1) }
        }
        await #expect(processExitsWith: .failure) {
            _ = integratedGradients(at: Tensor<Double>([1]), from: Tensor([2])) { $0.sum() }
        }
    }
}
