import Differentiation
import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct SynapseTests {
    private func layer(
        _ parameterization: Synapse<Double>.BetaParameterization, learnsAlpha: Bool = false,
        coupling: Synapse<Double>.Coupling = .perSample, betaIn range: Range<Double>? = nil
    ) -> Synapse<Double> {
        var generator = PhiloxGenerator(seed: 1)
        return Synapse(
            4, parameterization: parameterization, betaIn: range, learnsAlpha: learnsAlpha, coupling: coupling,
            using: &generator)
    }

    @Test(arguments: Synapse<Double>.BetaParameterization.allCases)
    func everyParameterHasItsDerivative(parameterization: Synapse<Double>.BetaParameterization) {
        for learnsAlpha in [false, true] {
            for coupling in [Synapse<Double>.Coupling.perSample, .acrossBatch] {
                let layer = layer(parameterization, learnsAlpha: learnsAlpha, coupling: coupling)
                let input: Tensor<Double> = sample([3, 4], in: 0.1 ... 0.9)
                let weights: Tensor<Double> = sample([3, 4], seed: 2)
                let check: GradientCheck = checkGradient(at: layer) { ($0(input) * weights).sum() }
                #expect(check.error < 1e-7, "\(check)")
            }
        }
    }

    @Test func betaStartsInItsRange() {
        for parameterization in Synapse<Double>.BetaParameterization.allCases {
            let beta: Tensor<Double> = layer(parameterization, betaIn: 0.2 ..< 0.4).effectiveBeta
            #expect(beta.min().scalar >= 0.2 - 1e-12 && beta.max().scalar < 0.4 + 1e-12, "\(parameterization)")
        }
        let beta: Tensor<Double> = layer(.free).beta
        #expect(beta.min().scalar >= 0 && beta.max().scalar < 0.5)
    }

    @Test func clippedBetaStaysWithinItsBounds() {
        var layer = layer(.clipped)
        layer.beta = Tensor([[-1, 0, 0.5, 2]]).broadcast(to: [4, 4])
        #expect(layer.effectiveBeta[0] == Tensor([0, 0, 0.5, 1]))
        let input: Tensor<Double> = sample([2, 4], in: 0.1 ... 0.9)
        let derivative: Synapse<Double> = gradient(at: layer) { $0(input).sum() }
        #expect(
            derivative.beta[0, 0].scalar == 0 && derivative.beta[0, 3].scalar == 0 && derivative.beta[0, 2].scalar != 0)
    }

    @Test func parametersHaveTheirNames() {
        #expect(layer(.free).parameterNames == ["beta"])
        #expect(layer(.free, learnsAlpha: true).parameterNames == ["beta", "alpha"])
        #expect(forgottenParameters(of: layer(.free, learnsAlpha: true)) == [])
    }

    @Test func layerIsTheFormula() {
        var layer = layer(.free, learnsAlpha: true)
        layer.alpha = Tensor([1, 2, 3, 4])
        let x = Tensor<Double>([[0.1, 0.2, 0.3, 0.4]])
        let expected: [Double] = (0 ..< 4).map { i in
            (0 ..< 4).reduce(Double(i + 1) * x.scalars[i]) { $0 * (1 - layer.beta.scalars[i * 4 + $1] * x.scalars[$1]) }
        }
        #expect(difference(layer(x), Tensor([expected]), tolerance: 1e-14) == nil)
    }

    /// With the coupling `acrossBatch`, the output of a sample depends on the other samples. With `perSample` the
    /// output does not depend on other samples.
    @Test func couplingReachesAcrossTheBatch() {
        let x: Tensor<Double> = sample([3, 4], in: 0.1 ... 0.9)
        let (single, coupled) = (layer(.free), layer(.free, coupling: .acrossBatch))
        #expect(single(x[0 ..< 1])[0] == single(x)[0])
        #expect(coupled(x[0 ..< 1])[0] != coupled(x)[0])
        #expect(difference(coupled(x[0 ..< 1]), single(x[0 ..< 1]), tolerance: 1e-14) == nil)
    }

    @Test func sigmoidBetaCannotStartOutsideItsRange() async {
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Synapse<Double>(4, parameterization: .sigmoid, betaIn: -0.1 ..< 0.1, using: &generator)
        }
    }
}
