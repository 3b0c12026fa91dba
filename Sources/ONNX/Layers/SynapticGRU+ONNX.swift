import Interchange
import Synapses
import Tensors

extension SynapticGRU: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        let share: ONNXValue = graph.addLinear(
            input, graph.constant(inputWeight, "weight_ih"), graph.constant(inputBias, "bias_ih"))
        let parts: [ONNXValue] = graph.add(
            "Split", [share, graph.constant([2 * hiddenCount, hiddenCount], "gates and candidate")], outputs: 2,
            attributes: ["axis": .int(2)])
        let excitation: ONNXValue = graph.add("Sigmoid", parts[0])
        let cell = Cell(self, &graph)
        return graph.scan([excitation, parts[1]], from: addInitialState(to: &graph, input), of: Scalar.self) {
            graph, state, parts in
            cell.addNextState(to: &graph, after: state, excitation: parts[0], candidate: parts[1])
        }
    }

    /// Zeros, as many as the batch is long and the state wide.
    private func addInitialState(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        let batch: ONNXValue = graph.add("Shape", input, attributes: ["start": .int(0), "end": .int(1)])
        let shape: ONNXValue = graph.add(
            "Concat", batch, graph.constant([hiddenCount], "width"), attributes: ["axis": .int(0)])
        return graph.add(
            "ConstantOfShape", shape, attributes: ["value": .tensor(AnyTensor(real: Tensor<Scalar>(zeros: [1])))])
    }

    /// What every step uses, outside of the loop.
    private struct Cell {
        let beta, hiddenWeight, hiddenBias, half, gateWidths: ONNXValue

        init(_ layer: SynapticGRU, _ graph: inout ONNXGraph) {
            beta = graph.add("Sigmoid", graph.constant(layer.beta, "beta"))
            hiddenWeight = graph.constant(layer.hiddenWeight, "weight_hn")
            hiddenBias = graph.constant(layer.hiddenBias, "bias_hn")
            half = graph.constant(Tensor<Scalar>(0.5), "1/2")
            gateWidths = graph.constant([layer.hiddenCount, layer.hiddenCount], "widths of the gates")
        }

        func addNextState(
            to graph: inout ONNXGraph, after h: ONNXValue, excitation: ONNXValue, candidate: ONNXValue
        ) -> ONNXValue {
            let p: ONNXValue = graph.add("Add", graph.add("Mul", h, half), half)
            let inhibition: ONNXValue = graph.addProduct(graph.addSynapseFactors(p, beta, Scalar.self))
            let gates: [ONNXValue] = graph.add(
                "Split", [graph.add("Mul", excitation, inhibition), gateWidths], outputs: 2,
                attributes: ["axis": .int(1)])
            let reset: ONNXValue = graph.add("Mul", gates[0], graph.addLinear(h, hiddenWeight, hiddenBias))
            let n: ONNXValue = graph.add("Tanh", graph.add("Add", candidate, reset))
            return graph.add("Add", h, graph.add("Mul", gates[1], graph.add("Sub", n, h)))
        }
    }
}
