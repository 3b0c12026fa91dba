import Interchange
import Tensors

extension ONNXLowerings {
    /// The lowerings of batch, group and layer normalisation, and of normalisation by the root mean square.
    static let normalization: [String: Lowering] = [
        "normalized": { graph, x in
            let result: ONNXValue = graph.add(
                "BatchNormalization", x[0], x[3], x[4], x[1], x[2], attributes: ["epsilon": .float(x.number("epsilon"))]
            )
            return x.boolean("appliesReLU") ? graph.add("Relu", result) : result
        },
        // This operation is batch normalisation in training mode, which uses the statistics of the batch.
        "batchNormalized": { graph, x in graph.addBatchNormalization(x) },
        "groupNormalized": { graph, x in graph.addGroupNormalization(x) },
        "rmsNormalized": { graph, x in
            let axes: [Int] = (1 ... x.integer("axes")).map { -$0 }
            let square: ONNXValue = graph.addReduction(
                "ReduceMean", graph.add("Mul", x[0], x[0]), axes, keepsAxes: true)
            let epsilon: ONNXValue = graph.number(x.number("epsilon"), of: x.scalarType)
            let result: ONNXValue = graph.add("Div", x[0], graph.add("Sqrt", graph.add("Add", square, epsilon)))
            return x.inputs.count > 1 ? graph.add("Mul", result, x[1]) : result
        },
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

    /// Adds nodes that normalise each group of channels of each sample, and returns their result. Inputs 1 and 2 of the
    /// operation are the scale and the offset of each channel, if there are any. Operator set 17 has no operator for
    /// groups, so the operator for channels normalises an array in which each group is a channel.
    fileprivate mutating func addGroupNormalization(_ x: ONNXOperation) -> ONNXValue {
        let (shape, groups): ([BatchLength], Int) = (x.shape, x.integer("groups"))
        let length: BatchLength = BatchLength(constant: shape.dropFirst().reduce(1) { $0 * $1.constant } / groups)
        let joined: ONNXValue = reshape(x[0], to: [shape[0], BatchLength(constant: groups), length])
        let one = uniform(AnyTensor(1, of: x.scalarType, shape: [1]), shape: [BatchLength(constant: groups)])
        let zero = uniform(AnyTensor(0, of: x.scalarType, shape: [1]), shape: [BatchLength(constant: groups)])
        let normalized: ONNXValue = add(
            "InstanceNormalization", joined, one, zero, attributes: ["epsilon": .float(x.number("epsilon"))])
        let result: ONNXValue = reshape(normalized, to: shape)
        if x.inputs.count == 1 { return result }
        let channel = [BatchLength](repeating: BatchLength(constant: 1), count: shape.count - 2)
        let parts: [ONNXValue] = [1, 2].map { reshape(x[$0], to: x.shape(of: $0) + channel) }
        return add("Add", add("Mul", result, parts[0]), parts[1])
    }
}
