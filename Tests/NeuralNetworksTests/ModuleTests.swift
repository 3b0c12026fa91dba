import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// A small network, written as a user would write it.
private struct SmallNetwork: Module {
    var conv1: Conv2D<Float>
    var norm1: BatchNorm<Float>
    var blocks: [Linear<Float>]
    var head: Linear<Float>?

    init(using generator: inout PhiloxGenerator) {
        conv1 = Conv2D(1, 2, kernel: 3, using: &generator)
        norm1 = BatchNorm(2)
        blocks = [Linear(8, 8, using: &generator), Linear(8, 8, bias: false, using: &generator)]
        head = Linear(8, 3, using: &generator)
    }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> {
        let features: Tensor<Float> = norm1(conv1(input)).relu().flattened(from: 1)
        let hidden: Tensor<Float> = blocks.reduce(features) { $1($0).relu() }
        return head.map { $0(hidden) } ?? hidden
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&conv1, "conv1")
        visitor.visit(&norm1, "norm1")
        visitor.visit(&blocks, "blocks")
        visitor.visit(&head, "head")
    }
}

/// A layer whose `visitParameters` visits neither the bias nor the buffer.
private struct ForgetfulLayer: Module {
    var weight = Tensor<Float>(ones: [2, 3])
    var bias = Tensor<Float>(zeros: [2])
    var running = Buffer(Tensor<Float>(zeros: [5]))
    var inner = [Linear<Float>?]()

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { linear(input, weight, bias: bias) }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&weight, "weight") }
}

@Suite struct ModuleTests {
    private func network() -> SmallNetwork {
        var generator = PhiloxGenerator(seed: 1)
        return SmallNetwork(using: &generator)
    }

    @Test func parametersAreNamedAsInPyTorch() {
        let expected: [String] = [
            "conv1.weight", "conv1.bias", "norm1.weight", "norm1.bias", "blocks.0.weight", "blocks.0.bias",
            "blocks.1.weight", "head.weight", "head.bias",
        ]
        #expect(network().parameterNames == expected)
        #expect(network().parameterCount == 18 + 2 + 4 + 72 + 64 + 27)
    }

    @Test func noLayerForgetsAParameter() {
        var generator = PhiloxGenerator(seed: 1)
        #expect(forgottenParameters(of: network()) == [])
        #expect(forgottenParameters(of: Linear<Float>(3, 2, using: &generator)) == [])
        #expect(forgottenParameters(of: Conv2D<Float>(3, 2, kernel: 3, using: &generator)) == [])
        #expect(forgottenParameters(of: BatchNorm<Double>(3)) == [])
        #expect(forgottenParameters(of: LayerNorm<Double>([3])) == [])
        #expect(forgottenParameters(of: Sequential<Float>(Linear(3, 2, using: &generator), BatchNorm<Float>(2))) == [])
        #expect(forgottenParameters(of: Dropout<Float>(0.5)) == [])
        #expect(forgottenParameters(of: MaxPool2D<Float>(2)) == [])
    }

    @Test func forgottenParametersAreFound() {
        var layer = ForgetfulLayer()
        #expect(forgottenParameters(of: layer) == ["bias", "running"])
        var generator = PhiloxGenerator(seed: 1)
        layer.inner = [nil, Linear(3, 4, using: &generator)]
        #expect(forgottenParameters(of: layer) == ["bias", "running", "inner.1.weight", "inner.1.bias"])
    }

    @Test func sameSeedMakesTheSameNetwork() {
        let input: Tensor<Float> = sample([2, 1, 4, 4])
        #expect(network()(input) == network()(input))
    }

    @Test func networkIsCalledFromSeveralTasks() async {
        let (network, input): (SmallNetwork, Tensor<Float>) = (network(), sample([2, 1, 4, 4]))
        let expected: Tensor<Float> = network(input)
        await withTaskGroup(of: Tensor<Float>.self) { group in
            for _ in 0 ..< 8 { group.addTask { network(input) } }
            for await output in group { #expect(output == expected) }
        }
    }
}
