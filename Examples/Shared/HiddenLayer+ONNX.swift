import ONNX
import SynaNN

extension HiddenLayer: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        switch kind {
        case .relu: return graph.add("Relu", input)
        case .denseReLU: return graph.add("Relu", graph.add(dense[0], "dense.0", graph.add("Relu", input)))
        case .dense: return graph.add(dense[0], "dense.0", addActivation(to: &graph, input))
        case .identity: return addActivation(to: &graph, input)
        case .synapseRectified: return addRectified(to: &graph, graph.add("Relu", input))
        case .synapseResidual:
            let x: ONNXValue = addActivation(to: &graph, input)
            let v: ONNXValue = graph.add(synapses[0], "synapses.0", x)
            return graph.add("Add", v, graph.add("Neg", graph.add("Log", x)))
        default:
            return synapses.enumerated().reduce(addActivation(to: &graph, input)) { x, layer in
                graph.add(layer.element, "synapses.\(layer.offset)", x)
            }
        }
    }

    private func addActivation(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        switch activation {
        case .sigmoid: return Sigmoid<Float>().addNodes(to: &graph, input)
        case .softmax: return Softmax<Float>().addNodes(to: &graph, input)
        }
    }

    private func addRectified(to graph: inout ONNXGraph, _ r: ONNXValue) -> ONNXValue {
        let one: ONNXValue = graph.constant(Tensor<Float>(1), "1")
        let open: ONNXValue = graph.add("Sub", one, graph.add("Exp", graph.add("Neg", r)))
        let bound: ONNXValue = graph.constant(Tensor<Float>(0.98), "greatest beta")
        let beta: ONNXValue = graph.add("Min", graph.constant(synapses[0].beta, "synapses.0.beta"), bound)
        let factors: ONNXValue = graph.addSynapseFactors(open, beta, Float.self)
        return graph.add("Relu", graph.add("Sub", r, graph.addLogarithmOfProduct(factors)))
    }
}
