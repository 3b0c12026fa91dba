import Differentiation
import NeuralNetworks
import Synapses
import Tensors
import TestSupport
import Testing

/// A synapse may be part of the feed-forward module of a transformer block.
@Suite struct SynapticTransformerTests {
    private func block(dropout: Double) -> TransformerBlock<Double, Sequential<Double>> {
        var generator = PhiloxGenerator(seed: 1)
        let feedForward = Sequential<Double>(
            Linear<Double>(4, 5, using: &generator), Sigmoid(), Synapse(5, betaIn: 0.1 ..< 0.9, using: &generator),
            Linear(5, 4, using: &generator))
        return TransformerBlock(
            4, heads: 2, feedForward: feedForward, dropout: dropout, normFirst: true, isCausal: true, using: &generator)
    }

    @Test func hasItsDerivatives() {
        let block: TransformerBlock<Double, Sequential<Double>> = block(dropout: 0.2)
        #expect(layerProblems(block, at: sample([2, 3, 4])) { $0($1) } == [])
        let found: [String] = layerProblems(block, at: sample([2, 3, 4])) { block, input in
            var generator = PhiloxGenerator(seed: 3)
            return withMode(.training, using: &generator) { block(input) }
        }
        #expect(found == [])
        #expect(block.parameterNames.contains("feed_forward.2.beta"))
    }

    /// Each position is processed by itself: the output for a sequence does not depend on the other sequences.
    @Test func sequencesDoNotDependOnOneAnother() {
        let block: TransformerBlock<Double, Sequential<Double>> = block(dropout: 0)
        let input: Tensor<Double> = sample([3, 4, 4])
        for index in 0 ..< 3 {
            let alone: Tensor<Double> = block(input[index ..< index + 1])
            #expect(difference(block(input)[index ..< index + 1], alone, tolerance: 1e-13) == nil)
        }
    }
}
