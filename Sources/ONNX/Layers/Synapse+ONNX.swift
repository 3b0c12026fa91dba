import Synapses
import Tensors

extension Synapse: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        let x: ONNXValue = takes == .probability ? input : graph.add("Exp", graph.add("Neg", input))
        let factors: ONNXValue = graph.addSynapseFactors(x, addEffectiveBeta(to: &graph), Scalar.self)
        switch returns {
        case .probability:
            let product: ONNXValue = addProduct(of: factors, to: &graph)
            let y: ONNXValue = isExcited ? graph.add("Mul", x, product) : product
            return alpha.map { graph.add("Mul", y, graph.constant($0, "alpha")) } ?? y
        case .surprisal:
            let loss: ONNXValue = graph.add("Neg", addLogarithm(of: factors, to: &graph))
            let v: ONNXValue = isExcited ? graph.add("Add", addSurprisal(of: x, input, to: &graph), loss) : loss
            return theta.map { graph.add("Add", v, graph.constant($0, "theta")) } ?? v
        }
    }

    private func addEffectiveBeta(to graph: inout ONNXGraph) -> ONNXValue {
        let parameter: ONNXValue = graph.constant(beta, "beta")
        switch parameterization {
        case .free: return parameter
        case .clipped:
            let bounds: [ONNXValue] = [graph.constant(Tensor<Scalar>(0), "0"), graph.constant(Tensor<Scalar>(1), "1")]
            return graph.add("Clip", parameter, bounds[0], bounds[1])
        case .sigmoid: return graph.add("Sigmoid", parameter)
        }
    }

    private func addProduct(of factors: ONNXValue, to graph: inout ONNXGraph) -> ONNXValue {
        switch coupling {
        case .perSample: return graph.addProduct(factors)
        case .acrossBatch: return graph.add("Exp", addLogarithm(of: factors, to: &graph))
        }
    }

    private func addLogarithm(of factors: ONNXValue, to graph: inout ONNXGraph) -> ONNXValue {
        let logarithm: ONNXValue = graph.addLogarithmOfProduct(factors)
        if coupling == .perSample { return logarithm }
        return graph.add("ReduceSum", logarithm, graph.constant([0], "axis of the batch"))
    }

    private func addSurprisal(of x: ONNXValue, _ input: ONNXValue, to graph: inout ONNXGraph) -> ONNXValue {
        takes == .surprisal ? input : graph.add("Neg", graph.add("Log", x))
    }
}

extension ONNXGraph {
    /// The factors `1 − β[i, j] · x[b, j]` of the inhibitory products: `[batch, outputs, inputs]`.
    public mutating func addSynapseFactors<Scalar: RealScalar>(
        _ x: ONNXValue, _ beta: ONNXValue, _ type: Scalar.Type
    ) -> ONNXValue {
        let spread: ONNXValue = add("Unsqueeze", x, constant([1], "axis of outputs"))
        return add("Sub", constant(Tensor<Scalar>(1), "1"), add("Mul", spread, beta))
    }

    /// The product over the last axis.
    public mutating func addProduct(_ factors: ONNXValue) -> ONNXValue {
        add("ReduceProd", factors, attributes: ["axes": .ints([-1]), "keepdims": .int(0)])
    }

    /// The logarithm of the product over the last axis, also where the product itself would underflow: −∞ where a factor
    /// is 0, NaN where an odd number of them is negative.
    public mutating func addLogarithmOfProduct(_ factors: ONNXValue) -> ONNXValue {
        let logarithms: ONNXValue = add("Log", add("Abs", factors))
        let sum: ONNXValue = add(
            "ReduceSum", logarithms, constant([-1], "axis of inputs"), attributes: ["keepdims": .int(0)])
        return add("Add", sum, add("Log", addProduct(add("Sign", factors))))
    }
}
