import Interchange
internal import SwiftProtobuf
import Tensors

/// An ONNX graph under construction: nodes of standard operators, and constants.
///
/// The operators are those of operator set 17. A node's name consists of the path of the module whose parameters it
/// uses and of the operator: `fc1/MatMul`. A constant has the name of its parameter: `fc1.weight`.
///
/// Source: the Open Neural Network Exchange, "Operator schemas", onnx.ai.
public struct ONNXGraph: Sendable {
    /// The version of the operator set.
    public static let operatorSet = 17

    /// The graph's message.
    var message = Onnx_GraphProto()
    /// The path of the module whose parameters the operation being added uses; empty if it uses none.
    var path = ""
    /// An input whose first axis is the batch.
    var batchInput: ONNXValue?
    /// The values that have been computed from the batch size.
    var lengths: [BatchLength: ONNXValue] = [:]
    private var uses: [String: Int]
    private var constants: [NamedTensor: ONNXValue] = [:]

    private struct NamedTensor: Hashable {
        let name: String
        let tensor: AnyTensor
    }

    /// An empty graph in which these names are reserved.
    init(taken names: [String]) {
        message.name = "SynaNN"
        uses = Dictionary(names.map { ($0, 1) }) { first, _ in first }
    }

    /// The empty body of a loop, which may use every value of the graph.
    func body(named name: String) -> ONNXGraph {
        var body: ONNXGraph = self
        body.message = Onnx_GraphProto()
        body.path = path.isEmpty ? name : "\(path)/\(name)"
        body.message.name = body.path
        return body
    }

    /// Reserves the names that a loop's body uses.
    mutating func takeNames(of body: ONNXGraph) { uses = body.uses }

    /// The number of nodes, without those of loop bodies.
    public var nodeCount: Int { message.node.count }

    /// Adds a node with one output and returns that output.
    ///
    /// - Parameters:
    ///   - operation: The operator's name: `Relu`.
    ///   - inputs: The inputs in the operator's order; `nil` omits an optional input.
    ///   - attributes: The attributes by name.
    public mutating func add(
        _ operation: String, _ inputs: ONNXValue?..., attributes: [String: ONNXAttribute] = [:]
    ) -> ONNXValue {
        add(operation, inputs: inputs, attributes: attributes)
    }

    /// Adds a node with one output, for a list of inputs, and returns that output.
    public mutating func add(
        _ operation: String, inputs: [ONNXValue?], attributes: [String: ONNXAttribute] = [:]
    ) -> ONNXValue {
        add(operation, inputs, outputs: 1, attributes: attributes)[0]
    }

    /// Adds a node with several outputs and returns them in the operator's order.
    public mutating func add(
        _ operation: String, _ inputs: [ONNXValue?], outputs: Int, attributes: [String: ONNXAttribute] = [:]
    ) -> [ONNXValue] {
        let sorted: [(key: String, value: ONNXAttribute)] = attributes.sorted { $0.key < $1.key }
        return add(operation, inputs, outputs: outputs, sorted.map { Onnx_AttributeProto($0.key, $0.value) })
    }

    mutating func add(
        _ operation: String, _ inputs: [ONNXValue?], outputs: Int, _ attributes: [Onnx_AttributeProto]
    ) -> [ONNXValue] {
        var node = Onnx_NodeProto()
        node.name = unique(path.isEmpty ? operation : "\(path)/\(operation)")
        node.opType = operation
        node.input = inputs.map { $0?.name ?? "" }
        while node.input.last == "" { node.input.removeLast() }
        node.output = outputs == 1 ? [node.name] : (0 ..< outputs).map { "\(node.name)/\($0)" }
        node.attribute = attributes
        message.node.append(node)
        return node.output.map(ONNXValue.init)
    }

    /// Adds a constant tensor and returns it. Equal tensors of the same name are added once.
    ///
    /// - Parameters:
    ///   - tensor: The tensor.
    ///   - name: The tensor's name within the module of the current operation, whose path precedes it in the graph.
    public mutating func constant<Scalar: FileScalar>(_ tensor: Tensor<Scalar>, _ name: String) -> ONNXValue {
        constant(AnyTensor(tensor), path.isEmpty ? name : "\(path).\(name)")
    }

    /// Adds constant integers, as axes, lengths or positions, and returns them: shape `[integers.count]`.
    public mutating func constant(_ integers: [Int], _ name: String) -> ONNXValue {
        constant(Tensor<Int>(integers), name)
    }

    /// Adds a constant number of a tensor's scalar type and returns it: shape `[]`. Traps for a complex type.
    public mutating func number(_ number: Double, of type: any TensorScalar.Type) -> ONNXValue {
        constant(
            AnyTensor(number, of: type),
            number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : "\(number)")
    }

    /// Adds a constant tensor under exactly this name, or with a suffix where the name is taken.
    mutating func constant(_ tensor: AnyTensor, _ name: String) -> ONNXValue {
        let key = NamedTensor(name: name, tensor: tensor)
        if let known = constants[key] { return known }
        var initializer = Onnx_TensorProto(tensor)
        initializer.name = unique(name)
        message.initializer.append(initializer)
        let value = ONNXValue(name: initializer.name)
        constants[key] = value
        return value
    }

    /// The name, with a number appended where it is taken; the result is reserved.
    mutating func unique(_ name: String) -> String {
        let number: Int = uses[name, default: 0]
        uses[name] = number + 1
        return number == 0 ? name : unique("\(name)_\(number)")
    }
}
