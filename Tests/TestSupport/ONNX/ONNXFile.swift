import Foundation
import Tensors

/// An ONNX file that a test can evaluate. The test compares the file's output with the output of the model that wrote
/// the file.
///
/// The operators are evaluated in `Double`, by their definitions at onnx.ai. `Benchmarks/peers/onnx_export.py` compares
/// models with onnxruntime.
public struct ONNXFile {
    public let formatVersion: Int
    public let operatorSet: Int
    public let metadata: [String: String]
    /// The name, the number of the element type, and the shape of each input or output, for example `x 1 [N, 4]`.
    public let inputs, outputs: [String]
    public let graph: ONNXFileGraph

    public init(_ data: Data) {
        let file = ProtobufFields(data)
        formatVersion = file.integer(1) ?? 0
        operatorSet = file.messages(8).first?.integer(2) ?? 0
        metadata = Dictionary(uniqueKeysWithValues: file.messages(14).map { ($0.text(1), $0.text(2)) })
        let fields: ProtobufFields = file.message(7) ?? ProtobufFields(Data())
        graph = ONNXFileGraph(fields)
        inputs = fields.messages(11).map(Self.value)
        outputs = fields.messages(12).map(Self.value)
    }

    private static func value(_ fields: ProtobufFields) -> String {
        let tensor: ProtobufFields? = fields.message(2)?.message(1)
        let shape: [String] = (tensor?.message(2)?.messages(1) ?? []).map { dimension in
            dimension.integer(1).map(String.init) ?? dimension.text(2)
        }
        return "\(fields.text(1)) \(tensor?.integer(1) ?? 0) [\(shape.joined(separator: ", "))]"
    }

    /// Returns the first output of the graph for a graph with a single input.
    public func callAsFunction<Scalar: RealScalar>(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        self([input.converted(to: Double.self)])[0].converted(to: Scalar.self)
    }

    /// Returns the outputs of the graph for the given inputs.
    ///
    /// The inputs and the outputs are in the order of the lists in the file.
    public func callAsFunction(_ inputs: [Tensor<Double>]) -> [Tensor<Double>] { graph.run(inputs, [:]) }
}

/// The graph of a file, or the graph that a loop repeats (its body).
public struct ONNXFileGraph {
    public struct Node {
        public let name, operation: String
        let inputs, outputs: [String]
        let attributes: [String: ProtobufFields]

        func integer(_ name: String, default value: Int? = nil) -> Int {
            required(fields(name)?.integer(3) ?? value, name)
        }
        func integers(_ name: String) -> [Int] { required(fields(name)?.integers(8), name) }
        func has(_ name: String) -> Bool { attributes[name] != nil }
        func text(_ name: String, default value: String) -> String { fields(name)?.text(4) ?? value }
        func texts(_ name: String) -> [String] { required(fields(name)?.texts(9), name) }
        func float(_ name: String) -> Double { required(fields(name)?.float(2).map { Double($0) }, name) }
        func tensor(_ name: String) -> Tensor<Double> {
            required(fields(name)?.message(5).map(ONNXFileGraph.tensor), name)
        }
        func graph(_ name: String) -> ONNXFileGraph { required(fields(name)?.message(6).map(ONNXFileGraph.init), name) }

        private func fields(_ name: String) -> ProtobufFields? { attributes[name] }

        private func required<Value>(_ value: Value?, _ name: String) -> Value {
            guard let value else { preconditionFailure("\(self.name): no attribute '\(name)'") }
            return value
        }
    }

    public let nodes: [Node]
    public let constants: [String: Tensor<Double>]
    private let inputs, outputs: [String]

    /// The nodes of the graph, followed by the nodes of the bodies of its loops.
    public var allNodes: [Node] {
        nodes + nodes.filter { $0.operation == "Scan" }.flatMap { $0.graph("body").allNodes }
    }

    init(_ fields: ProtobufFields) {
        nodes = fields.messages(1).map { node in
            Node(
                name: node.text(3), operation: node.text(4), inputs: node.texts(1), outputs: node.texts(2),
                attributes: Dictionary(uniqueKeysWithValues: node.messages(5).map { ($0.text(1), $0) }))
        }
        constants = Dictionary(
            uniqueKeysWithValues: fields.messages(5).map { ($0.text(8), Self.tensor($0)) })
        inputs = fields.messages(11).map { $0.text(1) }
        outputs = fields.messages(12).map { $0.text(1) }
    }

    private static func tensor(_ fields: ProtobufFields) -> Tensor<Double> {
        let (shape, bytes): (Shape, Data) = (Shape(fields.integers(1)), fields.data(9) ?? Data())
        let scalars: [Double] = bytes.withUnsafeBytes { buffer in
            (0 ..< shape.elementCount).map { index in
                switch fields.integer(2) {
                case 1: return Double(buffer.loadUnaligned(fromByteOffset: 4 * index, as: Float.self))
                case 2, 9: return Double(buffer[index])
                case 6: return Double(buffer.loadUnaligned(fromByteOffset: 4 * index, as: Int32.self))
                case 7: return Double(buffer.loadUnaligned(fromByteOffset: 8 * index, as: Int64.self))
                case 10:
                    return Double(buffer.loadUnaligned(fromByteOffset: 2 * index, as: Float16.self))
                case 16:
                    return Double(buffer.loadUnaligned(fromByteOffset: 2 * index, as: BFloat16.self))
                case 11: return buffer.loadUnaligned(fromByteOffset: 8 * index, as: Double.self)
                default: preconditionFailure("type \(fields.integer(2) ?? 0)")
                }
            }
        }
        return Tensor(scalars, shape: shape)
    }

    /// Returns the outputs of the graph for the given arguments, in the order in which the graph lists its inputs and
    /// outputs.
    ///
    /// `outer` contains the values of the surrounding graph by name, because the body of a loop may use these values.
    func run(_ arguments: [Tensor<Double>], _ outer: [String: Tensor<Double>]) -> [Tensor<Double>] {
        var values: [String: Tensor<Double>] = outer.merging(constants) { $1 }
        for (name, argument) in zip(inputs, arguments) { values[name] = argument }
        for node in nodes {
            let operands: [Tensor<Double>?] = node.inputs.map { $0.isEmpty ? nil : value(values, $0, for: node.name) }
            for (name, result) in zip(node.outputs, node.run(operands, values)) {
                precondition(values.updateValue(result, forKey: name) == nil, "'\(name)' is computed twice")
            }
        }
        return outputs.map { value(values, $0, for: "the output") }
    }

    private func value(_ values: [String: Tensor<Double>], _ name: String, for user: String) -> Tensor<Double> {
        guard let value = values[name] else { preconditionFailure("\(user): no value '\(name)'") }
        return value
    }
}
