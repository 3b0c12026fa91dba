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
    guard let recorder = TraceRecorder.current else { return try body() }
    return try recorder.group(operation(), body)
}

/// `value`, the result of an operation without a derivative, so that traces know of it.
@inline(__always)
func traced<Scalar: TensorScalar>(
    _ value: Tensor<Scalar>, _ operation: @autoclosure () -> TensorOperation
) -> Tensor<Scalar> {
    guard TraceRecorder.mayBeRecording, let recorder = TraceRecorder.current else { return value }
    return recorder.recorded(value, operation())
}
