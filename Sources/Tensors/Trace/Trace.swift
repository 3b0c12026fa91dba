/// A computation as data: the operations that lead from a model's input to its output, in the order in which they ran.
///
/// Tracing calls the model a single time and records its operations. ONNX files, summaries and drawings are made from
/// traces.
///
/// A trace describes the computation for a single input. If another input would take another branch, the trace does not
/// contain that branch. If the model reads a number from a tensor (`scalar`, `scalars`) and uses the number in a later
/// operation, the number is a constant of the trace.
public struct Trace: Sendable {
    /// A tensor of the computation.
    public struct Value: Sendable, Hashable {
        /// The position in the trace's `values`.
        public let index: Int

        package init(position: Int) { index = position }
    }

    /// The origin of a tensor.
    public enum Origin: Sendable {
        /// An input of the model.
        case input(name: String)
        /// A learned parameter of the model.
        case parameter(name: String, any TensorProtocol)
        /// A `Buffer` of the model: a tensor that is saved but not learned.
        case buffer(name: String, any TensorProtocol)
        /// A tensor that depends on no input, parameter or buffer.
        case constant(any TensorProtocol)
        /// The result of an operation.
        case result
    }

    /// The properties of a tensor.
    public struct ValueInfo: Sendable {
        /// The lengths of the axes.
        public let shape: Shape
        /// The type of the elements.
        public let scalarType: any TensorScalar.Type
        /// The tensor's origin.
        public let origin: Origin
    }

    /// An operation that ran.
    public struct Node: Sendable {
        /// The operation's name.
        public let operation: String
        /// The operation's arguments that are not tensors, by name.
        public let attributes: [String: TensorOperation.Attribute]
        /// The number of pairs of a multiplication and an addition.
        public let multiplyAdds: Int
        /// The input tensors; `nil` for an optional input that was omitted.
        public let inputs: [Value?]
        /// The result.
        public let output: Value
        /// The operations of which this operation consists, if `withOperation` grouped them; otherwise empty.
        public let body: [Node]
    }

    /// All tensors, in the order of their first use.
    public internal(set) var values: [ValueInfo] = []
    /// The operations on which the outputs depend, in execution order.
    public internal(set) var nodes: [Node] = []
    /// The model's inputs.
    public internal(set) var inputs: [Value] = []
    /// The model's outputs.
    public internal(set) var outputs: [Value] = []
    /// The name of each output in its `TensorGroup`, such as `scores`. If the output is a single tensor, its name is
    /// the empty string.
    public internal(set) var outputNames: [String] = []

    /// The properties of the tensor `value`, which must belong to this trace.
    public subscript(value: Value) -> ValueInfo { values[value.index] }

    init() {}
}

extension Trace.Origin {
    /// The tensor of a parameter, buffer or constant; otherwise `nil`.
    public var tensor: (any TensorProtocol)? {
        switch self {
        case .parameter(_, let tensor), .buffer(_, let tensor), .constant(let tensor): tensor
        case .input, .result: nil
        }
    }

    /// The name of a parameter or buffer; otherwise `nil`.
    public var parameterName: String? {
        switch self {
        case .parameter(let name, _), .buffer(let name, _): name
        case .input, .constant, .result: nil
        }
    }
}

extension Trace.Origin {
    /// Whether the tensor is an input, a parameter or a buffer of the model.
    fileprivate var isLeaf: Bool {
        switch self {
        case .input, .parameter, .buffer: true
        case .constant, .result: false
        }
    }
}

extension Trace.Node {
    fileprivate func renumbered(_ places: [Trace.Value: Trace.Value]) -> Trace.Node {
        Trace.Node(
            operation: operation, attributes: attributes, multiplyAdds: multiplyAdds,
            inputs: inputs.map { $0.flatMap { places[$0] } }, output: places[output] ?? output,
            body: body.map { $0.renumbered(places) })
    }
}

extension Trace {
    /// Returns the trace without the operations on which no output depends, and without the tensors of these
    /// operations.
    func withoutUnusedNodes() -> Trace {
        var needed = Set(outputs)
        let used: [Node] = Self.used(nodes, &needed)
        var (places, trace): ([Value: Value], Trace) = ([:], Trace())
        for (index, info) in values.enumerated() where info.origin.isLeaf || needed.contains(Value(position: index)) {
            places[Value(position: index)] = Value(position: trace.values.count)
            trace.values.append(info)
        }
        trace.nodes = used.map { $0.renumbered(places) }
        (trace.inputs, trace.outputs) = (inputs.compactMap { places[$0] }, outputs.compactMap { places[$0] })
        trace.outputNames = outputNames
        return trace
    }

    private static func used(_ nodes: [Node], _ needed: inout Set<Value>) -> [Node] {
        var kept: [Node] = []
        for node in nodes.reversed() where needed.contains(node.output) {
            // A part of a group may use a tensor that is not among the group's inputs.
            let body: [Node] = used(node.body, &needed)
            needed.formUnion(node.inputs.compactMap { $0 })
            kept.append(
                Node(
                    operation: node.operation, attributes: node.attributes, multiplyAdds: node.multiplyAdds,
                    inputs: node.inputs, output: node.output, body: body))
        }
        return kept.reversed()
    }
}
