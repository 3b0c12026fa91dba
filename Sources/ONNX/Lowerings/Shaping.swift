import Tensors

extension ONNXLowerings {
    /// The lowerings of changes of shape, of concatenation and of padding.
    static let shaping: [String: Lowering] = [
        "reshape": { graph, x in graph.reshape(x[0], to: x.lengths("shape")) },
        "permute": { graph, x in
            let order: [Int] = x.integers("order")
            return order == Array(order.indices)
                ? x[0] : graph.add("Transpose", x[0], attributes: ["perm": .ints(order)])
        },
        "broadcast": { graph, x in graph.add("Expand", x[0], graph.lengths(x.lengths("shape"), "shape")) },
        "concatenate": { graph, x in
            graph.add("Concat", inputs: x.inputs, attributes: ["axis": .int(x.integer("axis"))])
        },
        "pad": { graph, x in
            let widths: [BatchLength] = x.lengths("before") + x.lengths("after")
            if widths.isEmpty { return x[0] }
            let value: ONNXValue = graph.number(x.number("value"), of: x.scalarType)
            return graph.add("Pad", x[0], graph.lengths(widths, "widths"), value)
        },
    ]
}
