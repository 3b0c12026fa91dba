import Differentiation
import Foundation
import Interchange
import NeuralNetworks
import ONNX
import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct ONNXModelTests {
    private func dense() -> Linear<Float> {
        var generator = PhiloxGenerator(seed: 3)
        return Linear(4, 3, using: &generator)
    }

    @Test func modulesInSequenceAndTheNamesOfTheirTensors() throws {
        var generator = PhiloxGenerator(seed: 7)
        let network = Sequential<Float>(
            Linear<Float>(4, 3, using: &generator), BatchNorm<Float>(3), Sigmoid<Float>(),
            Synapse<Float>(3, using: &generator), Linear<Float>(3, 2, using: &generator))
        #expect(try fileProblem(network, sample([3, 4])) == nil)
        let file = try ONNXFile(ONNXModel(of: network, sample: [4]).encoded)
        for (name, tensor) in network.namedTensors {
            let stored: Tensor<Float>? = file.graph.constants[name]?.converted(to: Float.self)
            #expect(stored == tensor.tensor(), "\(name)")
        }
        #expect(file.graph.nodes.map(\.name).contains("3/ReduceProd"))
        #expect(Set(file.graph.nodes.map(\.name)).count == file.graph.nodes.count)
    }

    @Test func usersNetworksAreWritten() throws {
        #expect(try fileProblem(Classifier(), sample([3, 4])) == nil)
    }

    /// If a model calls a layer twice, the names of all nodes are unique in the graph and the bodies of its loops, and
    /// the file contains the layer's parameters once.
    @Test func aLayerThatIsCalledTwiceHasNamesForEachCall() throws {
        let twice = Twice()
        #expect(try fileProblem(twice, sample([2, 3, 4])) == nil)
        let file = try ONNXFile(ONNXModel(of: twice, sample: [3, 4]).encoded)
        let names: [String] = file.graph.allNodes.map(\.name)
        #expect(Set(names).count == names.count && names.contains("layer/step/Tanh_1"))
        #expect(file.graph.constants.keys.filter { $0.hasPrefix("layer.beta") } == ["layer.beta"])
    }

    @Test func theFileDescribesItsInputsAndOutputs() throws {
        let model = try ONNXModel(of: dense(), sample: [4], input: "x", output: "y", metadata: ["b": "2", "a": "1"])
        let file = try ONNXFile(model.encoded)
        #expect(file.formatVersion == 8 && file.operatorSet == 17 && file.metadata == ["a": "1", "b": "2"])
        #expect(file.inputs == ["x 1 [N, 4]"])
        #expect(file.outputs == ["y 1 [N, 3]"])
        #expect(model.outputs.map(\.description) == ["y [N, 3]"] && model.tensorCount == 2)
        // Encoding a model twice gives the same bytes.
        #expect(try model.encoded == model.encoded)
    }

    @Test func anInputNamedAsAParameterIsStillTheInput() throws {
        let model = try ONNXModel(of: dense(), sample: [4], input: "weight", output: "bias")
        let file = try ONNXFile(model.encoded)
        let x: Tensor<Float> = sample([2, 4])
        #expect(difference(file(x), dense()(x), tolerance: 1e-6) == nil)
    }

    @Test func aFileThatCannotBeWrittenIsAnError() throws {
        let path = "/nowhere-\(UUID().uuidString)/model.onnx"
        let error = #expect(throws: ONNXError.self) { try ONNXModel(of: dense(), sample: [4]).write(to: path) }
        #expect(error?.path == path && "\(error!)".contains("No such file"))
        let written: String = NSTemporaryDirectory() + "\(UUID().uuidString).onnx"
        try ONNXModel(of: dense(), sample: [4]).write(to: written)
        defer { try? FileManager.default.removeItem(atPath: written) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: written)) == ONNXModel(of: dense(), sample: [4]).encoded)
    }

    @Test func mistakesTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = try ONNXModel(of: ReLU<Float>(), sample: [4], input: "x", output: "x")
        }
    }
}

/// A network of a user.
private struct Classifier: Module {
    private var hidden, output: Linear<Float>

    init() {
        var generator = PhiloxGenerator(seed: 9)
        (hidden, output) = (Linear(4, 5, using: &generator), Linear(5, 3, using: &generator))
    }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { output(hidden(input).relu()) }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&hidden, "hidden")
        visitor.visit(&output, "output")
    }
}

private struct Twice: Module {
    private var layer: SynapticGRU<Float>

    init() {
        var generator = PhiloxGenerator(seed: 9)
        layer = SynapticGRU(4, 4, using: &generator)
    }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { layer(layer(input)) }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&layer, "layer") }
}
