/// A computation over a batch of any size, from its traces at two sizes, confirmed by a third.
///
/// A length that grows with the batch is told from one that does not by tracing more than once: nothing marks the batch in a
/// network that reshapes with `images.shape[0]`. The traces see other numbers too, so that a result which was computed
/// from the input where the trace cannot see it (through `scalars`, say) shows as a constant that is not one:
/// `ValueInfo.dependsOnInput`.
public struct BatchTrace: Sendable {
    /// What is known of a tensor.
    public struct ValueInfo: Sendable {
        public let shape: [BatchLength]
        public let scalarType: any TensorScalar.Type
        /// Where it comes from; the tensor of a constant is that of the smaller batch.
        public let origin: Trace.Origin
        /// Whether each element of a constant is the same number, which may then be repeated to any shape.
        public let isUniform: Bool
        /// Whether a constant has the same part at each position of its first axis, whose length depends on the size of the
        /// batch: the positions of a sequence's tokens, say, written down for each sample.
        public let repeatsFirst: Bool
        /// The whole number that each element of a constant is, where it depends on the size of the batch, as that of the
        /// samples does which a mean over them is divided by. Known only of a trace that a third one confirmed.
        public let batchNumber: BatchLength?
        /// Whether a constant differs from trace to trace for no such reason: the model computed it from its input
        /// outside of tensor operations, or drew it at random.
        public let dependsOnInput: Bool
    }

    /// An operation with what it is told, whose lengths may depend on the batch.
    public struct Node: Sendable {
        public let operation: String
        public let inputs: [Trace.Value?]
        public let output: Trace.Value
        public let body: [Node]
        /// Multiplications with an addition: see `TensorOperation`. None where they do not grow evenly with the batch, as those
        /// of a product of each sample with each other.
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

    public let values: [ValueInfo]
    public let nodes: [Node]
    public let inputs: [Trace.Value]
    public let outputs: [Trace.Value]
    /// See `Trace.outputNames`.
    public let outputNames: [String]

    public subscript(value: Trace.Value) -> ValueInfo { values[value.index] }

    /// - Parameters:
    ///   - first: A trace of the computation over a batch of `sizes.0` samples.
    ///   - second: One over a batch of `sizes.1` samples, more than those, with other numbers.
    ///   - third: One over a batch of another size, with other numbers again. Two sizes cannot tell a length that grows by
    ///     a constant from one that is rounded or cut: `x[.stride(by: 2)]` of 2 and 3 samples has 1 and 2. A third can.
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
    /// Lengths, positions or axes.
    public func lengths(_ name: String) -> [BatchLength] {
        guard case .lengths(let lengths) = attribute(name) else { mistake(name) }
        return lengths
    }

    /// Integers that do not depend on the batch; none where they do.
    public func integers(_ name: String) -> [Int]? {
        let fixed: [Int] = lengths(name).compactMap(\.fixed)
        return fixed.count == lengths(name).count ? fixed : nil
    }

    /// An axis, or a number of classes.
    public func integer(_ name: String) -> Int {
        guard let value = integers(name)?.first else { mistake(name) }
        return value
    }

    public func number(_ name: String) -> Double {
        guard case .other(.number(let value)) = attribute(name) else { mistake(name) }
        return value
    }

    public func boolean(_ name: String) -> Bool {
        guard case .other(.boolean(let value)) = attribute(name) else { mistake(name) }
        return value
    }

    public func text(_ name: String) -> String {
        guard case .other(.text(let value)) = attribute(name) else { mistake(name) }
        return value
    }

    private func attribute(_ name: String) -> Attribute? { attributes[name] }

    /// The operation, where the other is the same with the same lengths; without a cost where that is another one.
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
