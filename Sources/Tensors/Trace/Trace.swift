/// A computation as data: the operations that lead from a model's input to its output, in the order in which they ran.
///
/// A model is traced by being called once. What it computes is written down while it does: a network describes itself
/// nowhere else. ONNX files, summaries and drawings are made from traces.
///
/// A trace holds what happened for one input. A branch that another input would take, or a number that is read out of a
/// tensor (`scalar`, `scalars`) and used to compute another one, is a constant in it.
public struct Trace: Sendable {
    /// A tensor of the computation.
    public struct Value: Sendable, Hashable {
        /// The position among the trace's `values`.
        public let index: Int

        package init(position: Int) { index = position }
    }

    /// Where a tensor comes from.
    public enum Origin: Sendable {
        /// What the model was given.
        case input(name: String)
        /// What the model learns.
        case parameter(name: String, any TensorProtocol)
        /// What the model keeps without learning it.
        case buffer(name: String, any TensorProtocol)
        /// What depends on none of these.
        case constant(any TensorProtocol)
        /// What an operation computed.
        case result
    }

    /// What is known of a tensor.
    public struct ValueInfo: Sendable {
        public let shape: Shape
        public let scalarType: any TensorScalar.Type
        public let origin: Origin
    }

    /// An operation that ran.
    public struct Node: Sendable {
        /// The operation's name.
        public let operation: String
        public let attributes: [String: TensorOperation.Attribute]
        /// How many multiplications with an addition it took.
        public let multiplyAdds: Int
        /// The tensors that it was given; none in the place of an optional one that was left out.
        public let inputs: [Value?]
        /// What it computed.
        public let output: Value
        /// The operations that it consists of, where `withOperation` gave several the name of one.
        public let body: [Node]
    }

    /// All tensors, in the order of their first appearance.
    public internal(set) var values: [ValueInfo] = []
    /// The operations that the outputs depend on, in the order in which they ran.
    public internal(set) var nodes: [Node] = []
    /// What the model was given.
    public internal(set) var inputs: [Value] = []
    /// What the model answered.
    public internal(set) var outputs: [Value] = []
    /// The name of each output within its group, `scores`; empty for an output that is a tensor by itself.
    public internal(set) var outputNames: [String] = []

    public subscript(value: Value) -> ValueInfo { values[value.index] }

    init() {}
}

extension Trace.Origin {
    /// The tensor itself, where it does not depend on the input.
    public var tensor: (any TensorProtocol)? {
        switch self {
        case .parameter(_, let tensor), .buffer(_, let tensor), .constant(let tensor): tensor
        case .input, .result: nil
        }
    }

    /// The name of a parameter or buffer.
    public var parameterName: String? {
        switch self {
        case .parameter(let name, _), .buffer(let name, _): name
        case .input, .constant, .result: nil
        }
    }
}

extension Trace.Origin {
    /// Whether the tensor was there before the computation.
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
    /// The trace without the operations that no output depends on, and without their tensors.
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
            // What a group takes is what its parts take: a part may use a tensor that the group does not name.
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
