import Interchange
import Tensors

extension ONNXLowerings {
    /// Parts of tensors, and rows that indices choose.
    static let indexing: [String: Lowering] = [
        "slice": { graph, x in
            let (walks, shape): ([AxisWalk], [BatchLength]) = (x.walks, x.lengths("shape"))
            let part: ONNXValue = graph.slice(x[0], walks)
            return walks.map(\.count) == shape ? part : graph.reshape(part, to: shape)
        },
        "assignSlice": { graph, x throws(ONNXError) in
            let walks: [AxisWalk] = x.walks
            if walks.isEmpty { return x[1] }
            // Broadcast to the part as it is written in brackets, then with the axes that brackets drop.
            let part: ONNXValue = graph.add("Expand", x[1], graph.lengths(x.lengths("shape"), "shape"))
            return try graph.replace(walks, of: x[0], with: graph.reshape(part, to: walks.map(\.count)))
        },
        "gathered": { graph, x in
            graph.add("Gather", x[0], x[1], attributes: ["axis": .int(x.integer("axis"))])
        },
        "oneHot": { graph, x in graph.addOneHot(x[0], x.integer("classCount"), x.scalarType) },
    ]

    /// What losses pick out.
    static let losses: [String: Lowering] = [
        "pick": { graph, x in
            let positions: ONNXValue = graph.unsqueeze(x[1], at: [1])
            return graph.squeeze(graph.add("GatherElements", x[0], positions, attributes: ["axis": .int(1)]), at: [1])
        }
    ]
}

extension ONNXGraph {
    /// Written as a comparison: runtimes have the operator OneHot for some types only.
    fileprivate mutating func addOneHot(
        _ indices: ONNXValue, _ classCount: Int, _ type: any TensorScalar.Type
    ) -> ONNXValue {
        let classes: ONNXValue = constant(Array(0 ..< classCount), "classes")
        let isClass: ONNXValue = add("Equal", unsqueeze(indices, at: [-1]), classes)
        return add("Cast", isClass, attributes: ["to": .int(DType(type)?.onnxCode ?? 1)])
    }
}
