import NeuralNetworks
import Tensors

extension ReLU: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue { graph.add("Relu", input) }
}

extension Tanh: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue { graph.add("Tanh", input) }
}

extension Sigmoid: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue { graph.add("Sigmoid", input) }
}

extension SiLU: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        graph.add("Mul", input, graph.add("Sigmoid", input))
    }
}

extension GELU: ONNXConvertible {
    // The operator of this name is younger than the set that is written: x/2 · (1 + erf(x/√2)).
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        let root: ONNXValue = graph.constant(Tensor<Scalar>(2).squareRoot(), "root of 2")
        let one: ONNXValue = graph.constant(Tensor<Scalar>(1), "1")
        let half: ONNXValue = graph.constant(Tensor<Scalar>(0.5), "1/2")
        let doubled: ONNXValue = graph.add("Add", graph.add("Erf", graph.add("Div", input, root)), one)
        return graph.add("Mul", graph.add("Mul", input, half), doubled)
    }
}

extension Softmax: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        graph.add("Softmax", input, attributes: ["axis": .int(axis)])
    }
}

extension LogSoftmax: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        graph.add("LogSoftmax", input, attributes: ["axis": .int(axis)])
    }
}

extension Flatten: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue { graph.add("Flatten", input) }
}

// In inference these three are nothing.

extension Identity: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue { input }
}

extension Dropout: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue { input }
}

extension Dropout2D: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue { input }
}
