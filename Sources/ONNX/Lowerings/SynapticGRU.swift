import Interchange
import Tensors

extension ONNXGraph {
    /// Adds the layer `SynapticGRU` as a loop over the steps, and returns the states after every step:
    /// `[batch, steps, hidden]`. The inputs of the operation `x` are the sequences, the input weight, the input bias,
    /// the parameter whose sigmoid is β, the hidden weight and the hidden bias. Values that do not depend on the state
    /// are computed before the loop.
    mutating func addSynapticGRU(_ x: ONNXOperation) -> ONNXValue {
        let (hidden, type): (BatchLength, any TensorScalar.Type) = (x.shape(of: 4)[0], x.scalarType)
        let parts: [ONNXValue] = add(
            "Split",
            [addLinear(x[0], x[1], x[2]), constant([2 * hidden.constant, hidden.constant], "gates and candidate")],
            outputs: 2, attributes: ["axis": .int(2)])
        let zeros: ONNXValue = uniform(AnyTensor(0, of: type, shape: [1]), shape: [x.shape[0], hidden])
        let excitation: ONNXValue = add("Sigmoid", parts[0])
        let beta: ONNXValue = add("Sigmoid", x[3])
        let half: ONNXValue = number(0.5, of: type)
        let widths: ONNXValue = constant([hidden.constant, hidden.constant], "widths of the gates")
        return scan([excitation, parts[1]], from: zeros, of: type) { graph, h, parts in
            let p: ONNXValue = graph.add("Add", graph.add("Mul", h, half), half)
            let inhibition: ONNXValue = graph.addProduct(graph.addSynapseFactors(p, beta, type))
            let gates: [ONNXValue] = graph.add(
                "Split", [graph.add("Mul", parts[0], inhibition), widths], outputs: 2, attributes: ["axis": .int(1)])
            let reset: ONNXValue = graph.add("Mul", gates[0], graph.addLinear(h, x[4], x[5]))
            let n: ONNXValue = graph.add("Tanh", graph.add("Add", parts[1], reset))
            return graph.add("Add", h, graph.add("Mul", gates[1], graph.add("Sub", n, h)))
        }
    }
}
