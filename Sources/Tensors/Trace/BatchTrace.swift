/// A computation over a batch of any size. A batch trace is made from traces at two batch sizes, and a trace at a third
/// size can confirm the result.
///
/// A single trace does not show which lengths depend on the batch size, for example if a network reshapes with
/// `images.shape[0]`. A comparison of traces at several sizes shows these lengths. The traces also have different
/// inputs. If a constant differs between the traces, the model computed the constant from the input outside of tensor
/// operations, for example with `scalars`: see `ValueInfo.dependsOnInput`.
public struct BatchTrace: Sendable {
    /// The properties of a tensor.
    public struct ValueInfo: Sendable {
        /// The lengths of the axes.
        public let shape: [BatchLength]
        /// The type of the elements.
        public let scalarType: any TensorScalar.Type
        /// The tensor's origin. A constant has the value from the trace at the smallest batch size.
        public let origin: Trace.Origin
        /// Whether all elements of a constant are equal, so that the constant can be repeated to any shape.
        public let isUniform: Bool
        /// Whether a constant consists of copies of the same part along its first axis. The length of this axis depends
        /// on the batch size. An example is a table of token positions, repeated for each sample.
        public let repeatsFirst: Bool
        /// The value of a uniform constant that is a whole number and depends on the batch size, such as the divisor of
        /// a mean over the samples; otherwise `nil`. The value is reliable only if a third trace confirmed it.
        public let batchNumber: BatchLength?
        /// Whether a constant differs between the traces in a way that the batch size does not explain. The model then
        /// computed the constant from its input outside of tensor operations, or drew the constant at random.
        public let dependsOnInput: Bool
    }

    /// An operation whose lengths may depend on the batch size.
    public struct Node: Sendable {
        /// The operation's name.
        public let operation: String
        /// The input tensors; `nil` for an optional input that is omitted.
        public let inputs: [Trace.Value?]
        /// The result.
        public let output: Trace.Value
        /// The operations of which this operation consists, if `withOperation` grouped them; otherwise empty.
        public let body: [Node]
        /// The number of pairs of a multiplication and an addition: see `TensorOperation`. The value is `nil` if the
        /// number is not linear in the batch size, for example if all pairs of samples are multiplied.
        public let multiplyAdds: BatchLength?
        private let attributes: [String: Attribute]

        enum Attribute: Sendable, Hashable {
            case lengths([BatchLength])
            case other(TensorOperation.Attribute)
        }

        init(
            operation: String, inputs: [Trace.Value?], output: Trace.Value, body: [Node], multiplyAdds: BatchLength?,
            attributes: [String: Attribute]
        ) {
            (self.operation, self.inputs, self.output, self.body) = (operation, inputs, output, body)
            (self.multiplyAdds, self.attributes) = (multiplyAdds, attributes)
        }
    }

    /// All tensors, in the order of their first use.
    public let values: [ValueInfo]
    /// The operations on which the outputs depend, in execution order.
    public let nodes: [Node]
    /// The model's inputs.
    public let inputs: [Trace.Value]
    /// The model's outputs.
    public let outputs: [Trace.Value]
    /// The name of each output in its `TensorGroup`, such as `scores`. If the output is a single tensor, its name is
    /// the empty string.
    public let outputNames: [String]

    /// The properties of the tensor `value`, which must belong to this trace.
    public subscript(value: Trace.Value) -> ValueInfo { values[value.index] }

    /// Creates the computation from traces of a model at different batch sizes.
    ///
    /// Throws `TraceError.differentOperations` if the traces differ in their operations, in the attributes of the
    /// operations, or in the number or the scalar types of their tensors. Also throws this error if a length is not a
    /// constant plus a multiple of the batch size. Traps unless the sizes are in ascending order.
    ///
    /// - Parameters:
    ///   - first: The trace over a batch of `sizes.0` samples.
    ///   - second: The trace over a batch of `sizes.1` samples with other elements; `sizes.1` is greater than
    ///     `sizes.0`.
    ///   - sizes: The batch sizes of `first` and `second`.
    ///   - third: A trace over a batch that is larger than `sizes.1`, again with other elements, and its batch size;
    ///     `nil` for no confirmation. Two sizes do not show whether a length is linear in the batch size or rounded:
    ///     `x[.stride(by: 2)]` has length 1 for 2 samples and 2 for 3 samples. A third size shows the difference.
    public init(
        _ first: Trace, _ second: Trace, sizes: (Int, Int), confirmedBy third: (trace: Trace, size: Int)? = nil
    ) throws(TraceError) {
        require(sizes.0 < sizes.1, "BatchTrace: sizes \(sizes.0) and \(sizes.1) must rise")
        let merger = TraceMerger(first: first, second: second, sizes: sizes)
        var values: [ValueInfo] = try merger.values()
        var nodes: [Node] = try merger.nodes(first.nodes, second.nodes)
        if let third {
            require(third.size > sizes.1, "BatchTrace: the third size \(third.size) must be above \(sizes.1)")
            let confirming = TraceMerger(first: first, second: third.trace, sizes: (sizes.0, third.size))
            try confirming.confirm(&values, &nodes)
        }
        (self.values, self.nodes) = (values, nodes)
        (inputs, outputs, outputNames) = (first.inputs, first.outputs, first.outputNames)
    }
}

extension BatchTrace.Node {
    /// Returns the attribute `name`, which contains lengths, positions or axes. Traps if the operation has no attribute
    /// of this name and type.
    public func lengths(_ name: String) -> [BatchLength] {
        guard case .lengths(let lengths) = attribute(name) else { mistake(name) }
        return lengths
    }

    /// Returns the attribute `name`, which contains integers; `nil` if an integer depends on the batch size. Traps if
    /// the operation has no attribute of this name and type.
    public func integers(_ name: String) -> [Int]? {
        let fixed: [Int] = lengths(name).compactMap(\.fixed)
        return fixed.count == lengths(name).count ? fixed : nil
    }

    /// Returns the attribute `name`, an integer that does not depend on the batch size, such as an axis. Traps if the
    /// integer depends on the batch size, or if the operation has no attribute of this name and type.
    public func integer(_ name: String) -> Int {
        guard let value = integers(name)?.first else { mistake(name) }
        return value
    }

    /// Returns the attribute `name`, a real number. Traps if the operation has no attribute of this name and type.
    public func number(_ name: String) -> Double {
        guard case .other(.number(let value)) = attribute(name) else { mistake(name) }
        return value
    }

    /// Returns the attribute `name`, a Boolean value. Traps if the operation has no attribute of this name and type.
    public func boolean(_ name: String) -> Bool {
        guard case .other(.boolean(let value)) = attribute(name) else { mistake(name) }
        return value
    }

    /// Returns the attribute `name`, a word. Traps if the operation has no attribute of this name and type.
    public func text(_ name: String) -> String {
        guard case .other(.text(let value)) = attribute(name) else { mistake(name) }
        return value
    }

    private func attribute(_ name: String) -> Attribute? { attributes[name] }

    /// Returns this operation, with `multiplyAdds` set to `nil` if `other` has a different cost. Throws
    /// `TraceError.differentOperations` if the attributes differ.
    func confirmed(by other: BatchTrace.Node) throws(TraceError) -> BatchTrace.Node {
        guard attributes == other.attributes else { throw .differentOperations(operation) }
        var parts: [BatchTrace.Node] = []
        for (part, twin) in zip(body, other.body) { parts.append(try part.confirmed(by: twin)) }
        return BatchTrace.Node(
            operation: operation, inputs: inputs, output: output, body: parts,
            multiplyAdds: multiplyAdds == other.multiplyAdds ? multiplyAdds : nil, attributes: attributes)
    }

    private func mistake(_ name: String) -> Never {
        fatalError("\(operation): the operation has no attribute '\(name)' of this type")
    }
}
