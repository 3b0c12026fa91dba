import Interchange
import Tensors

extension ONNXLowerings {
    /// The lowerings of convolution, transposed convolution and pooling.
    static let convolution: [String: Lowering] = [
        "conv2D": { graph, x in
            var attributes: [String: ONNXAttribute] = windowAttributes(x)
            if x.integer("groups") > 1 { attributes["group"] = .int(x.integer("groups")) }
            return graph.add("Conv", inputs: x.inputs, attributes: attributes)
        },
        "convTranspose2D": { graph, x in
            var attributes: [String: ONNXAttribute] = windowAttributes(x)
            if x.integer("groups") > 1 { attributes["group"] = .int(x.integer("groups")) }
            attributes["output_padding"] = .ints(x.integers("outputPadding"))
            return graph.add("ConvTranspose", inputs: x.inputs, attributes: attributes)
        },
        "adaptiveAveragePool2D": { graph, x in graph.addAdaptiveAveragePool(x) },
        "adaptiveMaxPool2D": { graph, x in graph.addAdaptiveMaxPool(x) },
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

/// The windows of an adaptive pooling along an axis of constant length, as ranges of positions.
private func adaptiveWindows(_ length: Int, _ count: Int) -> [Range<Int>] {
    (0 ..< count).map { $0 * length / count ..< (($0 + 1) * length + count - 1) / count }
}

extension ONNXGraph {
    /// Adds nodes for the adaptive average pooling `x` and returns their result. If the windows do not overlap, a
    /// single AveragePool computes them. Otherwise the result is the image between two matrices, whose rows contain the
    /// shares of the pixels in the windows.
    fileprivate mutating func addAdaptiveAveragePool(_ x: ONNXOperation) -> ONNXValue {
        let lengths: [Int] = x.shape(of: 0).suffix(2).map(\.constant)
        let size: [Int] = x.integers("size")
        if lengths[0] % size[0] == 0, lengths[1] % size[1] == 0 {
            let kernel: [Int] = [lengths[0] / size[0], lengths[1] / size[1]]
            return add("AveragePool", x[0], attributes: adaptiveAttributes(kernel, ["count_include_pad": .int(1)]))
        }
        func shares(_ axis: Int) -> Tensor<Double> {
            let rows: [Tensor<Double>] = adaptiveWindows(lengths[axis], size[axis]).map { window in
                Tensor((0 ..< lengths[axis]).map { window.contains($0) ? 1 / Double(window.count) : 0 })
            }
            return Tensor(stacking: rows, axis: 0)
        }
        let (left, right): (Tensor<Double>, Tensor<Double>) = (shares(0), shares(1).transposed().contiguous())
        if x.scalarType == Double.self {
            return add("MatMul", add("MatMul", constant(left, "rows"), x[0]), constant(right, "columns"))
        }
        let (rows, columns): (ONNXValue, ONNXValue) = (
            constant(Tensor<Float>(left), "rows"), constant(Tensor<Float>(right), "columns")
        )
        return add("MatMul", add("MatMul", rows, x[0]), columns)
    }

    /// Adds nodes for the adaptive max pooling `x` and returns their result. If the windows do not overlap, a single
    /// MaxPool computes them. Otherwise the nodes compute the greatest rows of each row of windows, and then the
    /// greatest columns.
    fileprivate mutating func addAdaptiveMaxPool(_ x: ONNXOperation) -> ONNXValue {
        let shape: [BatchLength] = x.shape(of: 0)
        let (lengths, size): ([Int], [Int]) = (shape.suffix(2).map(\.constant), x.integers("size"))
        if lengths[0] % size[0] == 0, lengths[1] % size[1] == 0 {
            return add(
                "MaxPool", x[0], attributes: adaptiveAttributes([lengths[0] / size[0], lengths[1] / size[1]], [:]))
        }
        return [2, 3].reduce(x[0]) { value, axis in
            let parts: [ONNXValue] = adaptiveWindows(lengths[axis - 2], size[axis - 2]).map { window in
                let part = AxisSlice(
                    axis: axis, length: shape[axis], start: BatchLength(constant: window.lowerBound),
                    count: BatchLength(constant: window.count), step: 1)
                return addReduction("ReduceMax", slice(value, [part]), [axis], keepsAxes: true)
            }
            return add("Concat", inputs: parts, attributes: ["axis": .int(axis)])
        }
    }

    private func adaptiveAttributes(
        _ kernel: [Int], _ others: [String: ONNXAttribute]
    ) -> [String: ONNXAttribute] {
        let window: [String: ONNXAttribute] = [
            "kernel_shape": .ints(kernel), "strides": .ints(kernel), "pads": .ints([0, 0, 0, 0]),
        ]
        return window.merging(others) { first, _ in first }
    }
}
