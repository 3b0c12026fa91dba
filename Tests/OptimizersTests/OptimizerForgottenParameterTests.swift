import Differentiation
import NeuralNetworks
import Optimizers
import Tensors
import TestSupport
import Testing

#if DEBUG
private struct Forgetful: Module {
    var weight = Tensor<Float>(ones: [2])
    var bias = Tensor<Float>(zeros: [2])

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { input * weight + bias }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&weight, "weight") }
}

/// In a debug build, the first update of an optimizer traps if `visitParameters` does not visit a parameter of the
/// model.
@Suite struct OptimizerForgottenParameterTests {
    @Test func firstUpdateTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var (model, optimizer) = (Forgetful(), SGD(learningRate: 0.1))
            optimizer.update(&model, along: model)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("optimizer: visitParameters of Forgetful does not visit 'bias' (bias in Forgetful)"))
    }

    /// Each model of the type `Sequential` is checked, because models of this type can contain different layers.
    @Test func laterContentOfAContainerTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            var sound = Sequential<Float>(Linear<Float>(2, 2, using: &generator))
            var (first, second) = (SGD(learningRate: 0.1), SGD(learningRate: 0.1))
            first.update(&sound, along: sound)
            var forgetful = Sequential<Float>(ReLU(), Forgetful())
            second.update(&forgetful, along: forgetful)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("Forgetful does not visit 'bias' (layers.1.bias in Sequential<Float>)"))
    }
}
#endif
