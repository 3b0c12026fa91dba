internal import SwiftProtobuf

extension ONNXGraph {
    /// Removes the nodes and constants that no output depends on. For example, if a composite operation has its own
    /// lowering, its inner operations are not written, and the values that only the inner operations use are not
    /// needed.
    mutating func removeUnused() {
        var needed = Set(message.output.map(\.name))
        var kept: [Onnx_NodeProto] = []
        for node in message.node.reversed() where node.output.contains(where: needed.contains) {
            needed.formUnion(node.namesUsed)
            kept.append(node)
        }
        message.node = kept.reversed()
        message.initializer.removeAll { !needed.contains($0.name) }
    }
}

extension Onnx_NodeProto {
    /// The names of the values that this node uses, and of the values that the nodes in its loop body use.
    fileprivate var namesUsed: [String] {
        input + attribute.filter(\.hasG).flatMap { $0.g.node.flatMap(\.namesUsed) + $0.g.output.map(\.name) }
    }
}
