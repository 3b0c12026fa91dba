import Interchange
import Tensors

extension ONNXLowerings {
    /// The lowerings of convolution and pooling.
    static let convolution: [String: Lowering] = [
        "conv2D": { graph, x in
            var attributes: [String: ONNXAttribute] = windowAttributes(x)
            if x.integer("groups") > 1 { attributes["group"] = .int(x.integer("groups")) }
            return graph.add("Conv", inputs: x.inputs, attributes: attributes)
        },
        "maxPool2D": { graph, x in graph.add("MaxPool", x[0], attributes: windowAttributes(x)) },
        "averagePool2D": { graph, x in graph.addAveragePool(x) },
        "globalAveragePool2D": { graph, x in graph.add("Flatten", graph.add("GlobalAveragePool", x[0])) },
        "globalMaxPool2D": { graph, x in graph.add("Flatten", graph.add("GlobalMaxPool", x[0])) },
    ]

    /// Returns the attributes that the operators of convolution and pooling have in common.
    static func windowAttributes(_ operation: ONNXOperation) -> [String: ONNXAttribute] {
        let padding: [Int] = operation.integers("padding")
        return [
            "kernel_shape": .ints(operation.integers("kernel")), "strides": .ints(operation.integers("stride")),
            "pads": .ints(padding + padding), "dilations": .ints(operation.integers("dilation")),
        ]
    }
}

extension ONNXGraph {
    /// Adds nodes for the average pooling `x` and returns their result. The operator AveragePool of set 17 has no
    /// dilation. Dilated pooling is therefore a convolution of each channel with equal weights.
    fileprivate mutating func addAveragePool(_ x: ONNXOperation) -> ONNXValue {
        var attributes: [String: ONNXAttribute] = ONNXLowerings.windowAttributes(x)
        if x.integers("dilation") == [1, 1] {
            attributes["dilations"] = nil
            attributes["count_include_pad"] = .int(1)
            return add("AveragePool", x[0], attributes: attributes)
        }
        let (kernel, channels): ([Int], BatchLength) = (x.integers("kernel"), x.shape(of: 0)[1])
        attributes["group"] = .int(channels.constant)
        let share = AnyTensor(1 / Double(kernel[0] * kernel[1]), of: x.scalarType, shape: [1])
        let one = BatchLength(constant: 1)
        let lengths: [BatchLength] = [channels, one] + kernel.map { BatchLength(constant: $0) }
        return add("Conv", x[0], uniform(share, shape: lengths), attributes: attributes)
    }
}
