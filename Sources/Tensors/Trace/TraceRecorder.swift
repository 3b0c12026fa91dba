import Synchronization

/// The number of computations that are traced or profiled in this process now. If the number is 0, an operation makes
/// no further check.
private let computationsUnderWay = Atomic<Int>(0)

/// The recorder of the operations of a single computation. `Trace(of:)` uses the tape through this class.
///
/// Only the thread that runs the computation uses the recorder.
package final class TraceRecorder {
    private let tape: Tape
    private var trace = Trace()
    /// The trace's tensors by their position on the tape.
    private var known: [Int32: Trace.Value] = [:]
    /// The operations recorded so far in each unfinished group, outermost first.
    private var open: [[Trace.Node]] = [[]]

    private init(_ tape: Tape) { self.tape = tape }

    /// Whether a computation of this process is traced or profiled now. If the value is false, the computation of this
    /// thread is not recorded either.
    static var mayBeRecording: Bool { computationsUnderWay.load(ordering: .relaxed) > 0 }

    /// Runs `body` as a computation that is traced or profiled, and returns the result of `body`. Rethrows the error of
    /// `body`.
    static func whileRecording<Result>(_ body: () throws -> Result) rethrows -> Result {
        computationsUnderWay.add(1, ordering: .relaxed)
        defer { computationsUnderWay.subtract(1, ordering: .relaxed) }
        return try TapesUnderWay.during(body)
    }

    /// The recorder of the current computation; `nil` if the computation is not traced.
    static var current: TraceRecorder? { mayBeRecording ? Tape.recording?.trace : nil }

    /// Calls `body` with a new recorder, outside of any differentiation, and returns the trace of the computation in
    /// `body`. Rethrows the error of `body`.
    package static func trace(_ body: (TraceRecorder) throws -> Void) rethrows -> Trace {
        let tape = Tape()
        let recorder = TraceRecorder(tape)
        tape.trace = recorder
        defer { tape.trace = nil }
        try whileRecording { try Tape.$current.withValue(tape) { try body(recorder) } }
        recorder.trace.nodes = recorder.open[0]
        return recorder.trace.withoutUnusedNodes()
    }

    /// Returns `tensor` as an input, parameter or buffer of the computation, according to `origin`.
    package func leaf<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>, _ origin: Trace.Origin) -> Tensor<Scalar> {
        let result: Tensor<Scalar> = tape.recordLeaf(tensor)
        let value: Trace.Value = add(tensor.shape, Scalar.self, origin)
        known[result.variable.node] = value
        if case .input = origin { trace.inputs.append(value) }
        return result
    }

    /// Records that `tensor` is an output of the computation with the given name.
    package func finish<Scalar: TensorScalar>(with tensor: Tensor<Scalar>, named name: String) {
        trace.outputs.append(value(of: tensor))
        trace.outputNames.append(name)
    }

    /// Records that `operation` computed `result`, which is on the tape. If `operation` is a group, `body` contains the
    /// operations of the group.
    func add<Scalar: TensorScalar>(_ operation: TensorOperation, _ result: Tensor<Scalar>, body: [Trace.Node] = []) {
        let inputs: [Trace.Value?] = operation.inputs.map { $0.map(value) }
        let output: Trace.Value
        if let made = known[result.variable.node] {
            output = made
        } else {
            output = add(result.shape, Scalar.self, .result)
            known[result.variable.node] = output
        }
        open[open.count - 1].append(
            Trace.Node(
                operation: operation.name, attributes: operation.attributes, multiplyAdds: operation.multiplyAdds,
                inputs: inputs, output: output, body: body))
    }

    /// Returns `value` as the result of an operation without a derivative. The operation is recorded if at least one of
    /// its inputs is on the tape.
    func recorded<Scalar: TensorScalar>(_ value: Tensor<Scalar>, _ operation: TensorOperation) -> Tensor<Scalar> {
        guard operation.inputs.contains(where: { ($0 as? any TapeTensor).map { tape.tracks($0.variable) } ?? false })
        else { return value }
        let result: Tensor<Scalar> = tape.recordLeaf(value)
        add(operation, result)
        return result
    }

    /// Runs `body`, records the operations of `body` as the parts of the single operation `operation`, and returns the
    /// result of `body`. If `body` throws, nothing is recorded, and the error is rethrown.
    func group<Scalar: TensorScalar>(_ operation: TensorOperation, _ body: () throws -> Tensor<Scalar>) rethrows
        -> Tensor<
            Scalar
        >
    {
        open.append([])
        let result: Tensor<Scalar>
        do { result = try body() } catch {
            open.removeLast()
            throw error
        }
        let parts: [Trace.Node] = open.removeLast()
        // If the body computed nothing, for example because the body moved an axis to its present place, there is no
        // operation to record.
        guard let last = known[result.variable.node], parts.contains(where: { $0.output == last }) else {
            open[open.count - 1] += parts
            return result
        }
        add(operation, result, body: parts)
        return result
    }

    /// Returns the value that represents `tensor` in the trace. If the trace does not contain the tensor, the value is
    /// a new constant.
    private func value(of tensor: any TensorProtocol) -> Trace.Value {
        if let tensor = tensor as? any TapeTensor, tape.tracks(tensor.variable),
            let value = known[tensor.variable.node]
        {
            return value
        }
        return add(tensor.shape, type(of: tensor).scalarType, .constant(tensor))
    }

    private func add(_ shape: Shape, _ type: any TensorScalar.Type, _ origin: Trace.Origin) -> Trace.Value {
        trace.values.append(Trace.ValueInfo(shape: shape, scalarType: type, origin: origin))
        return Trace.Value(position: trace.values.count - 1)
    }
}

/// A tensor of any scalar type, with its position on the tape.
protocol TapeTensor {
    var variable: Variable { get }
}

extension Tensor: TapeTensor {}
