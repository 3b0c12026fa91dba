import Tensors

extension ONNXLowerings {
    /// The lowerings of Synapses and of the recurrent layer whose gates are Synapses.
    static let synapse: [String: Lowering] = [
        "inhibition": { graph, x in graph.addProduct(graph.addSynapseFactors(x[0], x[1], x.scalarType)) },
        "logInhibition": { graph, x in
            graph.addLogarithmOfProduct(graph.addSynapseFactors(x[0], x[1], x.scalarType))
        },
        "synapse": { graph, x in
            let product: ONNXValue = graph.addProduct(graph.addSynapseFactors(x[0], x[2], x.scalarType))
            let y: ONNXValue = graph.add("Mul", x[1], product)
            return x.inputs.count > 3 ? graph.add("Mul", y, x[3]) : y
        },
        "SynapticGRU": { graph, x in graph.addSynapticGRU(x) },
    ]
}

extension ONNXGraph {
    /// Adds the nodes for the factors `1 − β[i, j] · x[b, j]` of the inhibitory products for sample b, output i and
    /// input j, and returns the factors: `[batch, outputs, inputs]`. `x` is `[batch, inputs]`, and `beta` is
    /// `[outputs, inputs]`.
    mutating func addSynapseFactors(
        _ x: ONNXValue, _ beta: ONNXValue, _ type: any TensorScalar.Type
    ) -> ONNXValue {
        add("Sub", number(1, of: type), add("Mul", unsqueeze(x, at: [1]), beta))
    }

    /// Adds a node that multiplies the factors along the last axis, and returns the product without this axis.
    mutating func addProduct(_ factors: ONNXValue) -> ONNXValue {
        add("ReduceProd", factors, attributes: ["axes": .ints([-1]), "keepdims": .int(0)])
    }

    /// Adds the nodes for the logarithm of the product along the last axis, and returns their result. The nodes add the
    /// logarithms of the magnitudes and the logarithm of the product of the signs, so the product cannot underflow. The
    /// result is −∞ if a factor is 0. If no factor is 0 and an odd number of factors is negative, the result is NaN.
    mutating func addLogarithmOfProduct(_ factors: ONNXValue) -> ONNXValue {
        let sum: ONNXValue = addSum(add("Log", add("Abs", factors)), [-1], keepsAxes: false)
        return add("Add", sum, add("Log", addProduct(add("Sign", factors))))
    }
}
