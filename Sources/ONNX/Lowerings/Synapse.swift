import Tensors

extension ONNXLowerings {
    /// The lowerings of Synapses, of the pooling by Synapses, and of the recurrent layer whose gates are Synapses.
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
        "synapsePooling": { graph, x in
            let one: ONNXValue = graph.number(1, of: x.scalarType)
            let factors: ONNXValue = graph.add("Sub", one, graph.addPooledTerms(x))
            let product: ONNXValue = graph.addProduct(factors, axis: 1)
            let leak: ONNXValue? = x.inputs[2].map { graph.add("Mul", graph.add("Sub", one, $0), product) }
            return graph.add("Sub", one, leak ?? product)
        },
        "surprisalSynapsePooling": { graph, x in
            let surprisals: ONNXValue = graph.addNegativeLogarithm(ofProductOverInstances: x)
            return x.inputs[2].map {
                graph.add("Sub", surprisals, graph.addLog1p(graph.add("Neg", $0), x.scalarType))
            } ?? surprisals
        },
        "gatedSynapse": { graph, x in graph.addGatedSynapse(x) },
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

    /// Adds a node that multiplies the factors along an axis, and returns the product without this axis.
    mutating func addProduct(_ factors: ONNXValue, axis: Int = -1) -> ONNXValue {
        add("ReduceProd", factors, attributes: ["axes": .ints([axis]), "keepdims": .int(0)])
    }

    /// Adds the nodes for the terms β[c] · x[n, i, c] of a pooling, which are 0 for the instances that do not take part,
    /// and returns the terms: `[sets, instances, channels]`. The inputs of the operation are x, β, λ and the mask.
    fileprivate mutating func addPooledTerms(_ x: ONNXOperation) -> ONNXValue {
        let terms: ONNXValue = add("Mul", x[0], x[1])
        return x.inputs[3].map { add("Where", unsqueeze($0, at: [2]), terms, number(0, of: x.scalarType)) } ?? terms
    }

    /// Adds the nodes for −log ∏_i (1 − β[c] · x[n, i, c]), a sum over the instances, and returns their result:
    /// `[sets, channels]`. The nodes add logarithms of magnitudes, so the sum keeps its digits if all β · x are near 0,
    /// and the logarithm of the product of the signs, which is NaN if the product is negative.
    fileprivate mutating func addNegativeLogarithm(ofProductOverInstances x: ONNXOperation) -> ONNXValue {
        let one: ONNXValue = number(1, of: x.scalarType)
        let terms: ONNXValue = addPooledTerms(x)
        let factors: ONNXValue = add("Sub", one, terms)
        let (near, far): (ONNXValue, ONNXValue) = (
            addLog1p(add("Neg", terms), x.scalarType), add("Log", add("Abs", factors))
        )
        let logarithms: ONNXValue = add("Where", add("Less", terms, one), near, far)
        let signs: ONNXValue = add("Log", addProduct(add("Sign", factors), axis: 1))
        return add("Neg", add("Add", addSum(logarithms, [1], keepsAxes: false), signs))
    }

    /// Adds the nodes for a gated synapse, `max(0, z) · min(e^θ · ∏_j (1 − β_ij x_j), e^s)` with `x = 1 − e^(−max(0, z))`,
    /// and returns its outputs. The inputs are z, β and θ, and s is the attribute `limit`. A β above the attribute
    /// `betaBound` is replaced by this bound.
    mutating func addGatedSynapse(_ x: ONNXOperation) -> ONNXValue {
        let excitation: ONNXValue = add("Relu", x[0])
        let closed: ONNXValue = add("Exp", add("Neg", excitation))
        let open: ONNXValue = add("Sub", number(1, of: x.scalarType), closed)
        let bound: Double = x.number("betaBound")
        let beta: ONNXValue = bound.isFinite ? add("Min", x[1], number(bound, of: x.scalarType)) : x[1]
        let product: ONNXValue = addProduct(addSynapseFactors(open, beta, x.scalarType))
        let gate: ONNXValue = add(
            "Min", add("Mul", add("Exp", x[2]), product), add("Exp", number(x.number("limit"), of: x.scalarType)))
        return add("Mul", excitation, gate)
    }

    /// Adds the nodes for the logarithm of the product along the last axis, and returns their result. The nodes add the
    /// logarithms of the magnitudes and the logarithm of the product of the signs, so the product cannot underflow. The
    /// result is −∞ if a factor is 0. If no factor is 0 and an odd number of factors is negative, the result is NaN.
    mutating func addLogarithmOfProduct(_ factors: ONNXValue) -> ONNXValue {
        let sum: ONNXValue = addSum(add("Log", add("Abs", factors)), [-1], keepsAxes: false)
        return add("Add", sum, add("Log", addProduct(add("Sign", factors))))
    }
}
