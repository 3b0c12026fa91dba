import Differentiation
import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct GatedSynapseTests {
    private func layer(betaIn range: Range<Double>? = nil) -> GatedSynapse<Double> {
        var generator = PhiloxGenerator(seed: 1)
        return GatedSynapse(16, betaIn: range, using: &generator)
    }

    @Test func parametersStartInTheirRanges() {
        let layer = layer()
        #expect(layer.beta.min().scalar >= -0.25 && layer.beta.max().scalar < 0.25)
        #expect(layer.beta.min().scalar < -0.2 && layer.beta.max().scalar > 0.2)
        #expect(layer.theta == Tensor(zeros: [16]))
        let other: Tensor<Double> = self.layer(betaIn: 0.5 ..< 0.75).beta
        #expect(other.min().scalar >= 0.5 && other.max().scalar < 0.75)
    }

    @Test func everyParameterHasItsDerivative() {
        let layer = layer()
        let input: Tensor<Double> = sample([5, 16], in: -2 ... 2)
        let weights: Tensor<Double> = sample([5, 16], seed: 2)
        let check: GradientCheck = checkGradient(at: layer) { ($0(input) * weights).sum() }
        #expect(check.error < 1e-7, "\(check)")
        #expect(layer.parameterNames == ["beta", "theta"])
        #expect(forgottenParameters(of: layer) == [])
    }

    /// A β above 0.98 has the effect of 0.98, and no derivative.
    @Test func betaHasABound() {
        var layer = layer(betaIn: 0.9 ..< 1.2)
        let input: Tensor<Double> = sample([5, 16], in: 0.1 ... 2)
        let bounded: Tensor<Double> = layer(input)
        let derivative: GatedSynapse<Double> = gradient(at: layer) { $0(input).sum() }
        #expect(((derivative.beta .== 0) .== (layer.beta .> 0.98)).all())
        layer.beta = select(layer.beta .> 0.98, Tensor(0.98), layer.beta)
        #expect(layer(input) == bounded && layer.effectiveBeta == layer.beta)
        #expect((bounded .> 0).all())
    }
}
