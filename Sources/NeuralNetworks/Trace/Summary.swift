import Differentiation
import Tensors

/// A table of a model's operations. Each row contains the layer, the operation, the shape of the output for a batch of
/// N samples, the number of learned parameters, and the number of multiply–add pairs for each sample.
///
///     print(try Summary(of: network, sample: [1, 28, 28]))
public struct Summary: Sendable, CustomStringConvertible {
    /// A row of the table.
    public struct Row: Sendable, Hashable {
        /// The names of the operation's parameters without the last part, such as `conv1`. Different names are
        /// separated by a comma. The text is empty if the operation has no parameters.
        public let layer: String
        /// The operation's name.
        public let operation: String
        /// The shape of the operation's result.
        public let outputShape: [BatchLength]
        /// The number of learned parameters that no earlier row counts. Each element of a tensor is a parameter.
        public let parameterCount: Int
        /// Whether an earlier row counts some of the operation's parameters, as for a layer that is used twice.
        public let isShared: Bool
        /// The number of multiply–add pairs of the operation; `nil` if this number is not linear in the batch size.
        public let multiplyAdds: BatchLength?
    }

    /// The operations in execution order.
    public let rows: [Row]
    /// The names and shapes of the inputs.
    public let inputs: [(name: String, shape: [BatchLength])]
    /// The number of learned parameters of the model.
    public let parameterCount: Int
    /// The number of learned parameters on which no output depends.
    public let unusedParameterCount: Int
    /// The number of elements in the model's buffers.
    public let bufferCount: Int

    /// The number of multiply–add pairs of all rows; `nil` if the number of any row is not linear in the batch size.
    public var multiplyAdds: BatchLength? { sum(rows.map(\.multiplyAdds)) }

    /// Creates the summary of a module whose input is a single real tensor. Throws `TraceError.differentOperations` if
    /// the operations depend on the batch size, or if a length is not linear in the batch size.
    ///
    /// - Parameters:
    ///   - model: The module.
    ///   - sample: The shape of a single sample, without the batch axis.
    public init<Model: Module, Scalar: RealScalar>(of model: Model, sample: Shape) throws(TraceError)
    where Model.Input == Tensor<Scalar>, Model.Output: TensorGroup {
        self.init(try BatchTrace(of: model, sample: sample))
    }

    /// Creates the summary of a module with any input. Throws `TraceError.differentOperations` if the operations depend
    /// on the batch size, or if a length is not linear in the batch size. Traps if a tensor of `example` has a first
    /// axis of length 0.
    ///
    /// - Parameters:
    ///   - model: The module.
    ///   - example: An input of at least one sample: see `BatchTrace.init(of:example:named:)`.
    public init<Model: Module>(of model: Model, example: Model.Input) throws(TraceError)
    where Model.Input: TensorGroup, Model.Output: TensorGroup {
        self.init(try BatchTrace(of: model, example: example))
    }

    /// Creates the summary of a traced computation.
    public init(_ trace: BatchTrace) {
        var counted: Set<Trace.Value> = []
        rows = LayerNames(trace).rows.map { row in
            let learned: [Trace.Value] = row.parameters.filter { trace[$0].origin.isParameter }
            let new: [Trace.Value] = learned.filter { !counted.contains($0) }
            counted.formUnion(new)
            return Row(
                layer: row.layer, operation: row.node.operation, outputShape: trace[row.node.output].shape,
                parameterCount: trace.count(of: new), isShared: new.count < learned.count,
                multiplyAdds: row.node.totalMultiplyAdds)
        }
        let all: [Trace.Value] = trace.values.indices.map(Trace.Value.init(position:))
        let parameters: [Trace.Value] = all.filter { trace[$0].origin.isParameter }
        parameterCount = trace.count(of: parameters)
        unusedParameterCount = trace.count(of: parameters.filter { !counted.contains($0) })
        bufferCount = trace.count(of: all.filter { trace[$0].origin.isBuffer })
        inputs = trace.inputs.map { value in
            guard case .input(let name) = trace[value].origin else { fatalError("summary: an input without a name") }
            return (name, trace[value].shape)
        }
    }

    /// The table with a row of totals. Two further lines give the number of buffer elements and of parameters that do
    /// not affect the output, unless these numbers are 0.
    public var description: String {
        var table = TextTable(["layer", "operation", "output", "parameters", "multiply-adds"], rightAligned: [3, 4])
        for input in inputs { table.add(["", input.name, text(input.shape), "", ""]) }
        for row in rows {
            let count: String = row.parameterCount == 0 ? (row.isShared ? "shared" : "") : grouped(row.parameterCount)
            table.add([row.layer, row.operation, text(row.outputShape), count, cost(row.multiplyAdds)])
        }
        table.addLine()
        table.add(["total", "", "", grouped(parameterCount), cost(multiplyAdds)])
        var lines: [String] = [table.description]
        if bufferCount > 0 { lines.append("and \(grouped(bufferCount)) buffer elements, which are not learned") }
        if unusedParameterCount > 0 {
            lines.append("\(grouped(unusedParameterCount)) of the parameters have no effect on the output")
        }
        return lines.joined(separator: "\n")
    }

    private func text(_ shape: [BatchLength]) -> String { "[" + shape.map(\.description).joined(separator: ", ") + "]" }

    /// Returns a text with the cost per sample and the constant cost per batch. A cost of 0 is omitted.
    private func cost(_ length: BatchLength?) -> String {
        guard let length else { return "not linear in N" }
        return switch (length.perSample, length.constant) {
        case (0, 0): ""
        case (let perSample, 0): grouped(perSample)
        case (0, let constant): grouped(constant) + " a batch"
        case (let perSample, let constant): grouped(perSample) + " + " + grouped(constant) + " a batch"
        }
    }
}

extension BatchTrace {
    fileprivate func count(of values: [Trace.Value]) -> Int {
        values.reduce(0) { $0 + self[$1].shape.reduce(1) { $0 * $1.constant } }
    }
}

extension Trace.Origin {
    fileprivate var isParameter: Bool { if case .parameter = self { true } else { false } }
    fileprivate var isBuffer: Bool { if case .buffer = self { true } else { false } }
}

/// Returns the number as a text with its digits in groups of three, such as 1,234,567.
func grouped(_ number: Int) -> String {
    var (digits, result) = (String(number.magnitude), "")
    while digits.count > 3 {
        result = "," + digits.suffix(3) + result
        digits.removeLast(3)
    }
    return (number < 0 ? "−" : "") + digits + result
}
