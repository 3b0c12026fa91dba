/// The derivative of an operation with respect to one of its inputs: an argument of `withDerivative`.
public struct PartialDerivative<Scalar: FieldScalar> {
    fileprivate let variable: Variable
    fileprivate let shape: Shape
    // One of the two pullbacks is `nil`. With an enumeration of two cases instead, the runtime would look up the type of
    // the enumeration by the scalar type in each operation.
    fileprivate var ofCotangent: ((Tensor<Scalar>) -> Tensor<Scalar>)?
    fileprivate var ofCotangentAndOutput: ((Tensor<Scalar>, Tensor<Scalar>) -> Tensor<Scalar>)?

    /// Returns the partial derivative with respect to `input`.
    ///
    /// - Parameters:
    ///   - input: The operation's input with respect to which the derivative is taken.
    ///   - pullback: Returns ∂loss/∂input, computed from the cotangent ∂loss/∂output. Traps if the result does not have
    ///     the shape of `input`.
    public static func by(
        _ input: Tensor<Scalar>, _ pullback: @escaping (_ cotangent: Tensor<Scalar>) -> Tensor<Scalar>
    ) -> PartialDerivative {
        PartialDerivative(variable: input.variable, shape: input.shape, ofCotangent: pullback)
    }

    /// Returns the partial derivative with respect to `input`, for a pullback that needs the operation's result, as for
    /// `exp`.
    ///
    /// - Parameters:
    ///   - input: The operation's input with respect to which the derivative is taken.
    ///   - pullback: Returns ∂loss/∂input, computed from the cotangent ∂loss/∂output and the operation's result. Traps
    ///     if the result does not have the shape of `input`.
    public static func by(
        _ input: Tensor<Scalar>,
        _ pullback: @escaping (_ cotangent: Tensor<Scalar>, _ output: Tensor<Scalar>) -> Tensor<Scalar>
    ) -> PartialDerivative {
        PartialDerivative(variable: input.variable, shape: input.shape, ofCotangentAndOutput: pullback)
    }

    fileprivate var needsOutput: Bool { ofCotangentAndOutput != nil }

    /// Passes `cotangent` to the input. `output` is the operation's result; `nil` if no pullback needs the result.
    fileprivate func pullBack(_ cotangent: Tensor<Scalar>, _ output: Tensor<Scalar>?, on tape: Tape) {
        let derivative: Tensor<Scalar>
        if let ofCotangent {
            derivative = ofCotangent(cotangent)
        } else if let ofCotangentAndOutput, let output {
            derivative = ofCotangentAndOutput(cotangent, output)
        } else {
            fatalError("withDerivative: the output was not kept for its own pullback")
        }
        require(
            derivative.shape == shape,
            "withDerivative: the derivative has shape \(derivative.shape), its input \(shape)")
        tape.accumulate(derivative, to: variable)
    }
}

/// Returns `value` with its partial derivatives. Use this function to define a differentiable operation.
///
/// The closure that `.by` receives is a pullback: it computes the derivative of the final result with respect to an
/// input from the derivative with respect to `value`. A pullback runs only if the derivative with respect to its input
/// is needed. If a pullback consists of tensor operations, its result can be differentiated again. The tape keeps the
/// tensors that a pullback captures until the backward pass has run the pullback.
///
///     func square(_ x: Tensor<Float>) -> Tensor<Float> {
///         withDerivative(of: TensorOperation("square", x), x * x, .by(x) { cotangent in 2 * x * cotangent })
///     }
///
/// - Parameters:
///   - operation: The operation's description for traces. The description is evaluated only if the computation is
///     traced or profiled.
///   - value: The operation's result. If the tape recorded derivatives of this value, they are replaced by `partials`.
///   - partials: A derivative for each differentiable input. Traps if a derivative does not have the shape of its
///     input.
/// - Returns: `value`, recorded on the tape if at least one of the inputs is on the tape, otherwise as a constant.
@_disfavoredOverload
public func withDerivative<Scalar: FieldScalar>(
    of operation: @autoclosure () -> TensorOperation, _ value: Tensor<Scalar>, _ partials: PartialDerivative<Scalar>...
) -> Tensor<Scalar> {
    guard TapesUnderWay.exist, let tape = Tape.recording else { return constant(value, operation()) }
    let wanted: [PartialDerivative<Scalar>] = partials.filter { tape.tracks($0.variable) }
    if wanted.isEmpty { return constant(value, operation()) }
    let output: Tensor<Scalar>? = output(of: value, for: wanted, on: tape)
    let node = TapeNode(Scalar.self) { tape, cotangent in
        for partial in wanted { partial.pullBack(Tensor(cotangent), output, on: tape) }
    }
    let result: Tensor<Scalar> = tape.append(node, value)
    if tape.isObserved { tape.note(operation(), result) }
    return result
}

/// Returns `value` with a single partial derivative, as the function with any number of partial derivatives does. The
/// partial derivative is not created unless a tape may record the operation.
@inline(__always)
package func withDerivative<Scalar: FieldScalar>(
    of operation: @autoclosure () -> TensorOperation, _ value: consuming Tensor<Scalar>,
    _ partial: @autoclosure () -> PartialDerivative<Scalar>
) -> Tensor<Scalar> {
    if TapesUnderWay.exist { return recorded(of: operation(), value, partial()) }
    value.variable = .none
    return value
}

/// Returns `value` with two partial derivatives, as the function with any number of partial derivatives does. The
/// partial derivatives are not created unless a tape may record the operation.
@inline(__always)
package func withDerivative<Scalar: FieldScalar>(
    of operation: @autoclosure () -> TensorOperation, _ value: consuming Tensor<Scalar>,
    _ first: @autoclosure () -> PartialDerivative<Scalar>, _ second: @autoclosure () -> PartialDerivative<Scalar>
) -> Tensor<Scalar> {
    if TapesUnderWay.exist { return recorded(of: operation(), value, first(), second()) }
    value.variable = .none
    return value
}

@inline(never)
private func recorded<Scalar: FieldScalar>(
    of operation: @autoclosure () -> TensorOperation, _ value: Tensor<Scalar>,
    _ partial: @autoclosure () -> PartialDerivative<Scalar>
) -> Tensor<Scalar> {
    guard let tape = Tape.recording else { return constant(value, operation()) }
    let partial: PartialDerivative<Scalar> = partial()
    guard tape.tracks(partial.variable) else { return constant(value, operation()) }
    return recorded(of: operation(), value, partial, on: tape)
}

@inline(never)
private func recorded<Scalar: FieldScalar>(
    of operation: @autoclosure () -> TensorOperation, _ value: Tensor<Scalar>,
    _ first: @autoclosure () -> PartialDerivative<Scalar>, _ second: @autoclosure () -> PartialDerivative<Scalar>
) -> Tensor<Scalar> {
    guard let tape = Tape.recording else { return constant(value, operation()) }
    let (first, second): (PartialDerivative<Scalar>, PartialDerivative<Scalar>) = (first(), second())
    guard tape.tracks(first.variable) else {
        guard tape.tracks(second.variable) else { return constant(value, operation()) }
        return recorded(of: operation(), value, second, on: tape)
    }
    guard tape.tracks(second.variable) else { return recorded(of: operation(), value, first, on: tape) }
    let output: Tensor<Scalar>? = first.needsOutput || second.needsOutput ? nextResult(value, on: tape) : nil
    let node = TapeNode(Scalar.self) { tape, cotangent in
        let cotangent = Tensor<Scalar>(cotangent)
        first.pullBack(cotangent, output, on: tape)
        second.pullBack(cotangent, output, on: tape)
    }
    let result: Tensor<Scalar> = tape.append(node, value)
    if tape.isObserved { tape.note(operation(), result) }
    return result
}

/// Returns `value`, recorded on `tape` with `partial`, the derivative with respect to an input that is on the tape.
private func recorded<Scalar: FieldScalar>(
    of operation: @autoclosure () -> TensorOperation, _ value: Tensor<Scalar>, _ partial: PartialDerivative<Scalar>,
    on tape: Tape
) -> Tensor<Scalar> {
    let output: Tensor<Scalar>? = partial.needsOutput ? nextResult(value, on: tape) : nil
    let node = TapeNode(Scalar.self) { tape, cotangent in partial.pullBack(Tensor(cotangent), output, on: tape) }
    let result: Tensor<Scalar> = tape.append(node, value)
    if tape.isObserved { tape.note(operation(), result) }
    return result
}

/// Returns `value`, the result of `operation`, as a constant for differentiation.
private func constant<Scalar: TensorScalar>(
    _ value: Tensor<Scalar>, _ operation: @autoclosure () -> TensorOperation
) -> Tensor<Scalar> {
    var result = value
    result.variable = .none
    return traced(result, operation())
}

/// Returns `value`, the operation's result, as the next node of `tape` if a pullback in `partials` needs the result.
/// Otherwise returns `nil`, so that the tape does not keep the memory of the result.
private func output<Scalar: FieldScalar>(
    of value: Tensor<Scalar>, for partials: [PartialDerivative<Scalar>], on tape: Tape
) -> Tensor<Scalar>? {
    partials.contains(where: \.needsOutput) ? nextResult(value, on: tape) : nil
}

/// Returns `value` as the result of the next node of `tape`.
private func nextResult<Scalar: FieldScalar>(_ value: Tensor<Scalar>, on tape: Tape) -> Tensor<Scalar> {
    var output: Tensor<Scalar> = value
    output.variable = Variable(tape: tape.number, node: Int32(tape.position))
    return output
}

/// Returns `value` with a joint derivative. This function is for fused kernels that compute the derivatives with
/// respect to several inputs in a single pass.
///
/// Only the first derivative exists, because the tape cannot record what a kernel does. A second derivative traps with
/// the operation's name.
///
/// - Parameters:
///   - operation: The operation's description for traces. If the description has no inputs, `inputs` are added to it.
///   - value: The operation's result. If the tape recorded derivatives of this value, they are replaced by `pullback`.
///   - inputs: The differentiable inputs.
///   - pullback: Returns the derivatives with respect to the inputs, in order, computed from the cotangent
///     ∂loss/∂output. If `wanted` is false for an input, its derivative may be `nil`. Traps if the number of
///     derivatives is not the number of inputs, or if a wanted derivative is `nil` or does not have the shape of its
///     input.
/// - Returns: `value`, recorded on the tape if at least one of the inputs is on the tape, otherwise as a constant.
public func withDerivative<Scalar: FieldScalar>(
    of operation: @autoclosure () -> TensorOperation, _ value: Tensor<Scalar>, inputs: [Tensor<Scalar>],
    pullback: @escaping (_ cotangent: Tensor<Scalar>, _ wanted: [Bool]) -> [Tensor<Scalar>?]
) -> Tensor<Scalar> {
    guard TapesUnderWay.exist, let tape = Tape.recording else {
        return constant(value, operation().taking(inputs))
    }
    let wanted: [Bool] = inputs.map { tape.tracks($0.variable) }
    guard wanted.contains(true) else { return constant(value, operation().taking(inputs)) }
    let operation: TensorOperation = operation()
    let name: String = operation.name
    let sources: [(variable: Variable, shape: Shape)] = inputs.map { ($0.variable, $0.shape) }
    let result: Tensor<Scalar> = tape.record(value) { [unowned tape] cotangent in
        require(
            Tape.recording == nil, "\(name): the derivative is a fused kernel and has no derivative of its own")
        let derivatives: [Tensor<Scalar>?] = pullback(cotangent, wanted)
        require(
            derivatives.count == sources.count,
            "\(name): \(derivatives.count) derivatives for \(sources.count) inputs")
        for (index, source) in sources.enumerated() where wanted[index] {
            guard let derivative = derivatives[index], derivative.shape == source.shape else {
                fatalError(
                    "\(name): the derivative by input \(index) has shape \(String(describing: derivatives[index]?.shape)), the input \(source.shape)"
                )
            }
            tape.accumulate(derivative, to: source.variable)
        }
    }
    if tape.isObserved { tape.note(operation.taking(inputs), result) }
    return result
}

/// Returns `value` with a joint derivative that consists of tensor operations, so that it can be differentiated again.
/// This function is for operations whose derivatives with respect to several inputs share an intermediate result.
///
/// - Parameters:
///   - operation: The operation's description for traces.
///   - value: The operation's result. If the tape recorded derivatives of this value, they are replaced by `pullback`.
///   - inputs: The differentiable inputs.
///   - pullback: Returns the derivatives with respect to the inputs, in order, computed from the cotangent
///     ∂loss/∂output and the operation's result. If `wanted` is false for an input, its derivative may be `nil`. Traps
///     if a wanted derivative is `nil` or does not have the shape of its input.
/// - Returns: `value`, recorded on the tape if at least one of the inputs is on the tape, otherwise as a constant.
package func withSharedDerivative<Scalar: FieldScalar>(
    of operation: @autoclosure () -> TensorOperation, _ value: Tensor<Scalar>, inputs: [Tensor<Scalar>],
    pullback: @escaping (_ cotangent: Tensor<Scalar>, _ output: Tensor<Scalar>, _ wanted: [Bool]) -> [Tensor<Scalar>?]
) -> Tensor<Scalar> {
    guard TapesUnderWay.exist, let tape = Tape.recording else {
        return constant(value, operation())
    }
    let wanted: [Bool] = inputs.map { tape.tracks($0.variable) }
    guard wanted.contains(true) else { return constant(value, operation()) }
    let sources: [(variable: Variable, shape: Shape)] = inputs.map { ($0.variable, $0.shape) }
    var output: Tensor<Scalar> = value
    output.variable = Variable(tape: tape.number, node: Int32(tape.position))
    let result: Tensor<Scalar> = tape.record(value) { [unowned tape, output] cotangent in
        let derivatives: [Tensor<Scalar>?] = pullback(cotangent, output, wanted)
        for (index, source) in sources.enumerated() where wanted[index] {
            guard let derivative = derivatives[index], derivative.shape == source.shape else {
                fatalError("withSharedDerivative: the derivative by input \(index) does not have shape \(source.shape)")
            }
            tape.accumulate(derivative, to: source.variable)
        }
    }
    if tape.isObserved { tape.note(operation(), result) }
    return result
}

extension Tensor {
    /// Returns the same elements as a constant for differentiation, as PyTorch's `detach` does. The result shares the
    /// memory of this tensor.
    public func asConstant() -> Tensor {
        var result = self
        result.variable = .none
        return traced(result, TensorOperation(TensorOperation.stopGradient, self))
    }
}

extension Tensor where Scalar: FieldScalar {
    /// Whether the tensor is on the tape that records operations on the current task.
    package var isTracked: Bool { Tape.recording?.tracks(variable) ?? false }
}
