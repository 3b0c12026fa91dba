import Interchange
internal import SwiftProtobuf
import Tensors

/// An ONNX graph under construction: nodes of standard operators, and constants.
///
/// All operators belong to operator set 17. A node's name is the path of the module whose parameters the node uses,
/// followed by the operator: `fc1/MatMul`. A parameter keeps its name in the model: `fc1.weight`. If a name is taken, a
/// number is appended.
///
/// Source: the Open Neural Network Exchange, "Operator schemas", onnx.ai.
public struct ONNXGraph: Sendable {
    /// The version of the operator set.
    public static let operatorSet = 17

    /// The protobuf message of the graph.
    var message = Onnx_GraphProto()
    /// The path of the module whose parameters the current operation uses. The path is empty if the operation uses no
    /// parameters.
    var path = ""
    /// The first input whose first axis is the batch; `nil` if no input has the batch as its first axis.
    var batchInput: ONNXValue?
    /// For each length that the graph computes from the batch size: its value in the graph.
    var lengths: [BatchLength: ONNXValue] = [:]
    private var uses: [String: Int]
    private var constants: [NamedTensor: ONNXValue] = [:]

    private struct NamedTensor: Hashable {
        let name: String
        let tensor: AnyTensor
    }

    /// Creates an empty graph and reserves `names`. No node and no constant gets one of these names.
    init(taken names: [String]) {
        message.name = "SynaNN"
        uses = Dictionary(names.map { ($0, 1) }) { first, _ in first }
    }

    /// Returns an empty graph for the body of a loop. Its nodes may use every value of this graph. `name` is appended
    /// to the current module path.
    func body(named name: String) -> ONNXGraph {
        var body: ONNXGraph = self
        body.message = Onnx_GraphProto()
        body.path = path.isEmpty ? name : "\(path)/\(name)"
        body.message.name = body.path
        return body
    }

    /// Reserves all names that the body of a loop uses.
    mutating func takeNames(of body: ONNXGraph) { uses = body.uses }

    /// The number of nodes, without the nodes in loop bodies.
    public var nodeCount: Int { message.node.count }

    /// Adds a node with a single output and returns this output.
    ///
    /// - Parameters:
    ///   - operation: The name of the ONNX operator, such as `Relu`.
    ///   - inputs: The inputs in the operator's order; `nil` omits an optional input.
    ///   - attributes: The attributes by name.
    public mutating func add(
        _ operation: String, _ inputs: ONNXValue?..., attributes: [String: ONNXAttribute] = [:]
    ) -> ONNXValue {
        add(operation, inputs: inputs, attributes: attributes)
    }

    /// Adds a node with a single output for an array of inputs, and returns this output. The parameters have the same
    /// meaning as in `add(_:_:attributes:)`.
    public mutating func add(
        _ operation: String, inputs: [ONNXValue?], attributes: [String: ONNXAttribute] = [:]
    ) -> ONNXValue {
        add(operation, inputs, outputs: 1, attributes: attributes)[0]
    }

    /// Adds a node with `outputs` outputs, and returns the outputs in the operator's order. The other parameters have
    /// the same meaning as in `add(_:_:attributes:)`.
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

    /// Adds a constant tensor and returns its value in the graph. If the graph already has an equal tensor under the
    /// same name, returns the existing value.
    ///
    /// - Parameters:
    ///   - tensor: The tensor.
    ///   - name: The tensor's name within the module of the current operation. In the graph, the module's path and a
    ///     dot precede this name, and a number follows it if the name is taken.
    public mutating func constant<Scalar: FileScalar>(_ tensor: Tensor<Scalar>, _ name: String) -> ONNXValue {
        constant(AnyTensor(tensor), path.isEmpty ? name : "\(path).\(name)")
    }

    /// Adds constant integers, such as axes, lengths or positions, and returns their value in the graph, of shape
    /// `[integers.count]`.
    public mutating func constant(_ integers: [Int], _ name: String) -> ONNXValue {
        constant(Tensor<Int>(integers), name)
    }

    /// Adds a constant number with the scalar type `type`, and returns its value in the graph, of shape `[]`. `type`
    /// must be a real or an integer type; another type traps. An integer type traps if `number` has a fraction, is NaN,
    /// or does not fit.
    public mutating func number(_ number: Double, of type: any TensorScalar.Type) -> ONNXValue {
        constant(
            AnyTensor(number, of: type),
            number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : "\(number)")
    }

    /// Adds a constant tensor and returns its value in the graph. The tensor gets exactly the name `name`, or `name`
    /// with an appended number if `name` is taken. If the graph already has an equal tensor under the same name,
    /// returns the existing value.
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

    /// Returns `name`, or `name` with an appended number if `name` is taken. Reserves the returned name.
    mutating func unique(_ name: String) -> String {
        let number: Int = uses[name, default: 0]
        uses[name] = number + 1
        return number == 0 ? name : unique("\(name)_\(number)")
    }
}
