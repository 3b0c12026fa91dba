/// Returns `value` with its derivative with respect to an input of another scalar type. This function is for operations
/// between real and complex numbers.
///
/// The cotangent of a complex tensor is ∂loss/∂Re + i·∂loss/∂Im, where Re and Im are the real and the imaginary part.
/// If a pullback consists of tensor operations, its result can be differentiated again.
///
/// - Parameters:
///   - operation: The operation's description for traces. The description is evaluated only if the computation is
///     traced or profiled.
///   - value: The operation's result, a constant.
///   - input: The operation's input.
///   - pullback: Returns ∂loss/∂input, computed from the cotangent ∂loss/∂output. Traps if the result does not have the
///     shape of `input`.
/// - Returns: `value`, which is recorded on the tape if `input` is on the tape.
package func withDerivative<Input: FieldScalar, Output: FieldScalar>(
    of operation: @autoclosure () -> TensorOperation, _ value: Tensor<Output>, converting input: Tensor<Input>,
    pullback: @escaping (_ cotangent: Tensor<Output>) -> Tensor<Input>
) -> Tensor<Output> {
    let (source, shape): (Variable, Shape) = (input.variable, input.shape)
    guard source.node >= 0, let tape = Tape.recording, tape.tracks(source) else {
        return traced(value, operation())
    }
    let result: Tensor<Output> = tape.record(value) { [unowned tape] cotangent in
        let derivative: Tensor<Input> = pullback(cotangent)
        require(
            derivative.shape == shape,
            "withDerivative: the derivative has shape \(derivative.shape), its input \(shape)")
        tape.accumulate(derivative, to: source)
    }
    if tape.isObserved { tape.note(operation(), result) }
    return result
}
