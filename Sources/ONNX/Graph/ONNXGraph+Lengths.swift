import Interchange
import Tensors

extension ONNXGraph {
    /// Adds lengths or positions that may depend on the batch size: integers of shape `[lengths.count]`. `name` is the
    /// name of the constant where none depends on it.
    public mutating func lengths(_ lengths: [BatchLength], _ name: String) -> ONNXValue {
        let fixed: [Int] = lengths.compactMap(\.fixed)
        if fixed.count == lengths.count { return constant(fixed, name) }
        let parts: [ONNXValue] = lengths.map { length($0) }
        return parts.count == 1 ? parts[0] : add("Concat", inputs: parts, attributes: ["axis": .int(0)])
    }

    /// Adds `perSample · N + constant`, of shape `[1]`; N is the length of the first axis of an input. Traps if the
    /// length depends on N and no input has the batch as its first axis.
    mutating func length(_ length: BatchLength) -> ONNXValue {
        if let fixed = length.fixed { return constant([fixed], "\(fixed)") }
        if let known = lengths[length] { return known }
        // Nodes that compute lengths belong to no module.
        let module: String = path
        path = "batch"
        defer { path = module }
        require(batchInput != nil, "ONNXGraph: a length is \(length), but no input has the batch as its first axis")
        var result: ONNXValue = lengths[BatchLength(perSample: 1, constant: 0)] ?? addBatchSize()
        if length.perSample != 1 { result = add("Mul", result, constant([length.perSample], "\(length.perSample)")) }
        if length.constant != 0 { result = add("Add", result, constant([length.constant], "\(length.constant)")) }
        lengths[length] = result
        return result
    }

    private mutating func addBatchSize() -> ONNXValue {
        let size: ONNXValue = add("Shape", batchInput, attributes: ["start": .int(0), "end": .int(1)])
        lengths[BatchLength(perSample: 1, constant: 0)] = size
        return size
    }

    /// Adds a tensor of this shape whose elements all equal `number`, a tensor of shape `[1]`.
    mutating func uniform(_ number: AnyTensor, shape: [BatchLength]) -> ONNXValue {
        add("ConstantOfShape", lengths(shape, "shape"), attributes: ["value": .tensor(number)])
    }

    /// Adds the tensor in another shape. The runtime infers a single length that depends on the batch size.
    mutating func reshape(_ value: ONNXValue, to shape: [BatchLength]) -> ONNXValue {
        let open: [Int] = shape.indices.filter { shape[$0].fixed == nil }
        // The runtime infers a length by division by the others, which a length of 0 prevents.
        guard open.count == 1, !shape.contains(where: { $0.fixed == 0 }) else {
            return add("Reshape", value, lengths(shape, "shape"), attributes: ["allowzero": .int(1)])
        }
        return add("Reshape", value, constant(shape.map { $0.fixed ?? -1 }, "shape"))
    }

    /// Adds the tensor with inserted axes of length 1, at these positions of the result.
    mutating func unsqueeze(_ value: ONNXValue, at axes: [Int]) -> ONNXValue {
        add("Unsqueeze", value, constant(axes, "axes \(axes)"))
    }

    /// Adds the tensor without these axes, which must have length 1.
    mutating func squeeze(_ value: ONNXValue, at axes: [Int]) -> ONNXValue {
        add("Squeeze", value, constant(axes, "axes \(axes)"))
    }
}
