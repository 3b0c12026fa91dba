import Foundation
import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct GatedSynapseExplanationTests {
    private func layer<Scalar: RealScalar>(_ features: Int, betaIn range: Range<Double>? = nil) -> GatedSynapse<Scalar>
    {
        var generator = PhiloxGenerator(seed: 1)
        var layer = GatedSynapse<Scalar>(features, betaIn: range, using: &generator)
        layer.theta = sample([features], in: -1 ... 1)
        return layer
    }

    /// The sum of the shares is −log y up to rounding, for outputs below and above the limit of the gate, and ∞ for an
    /// output of 0.
    @Test(arguments: [-0.4 ..< 0.4, -4 ..< -0.5, 0.5 ..< 1.5])
    func sharesAddUpToTheSurprisal(range: Range<Double>) {
        let layer: GatedSynapse<Double> = layer(6, betaIn: range)
        let z: Tensor<Double> = sample([8, 6], in: -1 ... 2)
        let explanation: SynapseExplanation<Double> = layer.explain(z)
        let expected: Tensor<Double> = layer(z).surprisal()
        #expect(difference(explanation.surprisal, expected, tolerance: 1e-13) == nil)
        #expect((explanation.surprisal .== .infinity) == (z .<= 0))
        #expect((explanation.limitation! .> 0).any() == (range.upperBound < 0))
    }

    @Test func eachTermIsItsFormula() {
        let layer: GatedSynapse<Double> = layer(6, betaIn: -0.5 ..< 0.9)
        let z: Tensor<Double> = sample([2, 6], in: 0.1 ... 2)
        let explanation: SynapseExplanation<Double> = layer.explain(z)
        let open: Double = 1 - exp(-z[1, 3].scalar)
        let term: Double = explanation.inhibition[1, 2, 3].scalar
        #expect(abs(term + log1p(-layer.beta[2, 3].scalar * open)) < 1e-15)
        #expect(abs(explanation.excitation![1, 4].scalar + log(z[1, 4].scalar)) < 1e-15)
        #expect(explanation.offset[5].scalar == -layer.theta[5].scalar)
    }

    @Test func sharesAddUpInSinglePrecision() {
        let layer: GatedSynapse<Float> = layer(250)
        let z: Tensor<Float> = sample([8, 250], in: 0.01 ... 3)
        #expect(difference(layer.explain(z).surprisal, layer(z).surprisal(), tolerance: 2e-5) == nil)
    }

    @Test func anotherShapeTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = GatedSynapse<Double>(4, using: &generator).explain(Tensor(ones: [2, 3]))
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("explain: input [2, 3] does not fit beta [4, 4]"))
    }
}
