import Interchange
import Tensors

extension ONNXGraph {
    /// Adds lengths or positions to the graph, and returns them as a value of integers of shape `[lengths.count]`. Each
    /// length may depend on the batch size. If no length depends on the batch size, the result is a constant with the
    /// name `name`. Traps if a length depends on the batch size and no input has the batch as its first axis.
    public mutating func lengths(_ lengths: [BatchLength], _ name: String) -> ONNXValue {
        let fixed: [Int] = lengths.compactMap(\.fixed)
        if fixed.count == lengths.count { return constant(fixed, name) }
        let parts: [ONNXValue] = lengths.map { length($0) }
        return parts.count == 1 ? parts[0] : add("Concat", inputs: parts, attributes: ["axis": .int(0)])
    }

    /// Adds the nodes that compute a length, `perSample · N + constant`, and returns the length as an integer of shape
    /// `[1]`. N is the batch size, which the nodes read from `batchInput`. Traps if the length depends on N and no
    /// input has the batch as its first axis.
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

    /// Adds a tensor of shape `shape` whose elements all equal `number`, and returns this tensor. `number` has shape
    /// `[1]`.
    mutating func uniform(_ number: AnyTensor, shape: [BatchLength]) -> ONNXValue {
        add("ConstantOfShape", lengths(shape, "shape"), attributes: ["value": .tensor(number)])
    }

    /// Adds a node that reshapes `value`, and returns its result. If exactly one length depends on the batch size and
    /// no length is 0, the runtime infers this length from the number of elements. Otherwise, the method adds the
    /// lengths in `shape` to the graph by `lengths(_:_:)`, and traps under the conditions of `lengths(_:_:)`.
    mutating func reshape(_ value: ONNXValue, to shape: [BatchLength]) -> ONNXValue {
        let open: [Int] = shape.indices.filter { shape[$0].fixed == nil }
        // To infer a length, the runtime divides by the other lengths, so none of them may be 0.
        guard open.count == 1, !shape.contains(where: { $0.fixed == 0 }) else {
            return add("Reshape", value, lengths(shape, "shape"), attributes: ["allowzero": .int(1)])
        }
        return add("Reshape", value, constant(shape.map { $0.fixed ?? -1 }, "shape"))
    }

    /// Adds a node that inserts axes of length 1 into `value`, and returns its result. `axes` are the positions of the
    /// new axes in the result; −1 is the last position.
    mutating func unsqueeze(_ value: ONNXValue, at axes: [Int]) -> ONNXValue {
        add("Unsqueeze", value, constant(axes, "axes \(axes)"))
    }

    /// Adds a node that removes the axes `axes` from `value`, and returns its result. The removed axes must have length
    /// 1.
    mutating func squeeze(_ value: ONNXValue, at axes: [Int]) -> ONNXValue {
        add("Squeeze", value, constant(axes, "axes \(axes)"))
    }
}
