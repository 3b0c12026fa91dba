import Tensors

extension ONNXLowerings {
    /// The lowering of scaled dot-product attention. Operator set 17 has no operator for it.
    static let attention: [String: Lowering] = [
        "attention": { graph, x throws(ONNXError) in
            let rank: Int = x.shape.count
            let order: [Int] = Array(0 ..< rank - 2) + [rank - 1, rank - 2]
            let keys: ONNXValue = graph.add("Transpose", x[1], attributes: ["perm": .ints(order)])
            let products: ONNXValue = graph.add("MatMul", x[0], keys)
            var scores: ONNXValue = graph.add("Mul", products, graph.number(x.number("scale"), of: x.scalarType))
            let excluded: ONNXValue = graph.number(-.infinity, of: x.scalarType)
            if let mask = x.inputs[3] {
                scores =
                    x.scalarType(of: 3) == Bool.self
                    ? graph.add("Where", mask, scores, excluded) : graph.add("Add", scores, mask)
            }
            if x.boolean("isCausal") {
                guard let rows = x.shape(of: 0)[rank - 2].fixed, let columns = x.shape(of: 1)[rank - 2].fixed else {
                    throw ONNXError(.unsupported(x.name, "a causal sequence of the length of the batch"))
                }
                let allowed = Tensor<Bool>(
                    (0 ..< rows).flatMap { row in (0 ..< columns).map { $0 <= row } }, shape: [rows, columns])
                scores = graph.add("Where", graph.constant(allowed, "causal"), scores, excluded)
            }
            return graph.add("MatMul", graph.add("Softmax", scores, attributes: ["axis": .int(-1)]), x[2])
        }
    ]
}
