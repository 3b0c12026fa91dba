import NeuralNetworks
import Tensors

extension Conv2D: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        let window = Window2D(
            kernel: (weight.shape[2], weight.shape[3]), stride: stride, padding: padding, dilation: dilation)
        return graph.add(
            "Conv", input, graph.constant(weight, "weight"), bias.map { graph.constant($0, "bias") },
            attributes: window.attributes)
    }
}

extension MaxPool2D: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        graph.add("MaxPool", input, attributes: window.poolingAttributes)
    }
}

extension AveragePool2D: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        graph.add(
            "AveragePool", input,
            attributes: window.poolingAttributes.merging(["count_include_pad": .int(1)]) { $1 })
    }
}

extension GlobalAveragePool2D: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        graph.add("Flatten", graph.add("GlobalAveragePool", input))
    }
}

extension GlobalMaxPool2D: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        graph.add("Flatten", graph.add("GlobalMaxPool", input))
    }
}

extension Window2D {
    /// The attributes of a convolution.
    fileprivate var attributes: [String: ONNXAttribute] {
        poolingAttributes.merging(["dilations": .ints([dilation.height, dilation.width])]) { $1 }
    }

    /// The attributes of a pooling, whose windows have no gaps.
    fileprivate var poolingAttributes: [String: ONNXAttribute] {
        [
            "kernel_shape": .ints([kernel.height, kernel.width]), "strides": .ints([stride.height, stride.width]),
            "pads": .ints([padding.height, padding.width, padding.height, padding.width]),
        ]
    }
}
