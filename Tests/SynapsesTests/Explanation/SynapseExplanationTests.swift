import Foundation
import NeuralNetworks
import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct SynapseExplanationTests {
    typealias Quantity = Synapse<Double>.Quantity

    private func layer(
        takes: Quantity, returns: Quantity, range: Range<Double> = -0.5 ..< 0.9
    ) -> Synapse<Double> {
        var generator = PhiloxGenerator(seed: 1)
        var layer = Synapse<Double>(
            6, betaIn: range, learnsAlpha: true, takes: takes, returns: returns, using: &generator)
        layer.alpha = layer.alpha.map { _ in sample([6], in: 0.5 ... 2) }
        layer.theta = layer.theta.map { _ in sample([6]) }
        return layer
    }

    /// For every kind of input and output of the layer, the sum of the shares is −log y up to rounding, where y is the
    /// output probability.
    @Test(arguments: Quantity.allCases, Quantity.allCases)
    func sharesAddUpToTheSurprisal(takes: Quantity, returns: Quantity) {
        let layer = layer(takes: takes, returns: returns)
        let x: Tensor<Double> = sample([4, 6], in: 0.05 ... 0.95)
        let input: Tensor<Double> = takes == .probability ? x : x.surprisal()
        let output: Tensor<Double> = layer(input)
        let expected: Tensor<Double> = returns == .probability ? output.surprisal() : output
        #expect(difference(layer.explain(input).surprisal, expected, tolerance: 1e-14) == nil)
    }

    @Test func eachTermIsItsFormula() {
        let layer = layer(takes: .probability, returns: .probability)
        let x: Tensor<Double> = sample([2, 6], in: 0.05 ... 0.95)
        let explanation = layer.explain(x)
        let term: Double = explanation.inhibition[1, 2, 3].scalar
        #expect(abs(term + log1p(-layer.beta[2, 3].scalar * x[1, 3].scalar)) < 1e-16)
        #expect(explanation.excitation![1, 4].scalar == -log(x[1, 4].scalar))
        #expect(explanation.offset[5].scalar == -log(layer.alpha![5].scalar))
    }

    /// In `Float`, the sum of the shares equals the output, within the tolerance, for a layer with 250 inputs and
    /// outputs.
    @Test func sharesAddUpInSinglePrecision() {
        var generator = PhiloxGenerator(seed: 1)
        let layer = Synapse<Float>(250, returns: .surprisal, using: &generator)
        let x: Tensor<Float> = sample([8, 250], in: 0.05 ... 0.95)
        #expect(difference(layer.explain(x).surprisal, layer(x), tolerance: 3e-6) == nil)
    }

    @Test func rectangularLayerHasNoExcitation() {
        var generator = PhiloxGenerator(seed: 1)
        let layer = Synapse<Double>(inputs: 6, outputs: 3, returns: .surprisal, using: &generator)
        let x: Tensor<Double> = sample([2, 6], in: 0.05 ... 0.95)
        let explanation = layer.explain(x)
        #expect(explanation.excitation == nil)
        #expect(difference(explanation.surprisal, layer(x), tolerance: 1e-14) == nil)
    }

    /// An affine layer computes scores from the surprisals of a synapse layer. Each score is the sum of the shares of
    /// the inputs plus a constant.
    @Test func sharesOfScoresAddUpToTheScores() {
        let layer = layer(takes: .surprisal, returns: .surprisal)
        let u: Tensor<Double> = sample([4, 6], in: 0.05 ... 2)
        let (weight, bias): (Tensor<Double>, Tensor<Double>) = (sample([3, 6], seed: 5), sample([3], seed: 6))
        let scores: Tensor<Double> = matmul(layer(u), weight.transposed()) + bias
        let explanation = layer.explain(u)
        let constant: Tensor<Double> = matmul(weight, layer.theta!.expandingShape(at: 1)).squeezingShape() + bias
        let sum: Tensor<Double> = explanation.shares(weight: weight).sum(axis: 2) + constant
        #expect(difference(sum, scores, tolerance: 1e-13) == nil)
        let found = layer.explainScores(u) { matmul($0, weight.transposed()) + bias }
        #expect(difference(found.scores, scores, tolerance: 1e-13) == nil)
        #expect(difference(found.shares, explanation.shares(weight: weight), tolerance: 1e-13) == nil)
    }

    @Test func aFactorOfZeroExplainsEverything() {
        var layer = layer(takes: .probability, returns: .probability)
        layer.beta[0, 1] = Tensor(2)
        let explanation = layer.explain(Tensor([[0.3, 0.5, 0.3, 0.3, 0.3, 0.3]]))
        #expect(explanation.inhibition[0, 0, 1].scalar == .infinity && explanation.surprisal[0, 0].scalar == .infinity)
        #expect(explanation.surprisal[0, 1].scalar.isFinite)
    }

    @Test func misuseTraps() async {
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Synapse<Double>(4, coupling: .acrossBatch, using: &generator).explain(Tensor(ones: [2, 4]))
        }
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Synapse<Double>(4, using: &generator).explain(Tensor(ones: [2, 3]))
        }
    }
}
