import Differentiation
import NeuralNetworks
import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct SynapsePoolingTests {
    typealias Parameterization = Synapse<Double>.BetaParameterization

    @Test(arguments: Parameterization.allCases, SynapsePooling<Double>.Quantity.allCases)
    func hasItsDerivatives(parameterization: Parameterization, returns: SynapsePooling<Double>.Quantity) {
        for takes in Synapse<Double>.Quantity.allCases {
            var layer = SynapsePooling<Double>(
                3, instances: 4, parameterization: parameterization, takes: takes, returns: returns)
            layer.beta = layer.beta + sample([3], in: 0 ... 0.3)
            let input: Tensor<Double> = sample([2, 4, 3], in: 0.1 ... 0.9)
            let mask = Tensor<Bool>([[true, true, false, true], [true, false, false, false]])
            #expect(layerProblems(layer, at: input) { $0($1, mask: mask) } == [])
            #expect(layerProblems(layer, at: input) { $0($1) } == [])
        }
    }

    @Test func parametersHaveTheirNames() {
        #expect(SynapsePooling<Float>(3, instances: 2).parameterNames == ["beta", "leak"])
        #expect(SynapsePooling<Float>(3, instances: 2, leak: nil).parameterNames == ["beta"])
    }

    /// The pooled probability starts at ½ for any number of instances if β is below its limit.
    @Test(arguments: [1, 3, 10, 1000, 100_000], Parameterization.allCases)
    func startsAtOneHalf(instances: Int, parameterization: Parameterization) {
        let layer = SynapsePooling<Double>(
            2, instances: Double(instances), leak: nil, parameterization: parameterization)
        let p: Tensor<Double> = layer(Tensor(repeating: 0.5, shape: [1, instances, 2]))
        let expected: Double = instances == 1 ? 0.95 / 2 : 0.5
        #expect(difference(p, Tensor(repeating: expected, shape: [1, 2]), tolerance: 1e-9) == nil)
        let leak = SynapsePooling<Double>(2, instances: 5, leak: 0.02, parameterization: parameterization)
        #expect(difference(leak.effectiveLeak!, Tensor([0.02, 0.02]), tolerance: 1e-15) == nil)
    }

    @Test func surprisalsAndProbabilitiesAgree() {
        var layer = SynapsePooling<Double>(3, instances: 6)
        layer.beta = Tensor([-1, 0, 2])
        let surprisal = SynapsePooling<Double>(3, instances: 6, returns: .surprisalOfComplement)
        var other = surprisal
        other.beta = layer.beta
        let x: Tensor<Double> = sample([4, 6, 3], in: 0 ... 1)
        #expect(difference(-(-other(x)).expm1(), layer(x), tolerance: 1e-14) == nil)
        let taking = SynapsePooling<Double>(3, instances: 6, takes: .surprisal, returns: .surprisalOfComplement)
        #expect(difference(taking(x.surprisal()), surprisal(x), tolerance: 1e-14) == nil)
    }

    /// A noisy-OR world: 3 events, each caused by instances with probability β, or by the leak. The layer finds β and λ.
    @Test func learnsTheStrengthOfCauses() {
        var generator = PhiloxGenerator(seed: 3)
        let (beta, leak): (Tensor<Double>, Tensor<Double>) = (Tensor([0.8, 0.4, 0.2]), Tensor([0.05, 0.1, 0.02]))
        let draws = Tensor<Double>(randomUniform: [1500, 6, 3], in: 0 ..< 1, using: &generator)
        let x: Tensor<Double> = select(draws .< 0.3, Tensor(1), Tensor(0))
        let chance = Tensor<Double>(randomUniform: [1500, 3], in: 0 ..< 1, using: &generator)
        let labels: Tensor<Double> = select(
            chance .< synapsePooling(x, beta: beta, leak: leak), Tensor(1), Tensor(0))
        var layer = SynapsePooling<Double>(3, instances: 6, returns: .surprisalOfComplement)
        for _ in 0 ..< 150 {
            let slope = gradient(at: layer) { binaryCrossEntropy(surprisalOfComplement: $0(x), labels) }
            layer.beta = layer.beta - 20 * slope.beta
            layer.leak = layer.leak! - 20 * slope.leak!
        }
        #expect((layer.effectiveBeta - beta).abs().max().scalar < 0.04, "\(layer.effectiveBeta)")
        #expect((layer.effectiveLeak! - leak).abs().max().scalar < 0.04, "\(layer.effectiveLeak!)")
    }

    @Test func misuseTraps() async {
        await #expect(processExitsWith: .failure) { _ = SynapsePooling<Float>(0, instances: 2) }
        await #expect(processExitsWith: .failure) { _ = SynapsePooling<Float>(2, instances: 0) }
        await #expect(processExitsWith: .failure) { _ = SynapsePooling<Float>(2, instances: 3, input: 1.5) }
        await #expect(processExitsWith: .failure) { _ = SynapsePooling<Float>(2, instances: 3, leak: 1) }
        await #expect(processExitsWith: .failure) {
            _ = SynapsePooling<Float>(2, instances: 3)(Tensor<Float>(zeros: [2, 3]))
        }
    }
}
