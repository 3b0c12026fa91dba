import Interchange
import Tensors

extension ONNXLowerings {
    /// The lowerings of slices and of selection by indices.
    static let indexing: [String: Lowering] = [
        "slice": { graph, x in
            let (slices, shape): ([AxisSlice], [BatchLength]) = (x.slices, x.lengths("shape"))
            let part: ONNXValue = graph.slice(x[0], slices)
            return slices.map(\.count) == shape ? part : graph.reshape(part, to: shape)
        },
        "assignSlice": { graph, x throws(ONNXError) in
            let slices: [AxisSlice] = x.slices
            if slices.isEmpty { return x[1] }
            // Broadcast the part to the shape of the slice, then restore the axes that integer indices drop.
            let part: ONNXValue = graph.add("Expand", x[1], graph.lengths(x.lengths("shape"), "shape"))
            return try graph.replace(slices, of: x[0], with: graph.reshape(part, to: slices.map(\.count)))
        },
        "gathered": { graph, x in
            graph.add("Gather", x[0], x[1], attributes: ["axis": .int(x.integer("axis"))])
        },
        "oneHot": { graph, x in graph.addOneHot(x[0], x.integer("classCount"), x.scalarType) },
    ]

    /// The lowerings of operations that losses use.
    static let losses: [String: Lowering] = [
        "pick": { graph, x in
            let positions: ONNXValue = graph.unsqueeze(x[1], at: [1])
            return graph.squeeze(graph.add("GatherElements", x[0], positions, attributes: ["axis": .int(1)]), at: [1])
        }
    ]
}

extension ONNXGraph {
    /// Adds the one-hot vectors of `indices` and returns them: the axes of `indices`, then `classCount`. The nodes
    /// compare each index with all class numbers, because runtimes support the operator OneHot only for some types.
    fileprivate mutating func addOneHot(
        _ indices: ONNXValue, _ classCount: Int, _ type: any TensorScalar.Type
    ) -> ONNXValue {
        let classes: ONNXValue = constant(Array(0 ..< classCount), "classes")
        let isClass: ONNXValue = add("Equal", unsqueeze(indices, at: [-1]), classes)
        return add("Cast", isClass, attributes: ["to": .int(DType(type)?.onnxCode ?? 1)])
    }
}
