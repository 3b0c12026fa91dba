/// `body`'s result, as that of one operation in traces: a layer of several operations has one name there, and whoever
/// reads a trace may take it whole or look into it. Derivatives are those of the operations within.
///
///     func standardized(_ x: Tensor<Float>) -> Tensor<Float> {
///         withOperation(TensorOperation("standardized", x)) {
///             (x - x.mean()) / x.variance().squareRoot()
///         }
///     }
///
/// Costs nothing where nothing is traced.
public func withOperation<Scalar: TensorScalar>(
    _ operation: @autoclosure () -> TensorOperation, _ body: () throws -> Tensor<Scalar>
) rethrows -> Tensor<Scalar> {
    guard TraceRecorder.mayBeRecording else { return try body() }
    return try recordedGroup(operation(), body)
}

private func recordedGroup<Scalar: TensorScalar>(
    _ operation: TensorOperation, _ body: () throws -> Tensor<Scalar>
) rethrows -> Tensor<Scalar> {
    if let profiler = Profiler.current { return try profiler.group(operation.name, body) }
    guard let recorder = TraceRecorder.current else { return try body() }
    return try recorder.group(operation, body)
}

/// `value`, the result of an operation without a derivative, so that traces know of it.
@inline(__always)
func traced<Scalar: TensorScalar>(
    _ value: Tensor<Scalar>, _ operation: @autoclosure () -> TensorOperation
) -> Tensor<Scalar> {
    TraceRecorder.mayBeRecording ? recorded(value, operation()) : value
}

private func recorded<Scalar: TensorScalar>(_ value: Tensor<Scalar>, _ operation: TensorOperation) -> Tensor<Scalar> {
    Profiler.current?.ended(operation.name, isCall: true)
    return TraceRecorder.current?.recorded(value, operation) ?? value
}
