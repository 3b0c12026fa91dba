import ONNX
import SynaNN
import TestSupport
import Testing
import TrainingCommand

@Suite struct HiddenLayerTests {
    private func layer(_ kind: HiddenKind, _ activation: HiddenLayer.ActivationKind = .sigmoid) -> HiddenLayer {
        var generator = PhiloxGenerator(seed: 1)
        return HiddenLayer(kind, 6, after: activation, returns: .surprisal, using: &generator)
    }

    @Test(arguments: HiddenKind.allCases)
    func everyKindHasItsParametersAndTheirGradient(kind: HiddenKind) {
        let layer = layer(kind)
        let count: Int = layer.parameterNames.count
        let expected: Int
        switch kind {
        case .identity, .relu: expected = 0
        case .dense, .denseReLU, .denseGELU, .synapseStack, .synapseGated: expected = 2
        case .reLUGLU: expected = 4
        default: expected = 1
        }
        #expect(count == expected, "\(layer.parameterNames)")
        #expect(forgottenParameters(of: layer) == [])
        let input: Tensor<Float> = sample([5, 6], in: -2 ... 2)
        let derivative: HiddenLayer = gradient(at: layer) { ($0(input) * sample([5, 6], seed: 3)).sum() }
        var moved: HiddenLayer = layer
        var optimizer = SGD(learningRate: 0.01)
        optimizer.update(&moved, along: derivative)
        let change: Float = (moved(input) - layer(input)).abs().max().scalar
        #expect(expected == 0 ? change == 0 : change > 1e-4 && change.isFinite, "\(change)")
    }

    @Test(arguments: HiddenKind.allCases, [HiddenLayer.ActivationKind.sigmoid, .softmax])
    func theONNXFileOfEveryKindComputesTheSame(kind: HiddenKind, activation: HiddenLayer.ActivationKind) throws {
        let layer = layer(kind, activation)
        let z: Tensor<Float> = sample([5, 6], in: -2 ... 2)
        let file = try ONNXFile(ONNXModel(of: layer, sample: [6]).encoded)
        #expect(difference(file(z), layer(z), tolerance: 1e-5) == nil)
    }

    /// The parameters of each hidden layer keep their names. Existing checkpoints contain these names, so the names
    /// must not change.
    @Test(arguments: HiddenKind.allCases)
    func checkpointsNameTheParametersByLayerAndPosition(kind: HiddenKind) {
        let expected: [String]
        switch kind {
        case .identity, .relu: expected = []
        case .dense, .denseReLU, .denseGELU: expected = ["dense.0.weight", "dense.0.bias"]
        case .reLUGLU: expected = ["dense.0.weight", "dense.0.bias", "dense.1.weight", "dense.1.bias"]
        case .synapseGated: expected = ["synapses.0.beta", "synapses.0.theta"]
        case .synapseStack: expected = ["synapses.0.beta", "synapses.1.beta"]
        default: expected = ["synapses.0.beta"]
        }
        #expect(layer(kind).parameterNames == expected)
    }

    @Test(arguments: HiddenKind.allCases)
    func theRangeOfBetaHasAnEffectWhereTheKindSaysSo(kind: HiddenKind) {
        let input: Tensor<Float> = sample([5, 6], in: -2 ... 2)
        let outputs: [Tensor<Float>] = [0.1 ..< 0.2, 0.3 ..< 0.4].map { range in
            var generator = PhiloxGenerator(seed: 1)
            return HiddenLayer(
                kind, 6, after: .sigmoid, betaIn: range, returns: .surprisal, using: &generator)(input)
        }
        #expect((outputs[0] != outputs[1]) == kind.takesBetaStart)
    }

    @Test(arguments: HiddenKind.allCases)
    func someKindsReplaceTheActivation(kind: HiddenKind) {
        let z: Tensor<Float> = sample([5, 6], in: -2 ... 2)
        let expected: Tensor<Float>
        switch kind {
        case .relu, .denseReLU, .reLUGLU, .synapseRectified: expected = z.relu()
        case .denseGELU: expected = z.gelu()
        case .synapseGated: expected = z
        default: expected = z.softmax()
        }
        #expect(layer(kind, .softmax).activated(z) == expected)
    }

    @Test func kindsComputeTheirFormulas() {
        let z: Tensor<Float> = sample([5, 6], in: -2 ... 2)
        let x: Tensor<Float> = z.sigmoid()
        #expect(layer(.identity)(z) == x)
        #expect(layer(.identity, .softmax)(z) == z.softmax())
        #expect(layer(.relu)(z) == z.relu())
        let synapse = layer(.synapse)
        let y: Tensor<Float> = SynaNN.synapse(x, beta: synapse.synapses[0].effectiveBeta)
        #expect(difference(synapse(z).probability(), y, tolerance: 1e-6) == nil)
        #expect(difference(layer(.synapseProbability)(z), y, tolerance: 1e-6) == nil)
        let residual: Tensor<Float> = synapse(z) + x.surprisal()
        #expect(difference(layer(.synapseResidual)(z), residual, tolerance: 1e-6) == nil)
        let rectified = layer(.synapseRectified)
        let r: Tensor<Float> = z.relu()
        let product: Tensor<Float> = SynaNN.logInhibition(1 - (-r).exp(), rectified.synapses[0].beta)
        #expect(difference(rectified(z), (r - product).relu(), tolerance: 1e-5) == nil)
        var (generator, other) = (PhiloxGenerator(seed: 1), PhiloxGenerator(seed: 1))
        let (gated, dense) = (GatedSynapse<Float>(6, using: &generator), Linear<Float>(6, 6, using: &other))
        let value = Linear<Float>(6, 6, using: &other)
        #expect(layer(.synapseGated)(z) == gated(z))
        #expect(layer(.denseGELU)(z) == dense(z.gelu()).gelu())
        #expect(layer(.reLUGLU)(z) == dense(z.relu()).relu() * value(z.relu()))
        let unexcited: Tensor<Float> = synapse(z) - x.surprisal()
        #expect(difference(layer(.synapseInhibition)(z), unexcited, tolerance: 1e-5) == nil)
    }

    @Test func layersWithoutFeaturesTrap() async {
        for features: Int in [0, -1] {
            let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                [features = features as Int] in
                var generator = PhiloxGenerator(seed: 1)
                _ = HiddenLayer(.identity, features, after: .sigmoid, returns: .surprisal, using: &generator)
            }
            let sentence: String = text(result?.standardErrorContent)
            #expect(sentence.contains("HiddenLayer: the number of features \(features) is not positive"), "\(sentence)")
        }
    }
}
