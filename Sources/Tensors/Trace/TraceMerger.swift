/// A pair of traces at different batch sizes, which the methods combine into a computation over a batch of any size.
struct TraceMerger {
    let first, second: Trace
    let sizes: (Int, Int)

    /// Returns the properties of all tensors. Throws `TraceError.differentOperations` if the traces differ in the
    /// number of tensors, in a scalar type or in a rank, or if a length is not linear in the batch size.
    func values() throws(TraceError) -> [BatchTrace.ValueInfo] {
        guard first.values.count == second.values.count else { throw .differentOperations(operationThatDiffers) }
        var result: [BatchTrace.ValueInfo] = []
        for (index, (one, other)) in zip(first.values, second.values).enumerated() {
            guard one.scalarType == other.scalarType, let shape = lengths(one.shape, other.shape) else {
                throw .differentOperations(operation(making: index))
            }
            let kind: Constancy = constancy(one, other)
            result.append(
                BatchTrace.ValueInfo(
                    shape: shape, scalarType: one.scalarType, origin: one.origin, isUniform: kind.isUniform,
                    repeatsFirst: kind == .repeats, batchNumber: kind.number, dependsOnInput: kind == .dependsOnInput))
        }
        return result
    }

    /// The way in which a constant differs between the traces.
    private enum Constancy: Equatable {
        /// The constant does not change, except for its shape.
        case same(isUniform: Bool)
        /// The constant consists of copies of the same part along its first axis.
        case repeats
        /// The constant is a whole number that depends on the batch size.
        case grows(BatchLength)
        /// The constant differs in a way that the batch size does not explain: the model computed the constant from its
        /// input, or drew the constant at random.
        case dependsOnInput

        var isUniform: Bool {
            switch self {
            case .same(let isUniform): isUniform
            case .grows: true
            case .repeats, .dependsOnInput: false
            }
        }

        var number: BatchLength? {
            if case .grows(let number) = self { return number }
            return nil
        }
    }

    private func constancy(_ one: Trace.ValueInfo, _ other: Trace.ValueInfo) -> Constancy {
        guard case .constant(let tensor) = one.origin, case .constant(let twin) = other.origin else {
            return .same(isUniform: false)
        }
        let isUniform: Bool = tensor.isUniform
        if one.shape == other.shape, tensor.hasSameBytes(as: twin) { return .same(isUniform: isUniform) }
        guard isUniform, twin.isUniform else { return tensor.repeatsFirst(like: twin) ? .repeats : .dependsOnInput }
        if tensor.startsLike(twin) { return .same(isUniform: true) }
        guard let first = tensor.wholeNumber, let second = twin.wholeNumber,
            let number = BatchLength(first, second, sizes: sizes)
        else { return .dependsOnInput }
        return .grows(number)
    }

    /// Compares `values` and `nodes`, made from other traces of the same model, with the values and nodes that `first`
    /// and `second` give. Constants that differ are marked as dependent on the input, and costs that differ are
    /// replaced by `nil`. Throws `TraceError.differentOperations` if operations, shapes or attributes differ.
    func confirm(_ values: inout [BatchTrace.ValueInfo], _ nodes: inout [BatchTrace.Node]) throws(TraceError) {
        let others: [BatchTrace.ValueInfo] = try self.values()
        guard values.count == others.count else { throw .differentOperations(operationThatDiffers) }
        for (index, (value, other)) in zip(values, others).enumerated() {
            guard value.shape == other.shape else { throw .differentOperations(operation(making: index)) }
            let agrees: Bool = value.batchNumber == other.batchNumber && value.repeatsFirst == other.repeatsFirst
            if !agrees || other.dependsOnInput { values[index] = value.readOutside }
        }
        for (index, other) in try self.nodes(first.nodes, second.nodes).enumerated() {
            nodes[index] = try nodes[index].confirmed(by: other)
        }
    }

    /// Returns the operations `ones` of the first trace, combined with the operations `others` of the second trace.
    /// Throws `TraceError.differentOperations` if the operations, their tensors or their attributes differ.
    func nodes(_ ones: [Trace.Node], _ others: [Trace.Node]) throws(TraceError) -> [BatchTrace.Node] {
        guard ones.count == others.count else { throw .differentOperations(operationThatDiffers) }
        var result: [BatchTrace.Node] = []
        for (one, other) in zip(ones, others) {
            guard one.operation == other.operation, one.inputs == other.inputs, one.output == other.output,
                let attributes = attributes(one.attributes, other.attributes)
            else { throw .differentOperations(one.operation) }
            let body: [BatchTrace.Node] = try nodes(one.body, other.body)
            let cost = BatchLength(one.multiplyAdds, other.multiplyAdds, sizes: sizes)
            result.append(
                BatchTrace.Node(
                    operation: one.operation, inputs: one.inputs, output: one.output, body: body, multiplyAdds: cost,
                    attributes: attributes))
        }
        return result
    }

    private func lengths(_ one: Shape, _ other: Shape) -> [BatchLength]? {
        lengths(one.dimensions, other.dimensions)
    }

    private func lengths(_ ones: [Int], _ others: [Int]) -> [BatchLength]? {
        guard ones.count == others.count else { return nil }
        let lengths: [BatchLength] = zip(ones, others).compactMap { BatchLength($0, $1, sizes: sizes) }
        return lengths.count == ones.count ? lengths : nil
    }

    private func attributes(
        _ ones: [String: TensorOperation.Attribute], _ others: [String: TensorOperation.Attribute]
    ) -> [String: BatchTrace.Node.Attribute]? {
        guard ones.keys == others.keys else { return nil }
        var result: [String: BatchTrace.Node.Attribute] = [:]
        for (name, one) in ones {
            switch (one, others[name]) {
            case (.integer(let one), .integer(let other)?):
                result[name] = lengths([one], [other]).map { .lengths($0) }
            case (.integers(let ones), .integers(let others)?):
                result[name] = lengths(ones, others).map { .lengths($0) }
            case (_, let other?): if one == other { result[name] = .other(one) }
            case (_, nil): break
            }
            if result[name] == nil { return nil }
        }
        return result
    }

    /// The name of the first operation that differs between the traces. If all common operations are equal, the
    /// property is the name of the last operation of the first trace.
    private var operationThatDiffers: String {
        let pairs = zip(first.nodes, second.nodes)
        let pair = pairs.first { $0.operation != $1.operation || $0.inputs != $1.inputs || $0.output != $1.output }
        return pair?.0.operation ?? first.nodes.last?.operation ?? "the model"
    }

    private func operation(making index: Int) -> String {
        first.nodes.first { $0.output.index == index }?.operation ?? "the model"
    }
}

extension BatchTrace.ValueInfo {
    /// A copy of these properties that is marked as dependent on the input.
    fileprivate var readOutside: BatchTrace.ValueInfo {
        BatchTrace.ValueInfo(
            shape: shape, scalarType: scalarType, origin: origin, isUniform: false, repeatsFirst: false,
            batchNumber: nil, dependsOnInput: true)
    }
}

extension TensorProtocol {
    fileprivate func hasSameBytes(as other: any TensorProtocol) -> Bool { bytes == other.bytes }

    /// Whether the bytes of all elements are equal. The value is true for a tensor without elements.
    fileprivate var isUniform: Bool {
        let (bytes, width): ([UInt8], Int) = (bytes, bytesPerElement)
        return width == 0 || bytes.isEmpty || bytes.dropFirst(width).elementsEqual(bytes.dropLast(width))
    }

    /// Returns whether this tensor and `other` consist of copies of the same part along the first axis.
    fileprivate func repeatsFirst(like other: any TensorProtocol) -> Bool {
        let (ones, others): ([UInt8], [UInt8]) = (bytes, other.bytes)
        guard let length = shape.first, let otherLength = other.shape.first, !ones.isEmpty, !others.isEmpty,
            shape.dropFirst().elementsEqual(other.shape.dropFirst())
        else { return false }
        let part: Int = ones.count / length
        return ones.dropFirst(part).elementsEqual(ones.dropLast(part))
            && others.dropFirst(part).elementsEqual(others.dropLast(part))
            && others.count / otherLength == part && ones.prefix(part) == others.prefix(part)
    }

    /// Returns whether the first element of this tensor equals the first element of `other`.
    fileprivate func startsLike(_ other: any TensorProtocol) -> Bool {
        bytes.prefix(bytesPerElement) == other.bytes.prefix(bytesPerElement)
    }

    /// The first element if it is a whole number, otherwise `nil`.
    fileprivate var wholeNumber: Int? { (self as? any FirstNumber)?.firstWholeNumber }

    private var bytesPerElement: Int { shape.elementCount == 0 ? 0 : bytes.count / shape.elementCount }

    private var bytes: [UInt8] { (self as? any ByteReadable)?.readBytes() ?? [] }
}

private protocol ByteReadable {
    func readBytes() -> [UInt8]
}

extension Tensor: ByteReadable {
    fileprivate func readBytes() -> [UInt8] {
        withUnsafeBuffer { buffer in [UInt8](UnsafeRawBufferPointer(buffer)) }
    }
}

private protocol FirstNumber {
    var firstWholeNumber: Int? { get }
}

extension Tensor: FirstNumber where Scalar: NumericScalar {
    fileprivate var firstWholeNumber: Int? {
        guard count > 0 else { return nil }
        let first: Scalar = withUnsafeBuffer { $0[0] }
        if let real = first as? any BinaryFloatingPoint { return Int(exactly: Double(real)) }
        return (first as? any BinaryInteger).flatMap { Int(exactly: $0) }
    }
}
