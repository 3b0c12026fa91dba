import Tensors

/// For each operation of a trace the layer that it belongs to and the parameters that it brings in: those that it takes,
/// and those that its inputs were computed from without the model's input, as a clipped weight is.
struct LayerNames {
    /// An operation on the way from the input to the output.
    struct Row {
        let node: BatchTrace.Node
        /// The parameters and buffers, in the order of their use.
        let parameters: [Trace.Value]
        /// The parts of the parameters' names before the last dot: `conv1`, or none.
        let layer: String
    }

    private(set) var rows: [Row] = []
    /// For each tensor that does not depend on the input the parameters that it was computed from.
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

/// The sum of lengths; none where one is unknown.
func sum(_ lengths: [BatchLength?]) -> BatchLength? {
    lengths.reduce(BatchLength(constant: 0)) { sum, length in
        guard let sum, let length else { return nil }
        return BatchLength(perSample: sum.perSample + length.perSample, constant: sum.constant + length.constant)
    }
}

extension BatchTrace.Node {
    /// All that the operation and those within it take.
    fileprivate var leaves: [Trace.Value] { inputs.compactMap { $0 } + body.flatMap(\.leaves) }

    /// The multiplications with an addition: its own, or those of the operations within. None where they do not grow
    /// evenly with the batch.
    var totalMultiplyAdds: BatchLength? {
        multiplyAdds == BatchLength(constant: 0) ? sum(body.map(\.totalMultiplyAdds)) : multiplyAdds
    }
}
