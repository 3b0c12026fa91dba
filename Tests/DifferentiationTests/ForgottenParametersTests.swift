import Differentiation
import NeuralNetworks
import Tensors
import Testing

/// A model with three tensors of the same shape that visits only `second`. The shapes do not show which tensors the
/// model forgets.
private struct Middle: Module {
    var first = Tensor<Float>(zeros: [2])
    var second = Tensor<Float>(ones: [2])
    var third = Tensor<Float>(zeros: [2])

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { input * first + second * third }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&second, "second") }
}

/// A model with two weights that share their memory at the start, and differ after the first step of a training.
private struct Tied: Module {
    var weight: Tensor<Float>
    var transposed: Tensor<Float>

    init() {
        weight = Tensor(ones: [2, 3])
        transposed = weight
    }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { input }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&weight, "weight") }
}

/// A model with tensors in several kinds of containers. `visitParameters` visits none of these tensors.
private struct Containers: Parameterized {
    struct Inner { var hidden = Tensor<Double>([1]) }
    final class Shared { var value = Tensor<Double>([1]) }

    var inDictionary: [String: Tensor<Double>] = ["key": Tensor([1])]
    var inTuple: (Int, Tensor<Double>) = (1, Tensor([1]))
    var optional: Tensor<Double>? = Tensor([1])
    var buffer = Buffer(Tensor<Double>([1]))
    var inner = Inner()
    let shared = Shared()
    let sharedAgain: Shared
    var modules: [any TensorModule<Float>] = [ReLU<Float>(), BatchNorm<Float>(1)]

    init() { sharedAgain = shared }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {}
}

@Suite struct ForgottenParametersTests {
    @Test func namedByPlaceAndNotBySize() {
        #expect(Middle().forgottenParameters == ["first", "third"])
        #expect([Middle(), Middle()].forgottenParameters == ["0.first", "0.third", "1.first", "1.third"])
        #expect(Sequential<Float>(ReLU(), Middle()).forgottenParameters == ["layers.1.first", "layers.1.third"])
    }

    @Test func copyOfATiedWeightIsForgotten() { #expect(Tied().forgottenParameters == ["transposed"]) }

    @Test func constantsAndBuffersAreNotForgotten() { #expect(CarefulModule().forgottenParameters == []) }

    @Test func everyContainerIsLookedInto() {
        let found: [String] = Containers().forgottenParameters
        let expected: Set<String> = [
            "inDictionary.0.value", "inTuple..1", "optional", "buffer", "inner.hidden", "shared.value",
            "modules.1.weight", "modules.1.bias", "modules.1.runningMean", "modules.1.runningVariance",
        ]
        #expect(Set(found) == expected && found.count == expected.count, "\(found)")
    }

    @Test func theModelIsAsItWas() {
        let model = Middle()
        _ = model.forgottenParameters
        #expect(model.second == Tensor([1, 1]))
    }
}
