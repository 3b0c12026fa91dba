import Differentiation
import Foundation
import Interchange
import NeuralNetworks
import ONNX
import Synapses
import Tensors
import TestSupport
import Testing

/// Each layer as a file, run by operators that are written from their definitions.
@Suite struct ONNXModelTests {
    private func problem<Scalar: RealScalar>(_ model: some TensorModule<Scalar>, _ input: Tensor<Scalar>) throws
        -> String?
    {
        let expected: Tensor<Scalar> = withMode(.inference) { model(input) }
        let file = try ONNXFile(ONNXModel(of: model, sample: Shape(Array(input.shape.dropFirst()))).serialized())
        return difference(file(input), expected, tolerance: Scalar.self == Double.self ? 1e-9 : 1e-5)
    }

    private func dense() -> Linear<Float> {
        var generator = PhiloxGenerator(seed: 3)
        return Linear(4, 3, using: &generator)
    }

    @Test func activationsAndTheirLike() throws {
        let x: Tensor<Float> = sample([5, 7], in: -4 ... 4)
        #expect(try problem(ReLU<Float>(), x) == nil)
        #expect(try problem(Tanh<Float>(), x) == nil)
        #expect(try problem(Sigmoid<Float>(), x) == nil)
        #expect(try problem(SiLU<Float>(), x) == nil)
        #expect(try problem(GELU<Float>(), x) == nil)
        #expect(try problem(Softmax<Float>(), x) == nil)
        #expect(try problem(Softmax<Float>(axis: 0), x) == nil)
        #expect(try problem(LogSoftmax<Float>(), x) == nil)
        #expect(try problem(Identity<Float>(), x) == nil)
        #expect(try problem(Dropout<Float>(0.5), x) == nil)
        #expect(try problem(Dropout2D<Float>(0.5), x) == nil)
        #expect(try problem(Flatten<Float>(), sample([2, 3, 4])) == nil)
    }

    @Test func denseLayersOfMatricesAndOfSequences() throws {
        var generator = PhiloxGenerator(seed: 1)
        #expect(try problem(Linear<Float>(6, 4, using: &generator), sample([3, 6])) == nil)
        #expect(try problem(Linear<Float>(6, 4, bias: false, using: &generator), sample([3, 5, 6])) == nil)
        #expect(try problem(Linear<Double>(6, 4, using: &generator), sample([3, 6])) == nil)
    }

    @Test func convolutionsAndPooling() throws {
        var generator = PhiloxGenerator(seed: 2)
        let images: Tensor<Float> = sample([2, 3, 9, 10])
        let plain = Conv2D<Float>(3, 4, kernel: 3, bias: false, using: &generator)
        let general = Conv2D<Float>(
            3, 4, kernel: (3, 2), stride: (2, 1), padding: (2, 1), dilation: (1, 3), using: &generator)
        #expect(try problem(plain, images) == nil)
        #expect(try problem(general, images) == nil)
        #expect(try problem(MaxPool2D<Float>(2), images) == nil)
        #expect(try problem(MaxPool2D<Float>(kernel: (3, 2), stride: (1, 2), padding: (1, 0)), images) == nil)
        #expect(try problem(AveragePool2D<Float>(kernel: (2, 3), stride: (1, 2), padding: (1, 1)), images) == nil)
        #expect(try problem(GlobalAveragePool2D<Float>(), images) == nil)
        #expect(try problem(GlobalMaxPool2D<Float>(), images) == nil)
    }

    @Test(arguments: [false, true])
    func normalizationWithItsStatistics(appliesReLU: Bool) throws {
        var norm = BatchNorm<Float>(3, epsilon: 0.01, appliesReLU: appliesReLU)
        norm.weight = sample([3], in: 0.5 ... 2)
        norm.bias = sample([3])
        norm.runningMean = Buffer(sample([3], seed: 1))
        norm.runningVariance = Buffer(sample([3], in: 0.5 ... 2, seed: 2))
        #expect(try problem(norm, sample([4, 3])) == nil)
        #expect(try problem(norm, sample([4, 3, 2, 5])) == nil)
        var layer = LayerNorm<Float>([2, 5], epsilon: 0.01)
        layer.weight = sample([2, 5], in: 0.5 ... 2)
        layer.bias = sample([2, 5])
        #expect(try problem(layer, sample([4, 3, 2, 5])) == nil)
    }

    @Test(arguments: [true, false])
    func recurrentLayers(hasBias: Bool) throws {
        var generator = PhiloxGenerator(seed: 4)
        let input: Tensor<Float> = sample([3, 6, 5], in: -2 ... 2)
        #expect(try problem(RNN<Float>(5, 4, bias: hasBias, using: &generator), input) == nil)
        let rectified = RNN<Float>(5, 4, activation: .relu, bias: hasBias, using: &generator)
        #expect(try problem(rectified, input) == nil)
        #expect(try problem(LSTM<Float>(5, 4, bias: hasBias, using: &generator), input) == nil)
        #expect(try problem(GRU<Float>(5, 4, bias: hasBias, using: &generator), input) == nil)
        #expect(try problem(SynapticGRU<Float>(5, 4, betaIn: 0.1 ..< 0.9, using: &generator), input) == nil)
    }

    @Test(arguments: Synapse<Double>.BetaParameterization.allCases, Synapse<Double>.Quantity.allCases)
    func synapses(parameterization: Synapse<Double>.BetaParameterization, takes: Synapse<Double>.Quantity) throws {
        var generator = PhiloxGenerator(seed: 5)
        let input: Tensor<Double> = sample([4, 6], in: takes == .probability ? 0.1 ... 0.9 : 0.1 ... 3)
        for returns in Synapse<Double>.Quantity.allCases {
            for coupling in [Synapse<Double>.Coupling.perSample, .acrossBatch] {
                var square = Synapse<Double>(
                    6, parameterization: parameterization, betaIn: 0.1 ..< 0.9, learnsAlpha: true, coupling: coupling,
                    takes: takes, returns: returns, using: &generator)
                if square.alpha != nil { square.alpha = sample([6], in: 0.5 ... 2) }
                if square.theta != nil { square.theta = sample([6], in: -1 ... 1) }
                // A clipped β leaves its bounds.
                if parameterization == .clipped { square.beta = square.beta * 3 - 1 }
                #expect(try problem(square, input) == nil, "\(returns) \(coupling)")
            }
            let rectangular = Synapse<Double>(
                inputs: 6, outputs: 3, parameterization: parameterization, betaIn: 0.1 ..< 0.9, takes: takes,
                returns: returns, using: &generator)
            #expect(try problem(rectangular, input) == nil, "rectangular \(returns)")
        }
    }

    @Test func surprisalsOfProductsThatUnderflowOrAreNegative() throws {
        var generator = PhiloxGenerator(seed: 6)
        var deep = Synapse<Double>(400, returns: .surprisal, using: &generator)
        deep.beta = Tensor(repeating: 0.999, shape: [400, 400])
        let ones = Tensor<Double>(ones: [1, 400])
        #expect(withMode(.inference) { deep(ones) }.min().scalar > 2000)
        #expect(try problem(deep, ones) == nil)
        // One factor below 0 is NaN, two are a product above 0, one at 0 is ∞.
        var signs = Synapse<Double>(inputs: 3, outputs: 3, returns: .surprisal, using: &generator)
        signs.beta = Tensor([[3, 0.5, 0.5], [3, 2, 0.5], [1, 0.5, 0.5]])
        let values: [Double] = signs(Tensor(ones: [1, 3])).scalars
        #expect(values[0].isNaN && values[1].isFinite && values[2] == .infinity)
        #expect(try problem(signs, Tensor(ones: [1, 3])) == nil)
    }

    @Test func modulesInSequenceAndTheNamesOfTheirTensors() throws {
        var generator = PhiloxGenerator(seed: 7)
        let network = Sequential<Float>(
            Linear<Float>(4, 3, using: &generator), BatchNorm<Float>(3), Sigmoid<Float>(),
            Synapse<Float>(3, using: &generator), Linear<Float>(3, 2, using: &generator))
        #expect(try problem(network, sample([3, 4])) == nil)
        let file = try ONNXFile(ONNXModel(of: network, sample: [4]).serialized())
        for (name, tensor) in network.namedTensors {
            let stored: Tensor<Float>? = file.graph.constants[name]?.converted(to: Float.self)
            #expect(stored == tensor.tensor(), "\(name)")
        }
        #expect(file.graph.nodes.map(\.name).contains("3/ReduceProd"))
        #expect(Set(file.graph.nodes.map(\.name)).count == file.graph.nodes.count)
    }

    @Test func networksOfOnesOwn() throws {
        #expect(try problem(Classifier(), sample([3, 4])) == nil)
    }

    /// The format wants names once in a graph and the bodies of its loops together.
    @Test func aLayerThatIsCalledTwiceHasNamesForEachCall() throws {
        let twice = Twice()
        #expect(try problem(twice, sample([2, 3, 4])) == nil)
        let file = try ONNXFile(ONNXModel(of: twice, sample: [3, 4]).serialized())
        let names: [String] = file.graph.allNodes.map(\.name)
        #expect(Set(names).count == names.count && names.contains("layer/step/Tanh_1"))
        #expect(file.graph.constants.keys.filter { $0.hasPrefix("layer.beta") } == ["layer.beta"])
    }

    @Test func theFileSaysWhatItTakesAndGives() throws {
        let model = try ONNXModel(of: dense(), sample: [4], input: "x", output: "y", metadata: ["b": "2", "a": "1"])
        let file = try ONNXFile(model.serialized())
        #expect(file.formatVersion == 8 && file.operatorSet == 17 && file.metadata == ["a": "1", "b": "2"])
        #expect(file.inputs == ["x 1 [N, 4]"])
        #expect(file.outputs == ["y 1 [N, 3]"])
        #expect(model.outputs.map(\.description) == ["y [N, 3]"] && model.tensorCount == 2)
        // Same model, same bytes.
        #expect(try model.serialized() == model.serialized())
    }

    @Test func anInputNamedAsAParameterIsStillTheInput() throws {
        let model = try ONNXModel(of: dense(), sample: [4], input: "weight", output: "bias")
        let file = try ONNXFile(model.serialized())
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
        #expect(try Data(contentsOf: URL(fileURLWithPath: written)) == ONNXModel(of: dense(), sample: [4]).serialized())
    }

    @Test func mistakesTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = try ONNXModel(of: ReLU<Float>(), sample: [4], input: "x", output: "x")
        }
    }
}

/// A network as a user writes it.
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
