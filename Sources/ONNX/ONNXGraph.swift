import Interchange
internal import SwiftProtobuf
import Tensors

/// An ONNX graph that is being built: nodes of the standard operators, and the constants that they need.
///
/// Operators are those of operator set 17. A node's name is the path of the module that it stands for and the operator,
/// `fc1/MatMul`; a constant's is the parameter's, `fc1.weight`.
///
/// Source: the Open Neural Network Exchange, "Operator schemas", onnx.ai.
public struct ONNXGraph: Sendable {
    /// The version of the set of operators.
    public static let operatorSet = 17

    var message = Onnx_GraphProto()
    private var path: [String] = []
    private var uses: [String: Int] = [:]

    init() {}

    /// A graph whose input and output have names of their own.
    init(input: String, output: String) {
        require(input != output, "ONNXGraph: input and output are both named '\(input)'")
        message.name = "SynaNN"
        uses = [input: 1, output: 1]
    }

    /// Gives what has been computed the name of the graph's output.
    mutating func end(with result: ONNXValue, as output: String) {
        var node = Onnx_NodeProto()
        (node.name, node.opType, node.input, node.output) = (unique("Identity"), "Identity", [result.name], [output])
        message.node.append(node)
    }

    /// How many nodes there are, those of loop bodies not counted.
    public var nodeCount: Int { message.node.count }

    /// Adds what stands for a module, under the name that the module's parameters have in the network.
    public mutating func add(_ module: some ONNXConvertible, _ name: String, _ input: ONNXValue) -> ONNXValue {
        path.append(name)
        defer { path.removeLast() }
        return module.addNodes(to: &self, input)
    }

    /// Adds a node with one outcome.
    ///
    /// - Parameters:
    ///   - operation: The operator's name, `Relu`.
    ///   - inputs: In the operator's order; none stands for an optional one that is left out.
    public mutating func add(
        _ operation: String, _ inputs: ONNXValue?..., attributes: [String: ONNXAttribute] = [:]
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

    private mutating func add(
        _ operation: String, _ inputs: [ONNXValue?], outputs: Int, _ attributes: [Onnx_AttributeProto]
    ) -> [ONNXValue] {
        var node = Onnx_NodeProto()
        node.name = unique((path + [operation]).joined(separator: "/"))
        node.opType = operation
        node.input = inputs.map { $0?.name ?? "" }
        while node.input.last == "" { node.input.removeLast() }
        node.output = outputs == 1 ? [node.name] : (0 ..< outputs).map { "\(node.name)/\($0)" }
        node.attribute = attributes
        message.node.append(node)
        return node.output.map(ONNXValue.init)
    }

    /// Adds a tensor, under the name that it has in the module.
    public mutating func constant<Scalar: RealScalar>(_ tensor: Tensor<Scalar>, _ name: String) -> ONNXValue {
        constant(AnyTensor(real: tensor), name)
    }

    /// Adds integers: axes, lengths, positions.
    public mutating func constant(_ integers: [Int], _ name: String) -> ONNXValue {
        constant(AnyTensor(Tensor<Int>(integers)), name)
    }

    /// Adds a single integer, which has no axis.
    public mutating func constant(_ integer: Int, _ name: String) -> ONNXValue {
        constant(AnyTensor(Tensor<Int>(integer)), name)
    }

    private mutating func constant(_ tensor: AnyTensor, _ name: String) -> ONNXValue {
        let name: String = (path + [name]).joined(separator: ".")
        var initializer = Onnx_TensorProto(tensor)
        // A layer that is called twice has its parameters once.
        initializer.name = name
        if message.initializer.contains(initializer) { return ONNXValue(name: name) }
        initializer.name = unique(name)
        message.initializer.append(initializer)
        return ONNXValue(name: initializer.name)
    }

    /// Adds a loop over the steps of sequences, `Scan`: each step makes the next state from the one before and the step's
    /// part of each sequence.
    ///
    /// - Parameters:
    ///   - sequences: Each `[batch, steps, …]`.
    ///   - state: Where the state starts: `[batch, …]`.
    ///   - type: The numbers of state and sequences.
    ///   - body: The next state. Its nodes may use all that the graph has.
    /// - Returns: The states after each step: `[batch, steps, …]`.
    public mutating func scan<Scalar: RealScalar>(
        _ sequences: [ONNXValue], from state: ONNXValue, of type: Scalar.Type,
        body: (_ graph: inout ONNXGraph, _ state: ONNXValue, _ parts: [ONNXValue]) -> ONNXValue
    ) -> ONNXValue {
        var inner = ONNXGraph()
        (inner.path, inner.uses) = (path + ["step"], uses)
        let arguments: [ONNXValue] = (["state"] + sequences.indices.map { "part\($0)" }).map { name in
            ONNXValue(name: inner.unique((inner.path + [name]).joined(separator: "/")))
        }
        let next: ONNXValue = body(&inner, arguments[0], Array(arguments.dropFirst()))
        // A body answers the state twice, for the next step and for the sequence of states, under two names.
        let listed: ONNXValue = inner.add("Identity", next)
        let dtype: DType = AnyTensor(real: Tensor<Scalar>(zeros: [0])).dtype
        inner.message.name = inner.path.joined(separator: "/")
        inner.message.input = arguments.map { Onnx_ValueInfoProto($0.name, dtype) }
        inner.message.output = [next, listed].map { Onnx_ValueInfoProto($0.name, dtype) }
        uses = inner.uses
        let axes = [Int](repeating: 1, count: sequences.count)
        let attributes: [Onnx_AttributeProto] = [
            Onnx_AttributeProto("body", inner.message), Onnx_AttributeProto("num_scan_inputs", .int(sequences.count)),
            Onnx_AttributeProto("scan_input_axes", .ints(axes)), Onnx_AttributeProto("scan_output_axes", .ints([1])),
        ]
        return add("Scan", [state] + sequences, outputs: 2, attributes)[1]
    }

    /// The name, with a number where it is taken.
    private mutating func unique(_ name: String) -> String {
        let number: Int = uses[name, default: 0]
        uses[name] = number + 1
        return number == 0 ? name : unique("\(name)_\(number)")
    }
}
