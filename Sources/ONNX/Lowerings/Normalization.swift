import Tensors

extension ONNXLowerings {
    /// The lowerings of batch and layer normalisation.
    static let normalization: [String: Lowering] = [
        "normalized": { graph, x in
            let result: ONNXValue = graph.add(
                "BatchNormalization", x[0], x[3], x[4], x[1], x[2], attributes: ["epsilon": .float(x.number("epsilon"))]
            )
            return x.boolean("appliesReLU") ? graph.add("Relu", result) : result
        },
        // This operation is batch normalisation in training mode, which uses the statistics of the batch.
        "batchNormalized": { graph, x in graph.addBatchNormalization(x) },
        "layerNormalized": { graph, x in
            graph.add(
                "LayerNormalization", x[0], x[1], x[2],
                attributes: ["axis": .int(-x.shape(of: 1).count), "epsilon": .float(x.number("epsilon"))])
        },
    ]
}

extension ONNXGraph {
    /// Adds nodes that normalise each channel by its mean and variance over the batch and all positions, and returns
    /// their result. Input 1 of the operation is the scale of each channel, and input 2 is the offset of each channel.
    /// The operator BatchNormalization is not used, because in inference it needs statistics as inputs.
    fileprivate mutating func addBatchNormalization(_ x: ONNXOperation) -> ONNXValue {
        let rank: Int = x.shape.count
        let axes: [Int] = [0] + Array(2 ..< rank)
        let distance: ONNXValue = add("Sub", x[0], addReduction("ReduceMean", x[0], axes, keepsAxes: true))
        let variance: ONNXValue = addReduction("ReduceMean", add("Mul", distance, distance), axes, keepsAxes: true)
        let epsilon: ONNXValue = number(x.number("epsilon"), of: x.scalarType)
        let quotient: ONNXValue = add("Div", distance, add("Sqrt", add("Add", variance, epsilon)))
        let channel = [BatchLength](repeating: BatchLength(constant: 1), count: rank - 2)
        let parts: [ONNXValue] = [1, 2].map { reshape(x[$0], to: x.shape(of: $0) + channel) }
        let result: ONNXValue = add("Add", add("Mul", quotient, parts[0]), parts[1])
        return x.boolean("appliesReLU") ? add("Relu", result) : result
    }
}
