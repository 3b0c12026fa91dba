/// `value` with its derivative by an input of another scalar type: for operations between real and complex numbers.
///
/// The cotangent of a complex tensor is ∂loss/∂Re + i·∂loss/∂Im. A pullback made of tensor operations can be
/// differentiated again.
///
/// - Parameters:
///   - operation: The operation's description for traces. Evaluated only if the computation is traced or profiled.
///   - value: The operation's result, a constant.
///   - input: The input.
///   - pullback: Computes ∂loss/∂input, of `input`'s shape, from the cotangent ∂loss/∂output.
/// - Returns: `value`, recorded on the tape if the input is.
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
