import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct SynapsePoolingExplanationTests {
    private func layer(leak: Double? = 0.05, takes: Synapse<Double>.Quantity = .probability) -> SynapsePooling<Double> {
        var layer = SynapsePooling<Double>(
            3, instances: 4, leak: leak, takes: takes, returns: .surprisalOfComplement)
        layer.beta = Tensor([-1, 0.5, 3])
        return layer
    }

    @Test(arguments: [nil, 0.05], Synapse<Double>.Quantity.allCases)
    func sharesAddUp(leak: Double?, takes: Synapse<Double>.Quantity) {
        let layer = layer(leak: leak, takes: takes)
        let x: Tensor<Double> = sample([5, 4, 3], in: 0.01 ... 0.99)
        let input: Tensor<Double> = takes == .probability ? x : x.surprisal()
        let mask: Tensor<Bool> = (sample([5, 4], in: 0 ... 1, seed: 3) as Tensor<Double>) .> 0.3
        let found = layer.explain(input, mask: mask)
        #expect(difference(found.surprisal, layer(input, mask: mask), tolerance: 1e-14) == nil)
        let sum: Tensor<Double> = found.instanceShares.sum(axis: 1) + found.leakShare
        #expect(difference(sum, Tensor(ones: [5, 3]), tolerance: 1e-14) == nil)
        let sufficiency: Tensor<Double> = select(
            mask.expandingShape(at: 2), x * layer.effectiveBeta, Tensor(0))
        #expect(difference(found.sufficiency, sufficiency, tolerance: 1e-14) == nil)
    }

    @Test func instancesThatDoNotTakePartHaveNoShare() {
        var x: Tensor<Double> = sample([1, 2, 3], in: 0.1 ... 0.9)
        x[0, 1] = Tensor(repeating: .nan, shape: [3])
        let found = layer().explain(x, mask: Tensor([[true, false]]))
        #expect(found.instanceShares[0, 1] == Tensor([0, 0, 0]))
        #expect(found.instanceShares[0, 0].scalars.allSatisfy { $0 > 0.5 && $0 < 1 })
    }

    @Test func misuseTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = SynapsePooling<Double>(3, instances: 4).explain(Tensor(ones: [2, 4, 2]))
        }
        await #expect(processExitsWith: .failure) {
            let mask = Tensor<Bool>(repeating: true, shape: [2, 3])
            _ = SynapsePooling<Double>(3, instances: 4).explain(Tensor(ones: [2, 4, 3]), mask: mask)
        }
    }
}
