/// Returns the result of `body`. Traces and profiles show all operations in `body` as a single operation. The
/// derivatives of the operations in `body` give the derivative of the result.
///
/// So a layer of several operations has a name in traces and profiles. The trace's node contains the operations of the
/// layer as its `body`.
///
///     func standardized(_ x: Tensor<Float>) -> Tensor<Float> {
///         withOperation(TensorOperation("standardized", x)) {
///             (x - x.mean()) / x.variance().squareRoot()
///         }
///     }
///
/// If no computation is traced or profiled, the function only calls `body`. Rethrows the errors of `body`.
///
/// - Parameters:
///   - operation: The operation's description. The description is evaluated only if a computation is traced or
///     profiled.
///   - body: Computes the result with tensor operations.
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

/// Returns `value` as the result of `operation`, an operation without a derivative. If the computation is traced or
/// profiled, the operation is recorded.
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
