import Interchange
internal import SwiftProtobuf
import Tensors

/// An ONNX graph that is being built: nodes of the standard operators, and the constants that they need.
///
/// Operators are those of operator set 17. A node's name is the path of the module whose parameters it uses and the
/// operator, `fc1/MatMul`; a constant's is the parameter's, `fc1.weight`.
///
/// Source: the Open Neural Network Exchange, "Operator schemas", onnx.ai.
public struct ONNXGraph: Sendable {
    /// The version of the set of operators.
    public static let operatorSet = 17

    var message = Onnx_GraphProto()
    /// The module whose operations are being added; empty where they use no parameter.
    var path = ""
    /// An input whose first axis is the batch.
    var batchInput: ONNXValue?
    /// What has been computed of the size of the batch.
    var lengths: [BatchLength: ONNXValue] = [:]
    private var uses: [String: Int]
    private var constants: [NamedTensor: ONNXValue] = [:]

    private struct NamedTensor: Hashable {
        let name: String
        let tensor: AnyTensor
    }

    /// An empty graph in which these names are taken.
    init(taken names: [String]) {
        message.name = "SynaNN"
        uses = Dictionary(names.map { ($0, 1) }) { first, _ in first }
    }

    /// The empty body of a loop, which may use all that the graph has.
    func body(named name: String) -> ONNXGraph {
        var body: ONNXGraph = self
        body.message = Onnx_GraphProto()
        body.path = path.isEmpty ? name : "\(path)/\(name)"
        body.message.name = body.path
        return body
    }

    /// Takes over the names that a loop's body has used.
    mutating func takeNames(of body: ONNXGraph) { uses = body.uses }

    /// How many nodes there are, those of loop bodies not counted.
    public var nodeCount: Int { message.node.count }

    /// Adds a node with one outcome.
    ///
    /// - Parameters:
    ///   - operation: The operator's name, `Relu`.
    ///   - inputs: In the operator's order; none stands for an optional one that is left out.
    public mutating func add(
        _ operation: String, _ inputs: ONNXValue?..., attributes: [String: ONNXAttribute] = [:]
    ) -> ONNXValue {
        add(operation, inputs: inputs, attributes: attributes)
    }

    /// The same for a list of inputs.
    public mutating func add(
        _ operation: String, inputs: [ONNXValue?], attributes: [String: ONNXAttribute] = [:]
    ) -> ONNXValue {
        add(operation, inputs, outputs: 1, attributes: attributes)[0]
    }

    /// Adds a node with several outcomes.
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

    /// Adds a tensor, once for equal ones of the same name.
    ///
    /// - Parameter name: What it is to the module under way, which the name in the graph begins with.
    public mutating func constant<Scalar: FileScalar>(_ tensor: Tensor<Scalar>, _ name: String) -> ONNXValue {
        constant(AnyTensor(tensor), path.isEmpty ? name : "\(path).\(name)")
    }

    /// Adds integers: axes, lengths, positions.
    public mutating func constant(_ integers: [Int], _ name: String) -> ONNXValue {
        constant(Tensor<Int>(integers), name)
    }

    /// Adds a single number of the type of a tensor's elements; it has no axis.
    public mutating func number(_ number: Double, of type: any TensorScalar.Type) -> ONNXValue {
        constant(
            AnyTensor(number, of: type),
            number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : "\(number)")
    }

    /// Adds a tensor under a name of its own.
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

    /// The name, with a number where it is taken.
    mutating func unique(_ name: String) -> String {
        let number: Int = uses[name, default: 0]
        uses[name] = number + 1
        return number == 0 ? name : unique("\(name)_\(number)")
    }
}
