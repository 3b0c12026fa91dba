import Differentiation
import Foundation
import NeuralNetworks
import Optimizers
import Synapses
import Tensors
import TestSupport
import Testing

/// The function `surprisalSynapse` and the layer `Synapse` with surprisals agree with their formulas, and their
/// derivatives agree with central differences. A stack of fifty layers can be trained.
@Suite struct SurprisalSynapseTests {
    @Test func isTheSumOfItsTerms() {
        let u: Tensor<Double> = sample([5, 7], in: 0.01 ... 3)
        let gamma: Tensor<Double> = sample([7, 7], in: 0.05 ... 3, seed: 1)
        let theta: Tensor<Double> = sample([7], in: -1 ... 1, seed: 2)
        let terms: Tensor<Double> = (u.expandingShape(at: 1) + gamma).surprisalComplement()
        let expected: Tensor<Double> = terms.sum(axis: 2) + u + theta
        let v: Tensor<Double> = surprisalSynapse(u, beta: gamma.probability(), theta: theta)
        #expect(difference(v, expected, tolerance: 1e-13) == nil)
        let y: Tensor<Double> = synapse(
            u.probability(), beta: gamma.probability(), alpha: theta.probability())
        #expect(difference(v.probability(), y, tolerance: 1e-14) == nil)
    }

    @Test func hasItsDerivativesInEveryLayout() {
        let inputs: [Tensor<Double>] = [
            sample([3, 4], in: 0.1 ... 2), sample([4, 4], in: -0.8 ... 0.9, seed: 1), sample([4], seed: 2),
        ]
        let found: [String] = problems(
            of: { surprisalSynapse($0[0], beta: $0[1], theta: $0[2]) }, at: inputs, hasSecondDerivative: false)
        #expect(found == [])
    }

    private func loss(_ gamma: Tensor<Double>, _ u: Tensor<Double>, _ labels: Tensor<Int>) -> Tensor<Double> {
        crossEntropy(-surprisalSynapse(u, beta: gamma.probability()), labels)
    }

    /// Let u be the surprisals of the inputs, v the surprisals of the outputs, and γ the surprisals of β. The gradient
    /// of the cross-entropy L of p = softmax(−v), for labels with the one-hot vectors t, is
    /// `∂L/∂γ_ij = mean over samples of (p_i − t_i) / (e^(γ_ij + u_j) − 1)`.
    @Test func crossEntropyHasItsGradientOverTheSurprisalParameters() {
        let u: Tensor<Double> = sample([6, 5], in: 0.05 ... 2)
        let gamma: Tensor<Double> = sample([5, 5], in: 0.05 ... 2, seed: 1)
        let labels = Tensor<Int>([0, 1, 2, 3, 4, 2])
        let p: Tensor<Double> = (-surprisalSynapse(u, beta: gamma.probability())).softmax()
        let excess: Tensor<Double> = p - Tensor<Double>(oneHot: labels, classCount: 5)
        let occupation: Tensor<Double> = (u.expandingShape(at: 1) + gamma).boseEinstein()
        let formula: Tensor<Double> = (excess.expandingShape(at: 2) * occupation).mean(axis: 0)
        #expect(difference(gradient(at: gamma) { loss($0, u, labels) }, formula, tolerance: 1e-13) == nil)
        let check: GradientCheck = checkGradient(at: gamma) { loss($0, u, labels) }
        #expect(check.error < 1e-8, "\(check)")
    }

    /// Let u be the surprisals of the inputs, v the surprisals of the outputs, and γ the surprisals of β. The
    /// cross-entropy of each output y = e⁻ᵛ with the target t is −t log y − (1 − t) log(1 − y), where −log(1 − y) is
    /// the `surprisalComplement` of v. The gradient of the sum L of the cross-entropies is
    /// `∂L/∂γ_ij = −(t_i − y_i)/(1 − y_i) · 1/(e^(γ_ij + u_j) − 1)`, summed over the samples.
    @Test func binaryCrossEntropyHasItsGradientOverTheSurprisalParameters() {
        let u: Tensor<Double> = sample([6, 5], in: 0.05 ... 2)
        let gamma: Tensor<Double> = sample([5, 5], in: 0.05 ... 2, seed: 1)
        let t: Tensor<Double> = sample([6, 5], in: 0 ... 1, seed: 2).rounded()
        func loss(_ gamma: Tensor<Double>) -> Tensor<Double> {
            let v: Tensor<Double> = surprisalSynapse(u, beta: gamma.probability())
            return (t * v + (1 - t) * v.surprisalComplement()).sum()
        }
        let y: Tensor<Double> = surprisalSynapse(u, beta: gamma.probability()).probability()
        let derivative: Tensor<Double> = (y - t) / (1 - y)
        let occupation: Tensor<Double> = (u.expandingShape(at: 1) + gamma).boseEinstein()
        let formula: Tensor<Double> = (derivative.expandingShape(at: 2) * occupation).sum(axis: 0)
        #expect(difference(gradient(at: gamma, of: loss), formula, tolerance: 1e-12) == nil)
        let check: GradientCheck = checkGradient(at: gamma, of: loss)
        #expect(check.error < 1e-8, "\(check)")
    }

    /// The surprisals are accurate even if all probabilities underflow.
    @Test func nothingUnderflows() {
        let u = Tensor<Float>(repeating: 200, shape: [1, 3])
        let beta: Tensor<Float> = sample([3, 3], in: 0 ... 0.9)
        #expect(synapse(u.probability(), beta: beta).scalars == [0, 0, 0])
        #expect(surprisalSynapse(u, beta: beta).scalars == [200, 200, 200])
        let x = Tensor<Float>(repeating: 0.9, shape: [1, 1000])
        let wide = Tensor<Float>(repeating: 0.9, shape: [1000, 1000])
        #expect(synapse(x, beta: wide).scalars[0] == 0)
        let expected = Float(-1000 * log1p(-0.81) - log(0.9))
        #expect(abs(surprisalSynapse(x.surprisal(), beta: wide).scalars[0] / expected - 1) < 1e-6)
    }

    typealias Quantity = Synapse<Double>.Quantity

    @Test(arguments: Quantity.allCases, Quantity.allCases)
    func layerTakesAndReturnsEither(takes: Quantity, returns: Quantity) {
        let x: Tensor<Double> = sample([3, 4], in: 0.1 ... 0.9)
        for learnsAlpha in [false, true] {
            var (generator, same) = (PhiloxGenerator(seed: 1), PhiloxGenerator(seed: 1))
            let plain = Synapse<Double>(4, betaIn: 0 ..< 0.9, using: &generator)
            let layer = Synapse<Double>(
                4, betaIn: 0 ..< 0.9, learnsAlpha: learnsAlpha, takes: takes, returns: returns, using: &same)
            let input: Tensor<Double> = takes == .probability ? x : x.surprisal()
            let output: Tensor<Double> = layer(input)
            let y: Tensor<Double> = returns == .probability ? output : output.probability()
            #expect(difference(y, plain(x), tolerance: 1e-14) == nil)
            #expect(layerProblems(layer, at: input) { $0($1) } == [])
            #expect(layer.parameterNames.count == (learnsAlpha ? 2 : 1))
        }
    }

    @Test(arguments: Quantity.allCases, Quantity.allCases)
    func rectangularLayerHasNoExcitation(takes: Quantity, returns: Quantity) {
        var generator = PhiloxGenerator(seed: 1)
        let layer = Synapse<Double>(
            inputs: 4, outputs: 3, betaIn: 0 ..< 0.9, learnsAlpha: true, takes: takes, returns: returns,
            using: &generator)
        let x: Tensor<Double> = sample([5, 4], in: 0.1 ... 0.9)
        let input: Tensor<Double> = takes == .probability ? x : x.surprisal()
        let output: Tensor<Double> = layer(input)
        let y: Tensor<Double> = returns == .probability ? output : output.probability()
        #expect(difference(y, inhibition(x, layer.effectiveBeta), tolerance: 1e-14) == nil)
        #expect(layerProblems(layer, at: input) { $0($1) } == [])
    }

    @Test func couplingReachesAcrossTheBatchInSurprisalsToo() {
        var (generator, same) = (PhiloxGenerator(seed: 1), PhiloxGenerator(seed: 1))
        let plain = Synapse<Double>(4, coupling: .acrossBatch, using: &generator)
        let layer = Synapse<Double>(4, coupling: .acrossBatch, returns: .surprisal, using: &same)
        let x: Tensor<Double> = sample([3, 4], in: 0.1 ... 0.9)
        #expect(difference(layer(x).probability(), plain(x), tolerance: 1e-14) == nil)
    }

    /// A stack of fifty layers without softmax or normalisation can be trained: the loss falls, and every gradient is
    /// finite.
    @Test func stackOfFiftyLayersTrains() {
        var generator = PhiloxGenerator(seed: 3)
        let inputs = Tensor<Float>(randomUniform: [40, 8], in: 0 ..< 3, using: &generator)
        let targets: Tensor<Float> = inputs[.all, .stride(from: nil, to: nil, by: -1)] * 0.5 + 2
        var stack = Stack(depth: 50, features: 8, using: &generator)
        var optimizer = Adam(learningRate: 0.01)
        var losses: [Float] = []
        for _ in 0 ..< 40 {
            let (loss, derivative) = valueWithGradient(at: stack) { meanSquaredError($0(inputs), targets) }
            losses.append(loss.scalar)
            for layer in derivative.layers { #expect(layer.beta.abs().max().scalar.isFinite) }
            optimizer.update(&stack, along: derivative)
        }
        let norm: Float = gradient(at: stack) { $0(inputs).sum() }.layers[0].beta.abs().max().scalar
        #expect(norm > 1e-6, "the first layer has no gradient to speak of: \(norm)")
        #expect(losses[39] < 0.5 * losses[0], "from \(losses[0]) to \(losses[39])")
    }

    private struct Stack: Module {
        var layers: [Synapse<Float>]

        init(depth: Int, features: Int, using generator: inout PhiloxGenerator) {
            layers = (0 ..< depth).map { _ in
                Synapse(features, learnsAlpha: true, takes: .surprisal, returns: .surprisal, using: &generator)
            }
        }

        func callAsFunction(_ u: Tensor<Float>) -> Tensor<Float> { layers.reduce(u) { $1($0) } }

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&layers, "layers") }
    }
}
