internal import SwiftProtobuf

extension ONNXGraph {
    /// Takes out the nodes and constants that no output depends on: an operation that is lowered whole leaves behind what
    /// only its parts would have used.
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
    /// The names that the node uses, itself and in the bodies of its loops.
    fileprivate var namesUsed: [String] {
        input + attribute.filter(\.hasG).flatMap { $0.g.node.flatMap(\.namesUsed) + $0.g.output.map(\.name) }
    }
}
