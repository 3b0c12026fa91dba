import Tensors

/// The layer and the parameters of each operation of a trace.
///
/// The parameters of an operation are the parameters among its inputs. An input may also be computed from parameters
/// alone, for example a clipped weight. The parameters from which such an input was computed also count as parameters
/// of the operation.
struct LayerNames {
    /// An operation that depends on the model's input.
    struct Row {
        let node: BatchTrace.Node
        /// The parameters and buffers, in the order of their use.
        let parameters: [Trace.Value]
        /// The names of the parameters without the last part, such as `conv1`. Different names are separated by a
        /// comma. The text is empty if the operation has no parameters.
        let layer: String
    }

    /// The operations that depend on the model's input, in execution order.
    private(set) var rows: [Row] = []
    /// For each tensor that does not depend on the model's input, the parameters and buffers from which the tensor was
    /// computed.
    private var sources: [Trace.Value: [Trace.Value]] = [:]
    private let trace: BatchTrace

    init(_ trace: BatchTrace) {
        self.trace = trace
        for (index, info) in trace.values.enumerated() {
            switch info.origin {
            case .parameter, .buffer: sources[Trace.Value(position: index)] = [Trace.Value(position: index)]
            case .constant: sources[Trace.Value(position: index)] = []
            case .input, .result: break
            }
        }
        for node in trace.nodes { add(node) }
    }

    private mutating func add(_ node: BatchTrace.Node) {
        var parameters: [Trace.Value] = []
        for value in node.leaves.flatMap({ sources[$0] ?? [] }) where !parameters.contains(value) {
            parameters.append(value)
        }
        if node.inputs.allSatisfy({ $0.map { sources[$0] != nil } ?? true }) {
            sources[node.output] = parameters
        } else {
            rows.append(Row(node: node, parameters: parameters, layer: layer(of: parameters)))
        }
    }

    private func layer(of parameters: [Trace.Value]) -> String {
        var names: [String] = []
        for name in parameters.compactMap({ trace[$0].origin.parameterName }) {
            let layer: String = name.split(separator: ".").dropLast().joined(separator: ".")
            if !names.contains(layer) { names.append(layer) }
        }
        return names.joined(separator: ", ")
    }
}

/// Returns the sum of the lengths, or `nil` if a length is `nil`.
func sum(_ lengths: [BatchLength?]) -> BatchLength? {
    lengths.reduce(BatchLength(constant: 0)) { sum, length in
        guard let sum, let length else { return nil }
        return BatchLength(perSample: sum.perSample + length.perSample, constant: sum.constant + length.constant)
    }
}

extension BatchTrace.Node {
    /// All inputs of the operation and of the operations in its body.
    fileprivate var leaves: [Trace.Value] { inputs.compactMap { $0 } + body.flatMap(\.leaves) }

    /// The number of multiply–add pairs of the operation; if this number is 0, the sum over the operations in the body.
    /// The value is `nil` if the number is not linear in the batch size.
    var totalMultiplyAdds: BatchLength? {
        multiplyAdds == BatchLength(constant: 0) ? sum(body.map(\.totalMultiplyAdds)) : multiplyAdds
    }
}
