import ONNX
import SynaNN
import TestSupport

/// An operation that is written as an ONNX model, with inputs for the operation. The tests evaluate the ONNX file with
/// the operators of TestSupport; `Benchmarks/peers/onnx_operations.py` evaluates the file with onnxruntime.
public struct OperationCase: Sendable, CustomStringConvertible {
    /// The name of the case, which is also the name of the case's file without the ending.
    public let name: String
    private let x, y: Shape?
    private let ids: Shape?
    private let range: ClosedRange<Float>
    private let layers: [any TensorModule<Float>]
    private let compute: @Sendable (Model, Input) -> Tensor<Float>

    /// The inputs of an operation. The first axis of each tensor is the axis of the samples.
    public struct Input: TensorGroup, Sendable {
        /// The operands with real numbers, which are in the range of the case: none, the first, or the first and the
        /// second operand.
        public var real: [Tensor<Float>]
        /// The operand of integers from 0 to 4. The array is empty if the case has no such operand.
        public var whole: [Tensor<Int>]

        var x: Tensor<Float> { real[0] }
        var y: Tensor<Float> { real[1] }
        var ids: Tensor<Int> { whole[0] }

        public mutating func visitTensors(_ visitor: inout some TensorVisitor) {
            visitor.visit(&real, "real")
            visitor.visit(&whole, "whole")
        }
    }

    /// The layers whose parameters the operation uses.
    struct Model: Parameterized {
        var layers: Sequential<Float>

        /// Returns the first layer. Ends the process if the type of this layer is not `Layer`.
        func layer<Layer: TensorModule<Float>>() -> Layer {
            guard let layer = layers.layers.first as? Layer else { fatalError("the case has no \(Layer.self)") }
            return layer
        }

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) { layers.visitParameters(&visitor) }
    }

    /// Creates a case. The shape of an operand is `nil` if the operation does not have this operand.
    ///
    /// - Parameters:
    ///   - name: The name of the case.
    ///   - x: The shape of a sample of the first operand, without the axis of the samples.
    ///   - y: The shape of a sample of the second operand, without the axis of the samples.
    ///   - ids: The shape of a sample of the integer operand, without the axis of the samples.
    ///   - range: The range of the numbers in the first and the second operand.
    ///   - layers: The layers whose parameters the operation uses.
    ///   - compute: Returns the output of the operation for the layers and the inputs.
    init(
        _ name: String, x: Shape? = nil, y: Shape? = nil, ids: Shape? = nil, in range: ClosedRange<Float> = -2 ... 2,
        layers: [any TensorModule<Float>] = [], _ compute: @escaping @Sendable (Model, Input) -> Tensor<Float>
    ) {
        (self.name, self.x, self.y, self.ids) = (name, x, y, ids)
        (self.range, self.layers, self.compute) = (range, layers, compute)
    }

    /// Creates a case for a layer with one operand. Each sample of the operand has the shape `x`.
    init(_ name: String, _ layer: some TensorModule<Float>, x: Shape, in range: ClosedRange<Float> = -2 ... 2) {
        self.init(name, x: x, in: range, layers: [layer]) { model, input in model.layers(input.x) }
    }

    /// Creates a case for a function with one operand. Each sample of the operand has the shape `[3, 4]`.
    init(
        _ name: String, in range: ClosedRange<Float> = -2 ... 2,
        _ compute: @escaping @Sendable (Tensor<Float>) -> Tensor<Float>
    ) {
        self.init(name, x: [3, 4], in: range) { _, input in compute(input.x) }
    }

    public var description: String { name }

    /// Returns inputs of `batchSize` samples. Calls with the same number return the same inputs.
    public func input(batchSize: Int) -> Input {
        func shape(_ sample: Shape) -> Shape { Shape([batchSize] + sample.dimensions) }
        let real: [Tensor<Float>] = [x, y].compactMap { $0 }.enumerated().map { seed, sample in
            TestSupport.sample(shape(sample), in: range, seed: seed)
        }
        let whole: [Tensor<Int>] =
            ids.map { sample in
                let numbers: Tensor<Float> = TestSupport.sample(shape(sample), in: 0 ... 4.999, seed: 5)
                return [Tensor<Int>(numbers.floor())]
            } ?? []
        return Input(real: real, whole: whole)
    }

    /// Returns the output of the operation for an input, in inference mode.
    public func output(of input: Input) -> Tensor<Float> {
        withMode(.inference) { compute(Model(layers: Sequential(layers)), input) }
    }

    /// Returns the operation as an ONNX model. Throws an `ONNXError` if the operation cannot be written.
    public func model() throws -> ONNXModel {
        try ONNXModel(of: Model(layers: Sequential(layers)), example: input(batchSize: 5), output: "output") {
            model, input in
            compute(model, input)
        }
    }

    /// The names of all operations that the trace of this case contains, including operations in the bodies of loops.
    public var operations: Set<String> {
        func names(_ nodes: [Trace.Node]) -> Set<String> {
            nodes.reduce(into: []) { $0.formUnion(names($1.body).union([$1.operation])) }
        }
        let trace = Trace(of: Model(layers: Sequential(layers)), input: input(batchSize: 2)) { model, input in
            compute(model, input)
        }
        return names(trace.nodes)
    }

    /// All cases of all operations.
    public static var all: [OperationCase] {
        arithmetic + functions + logic + reductions + shaping + indexing + layerCases + attentionCases + recurrentCases
            + synapseCases
    }
}
