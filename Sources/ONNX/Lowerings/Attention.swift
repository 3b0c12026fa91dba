import Tensors

extension ONNXLowerings {
    /// The lowerings of scaled dot-product attention. Operator set 17 has no operator for it.
    static let attention: [String: Lowering] = [
        "attention": { graph, x throws(ONNXError) in
            let rank: Int = x.shape.count
            return try graph.addAttention(
                x, (x[0], x[1], x[2]), rank: rank, mask: 3,
                lengths: (x.shape(of: 0)[rank - 2], x.shape(of: 1)[rank - 2]))
        },
        "selfAttention": { graph, x throws(ONNXError) in
            let (heads, projection): (Int, [BatchLength]) = (x.integer("heads"), x.shape(of: 0))
            guard let width = projection[2].fixed else {
                throw ONNXError(.unsupported(x.name, "vectors whose length is that of the batch"))
            }
            let lengths: [BatchLength] =
                projection.prefix(2)
                + [3, heads, width / (3 * heads)].map {
                    BatchLength(constant: $0)
                }
            let parts: ONNXValue = graph.add(
                "Transpose", graph.reshape(x[0], to: lengths), attributes: ["perm": .ints([2, 0, 3, 1, 4])])
            func part(_ index: Int) -> ONNXValue {
                graph.add("Gather", parts, graph.constant(Tensor<Int>(index), "part"), attributes: ["axis": .int(0)])
            }
            let result: ONNXValue = try graph.addAttention(
                x, (part(0), part(1), part(2)), rank: 4, mask: 1, lengths: (projection[1], projection[1]))
            let joined: ONNXValue = graph.add("Transpose", result, attributes: ["perm": .ints([0, 2, 1, 3])])
            return graph.reshape(joined, to: x.shape)
        },
    ]
}

extension ONNXGraph {
    /// Adds the nodes of attention with the attributes of the operation `x`, and returns their result. Throws an
    /// `ONNXError` if the attention is causal and a length depends on the batch size.
    ///
    /// - Parameters:
    ///   - x: The operation.
    ///   - parts: The queries, keys and values.
    ///   - rank: The number of axes of the queries.
    ///   - mask: The position of the optional mask among the inputs of the operation.
    ///   - lengths: The numbers of queries and keys.
    fileprivate mutating func addAttention(
        _ x: ONNXOperation, _ parts: (queries: ONNXValue, keys: ONNXValue, values: ONNXValue), rank: Int, mask: Int,
        lengths: (queries: BatchLength, keys: BatchLength)
    ) throws(ONNXError) -> ONNXValue {
        let order: [Int] = Array(0 ..< rank - 2) + [rank - 1, rank - 2]
        let keys: ONNXValue = add("Transpose", parts.keys, attributes: ["perm": .ints(order)])
        let products: ONNXValue = add("MatMul", parts.queries, keys)
        var scores: ONNXValue = add("Mul", products, number(x.number("scale"), of: x.scalarType))
        let excluded: ONNXValue = number(-.infinity, of: x.scalarType)
        if let input = x.inputs[mask] {
            scores =
                x.scalarType(of: mask) == Bool.self
                ? add("Where", input, scores, excluded) : add("Add", scores, input)
        }
        if x.boolean("isCausal") {
            guard let rows = lengths.queries.fixed, let columns = lengths.keys.fixed else {
                throw ONNXError(.unsupported(x.name, "a causal sequence whose length is that of the batch"))
            }
            let allowed = Tensor<Bool>(
                (0 ..< rows).flatMap { row in (0 ..< columns).map { $0 <= row } }, shape: [rows, columns])
            scores = add("Where", constant(allowed, "causal"), scores, excluded)
        }
        return add("MatMul", add("Softmax", scores, attributes: ["axis": .int(-1)]), parts.values)
    }
}
