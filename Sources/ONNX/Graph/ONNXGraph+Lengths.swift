import Interchange
import Tensors

extension ONNXGraph {
    /// Adds a list of lengths or positions, each of which may depend on the size of the batch: integers of shape `[count]`.
    public mutating func lengths(_ lengths: [BatchLength], _ name: String) -> ONNXValue {
        let fixed: [Int] = lengths.compactMap(\.fixed)
        if fixed.count == lengths.count { return constant(fixed, name) }
        let parts: [ONNXValue] = lengths.map { length($0) }
        return parts.count == 1 ? parts[0] : add("Concat", inputs: parts, attributes: ["axis": .int(0)])
    }

    /// `perSample · N + constant`, of shape `[1]`; N is read from the first axis of an input.
    mutating func length(_ length: BatchLength) -> ONNXValue {
        if let fixed = length.fixed { return constant([fixed], "\(fixed)") }
        if let known = lengths[length] { return known }
        // What depends on the batch alone belongs to no module.
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

    /// Adds a tensor whose elements are all the same number.
    mutating func uniform(_ number: AnyTensor, shape: [BatchLength]) -> ONNXValue {
        add("ConstantOfShape", lengths(shape, "shape"), attributes: ["value": .tensor(number)])
    }

    /// The tensor under another shape. Where one length depends on the batch, the runtime works it out.
    mutating func reshape(_ value: ONNXValue, to shape: [BatchLength]) -> ONNXValue {
        let open: [Int] = shape.indices.filter { shape[$0].fixed == nil }
        // The runtime cannot work out a length beside one of 0, which is no divisor.
        guard open.count == 1, !shape.contains(where: { $0.fixed == 0 }) else {
            return add("Reshape", value, lengths(shape, "shape"), attributes: ["allowzero": .int(1)])
        }
        return add("Reshape", value, constant(shape.map { $0.fixed ?? -1 }, "shape"))
    }

    /// The tensor with axes of length 1 put in, so that it has them at these positions.
    mutating func unsqueeze(_ value: ONNXValue, at axes: [Int]) -> ONNXValue {
        add("Unsqueeze", value, constant(axes, "axes \(axes)"))
    }

    /// The tensor without axes, which have length 1.
    mutating func squeeze(_ value: ONNXValue, at axes: [Int]) -> ONNXValue {
        add("Squeeze", value, constant(axes, "axes \(axes)"))
    }
}
