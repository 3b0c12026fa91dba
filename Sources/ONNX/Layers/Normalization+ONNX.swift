import NeuralNetworks
import Tensors

extension BatchNorm: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        let result: ONNXValue = graph.add(
            "BatchNormalization", input, graph.constant(weight, "weight"), graph.constant(bias, "bias"),
            graph.constant(runningMean.value, "running_mean"), graph.constant(runningVariance.value, "running_var"),
            attributes: ["epsilon": .float(epsilon)])
        return rectifies ? graph.add("Relu", result) : result
    }
}

extension LayerNorm: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        graph.add(
            "LayerNormalization", input, graph.constant(weight, "weight"), graph.constant(bias, "bias"),
            attributes: ["axis": .int(-weight.rank), "epsilon": .float(epsilon)])
    }
}
