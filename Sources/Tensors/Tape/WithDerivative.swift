/// The derivative of an operation with respect to one of its inputs, as `withDerivative` takes it.
public struct PartialDerivative<Scalar: FieldScalar> {
    fileprivate let variable: Variable
    fileprivate let shape: Shape
    fileprivate let pullback: Pullback

    fileprivate enum Pullback {
        case ofCotangent((Tensor<Scalar>) -> Tensor<Scalar>)
        case ofCotangentAndOutput((Tensor<Scalar>, Tensor<Scalar>) -> Tensor<Scalar>)
    }

    /// The partial derivative by `input`: `pullback` turns ∂loss/∂output into ∂loss/∂input, which has `input`'s shape.
    public static func by(
        _ input: Tensor<Scalar>, _ pullback: @escaping (_ cotangent: Tensor<Scalar>) -> Tensor<Scalar>
    ) -> PartialDerivative {
        PartialDerivative(variable: input.variable, shape: input.shape, pullback: .ofCotangent(pullback))
    }

    /// The same for a derivative that is written with the operation's own result, as that of `exp` is.
    public static func by(
        _ input: Tensor<Scalar>,
        _ pullback: @escaping (_ cotangent: Tensor<Scalar>, _ output: Tensor<Scalar>) -> Tensor<Scalar>
    ) -> PartialDerivative {
        PartialDerivative(variable: input.variable, shape: input.shape, pullback: .ofCotangentAndOutput(pullback))
    }
}

/// `value`, together with how to differentiate it: the way to add an operation.
///
/// A pullback runs only where the derivative by its input is wanted. Written with tensor operations it can be
/// differentiated again; what a pullback captures lives until the backward pass has gone by.
///
///     func square(_ x: Tensor<Float>) -> Tensor<Float> {
///         withDerivative(of: TensorOperation("square", x), x * x, .by(x) { cotangent in 2 * x * cotangent })
///     }
///
/// - Parameters:
///   - operation: What the operation is, for traces; not evaluated unless the computation is traced.
///   - value: The operation's result, computed from untracked values or from tracked ones: what the tape has recorded
///     of it is ignored.
///   - partials: One derivative per differentiable input.
public func withDerivative<Scalar: FieldScalar>(
    of operation: @autoclosure () -> TensorOperation, _ value: Tensor<Scalar>, _ partials: PartialDerivative<Scalar>...
) -> Tensor<Scalar> {
    guard mayBeRecorded(partials), let tape = Tape.recording else { return constant(value, operation()) }
    let wanted: [PartialDerivative<Scalar>] = partials.filter { tape.tracks($0.variable) }
    if wanted.isEmpty { return constant(value, operation()) }
    let result: Tensor<Scalar> = tape.record(value) {
        [unowned tape, output = output(of: value, for: wanted, on: tape)] cotangent in
        for partial in wanted {
            let derivative: Tensor<Scalar>
            switch partial.pullback {
            case .ofCotangent(let pullback): derivative = pullback(cotangent)
            case .ofCotangentAndOutput(let pullback):
                guard let output else { fatalError("withDerivative: the output was not kept for its own pullback") }
                derivative = pullback(cotangent, output)
            }
            require(
                derivative.shape == partial.shape,
                "withDerivative: the derivative has shape \(derivative.shape), its input \(partial.shape)")
            tape.accumulate(derivative, to: partial.variable)
        }
    }
    if tape.isObserved { tape.note(operation(), result) }
    return result
}

/// Whether any tape knows one of the inputs. A loop: `contains(where:)` costs more than some operations on a few elements.
private func mayBeRecorded<Scalar>(_ partials: [PartialDerivative<Scalar>]) -> Bool {
    for index in 0 ..< partials.count where partials[index].variable.node >= 0 { return true }
    return false
}

/// The result of an operation that no derivative goes through.
private func constant<Scalar: TensorScalar>(
    _ value: Tensor<Scalar>, _ operation: @autoclosure () -> TensorOperation
) -> Tensor<Scalar> {
    var result = value
    result.variable = .none
    return traced(result, operation())
}

/// The result as its own pullbacks see it, or nothing where none looks at it, so that its memory is not held.
private func output<Scalar: FieldScalar>(
    of value: Tensor<Scalar>, for partials: [PartialDerivative<Scalar>], on tape: Tape
) -> Tensor<Scalar>? {
    for partial in partials {
        guard case .ofCotangentAndOutput = partial.pullback else { continue }
        var output: Tensor<Scalar> = value
        output.variable = Variable(tape: tape.number, node: Int32(tape.position))
        return output
    }
    return nil
}

/// `value` with a joint derivative: for fused kernels that compute the derivatives by several inputs in one pass.
///
/// The pullback is taken to be no tensor expression but a kernel: it is first-order, and a second derivative through
/// it traps with the operation's name instead of being silently wrong.
///
/// - Parameters:
///   - operation: What the operation is, for traces. Its inputs are the differentiable ones unless it names others.
///   - inputs: The differentiable inputs.
///   - pullback: Turns ∂loss/∂output into the derivatives by the inputs, in order. `wanted` says which of them are
///     needed; the others may be `nil`.
public func withDerivative<Scalar: FieldScalar>(
    of operation: @autoclosure () -> TensorOperation, _ value: Tensor<Scalar>, inputs: [Tensor<Scalar>],
    pullback: @escaping (_ cotangent: Tensor<Scalar>, _ wanted: [Bool]) -> [Tensor<Scalar>?]
) -> Tensor<Scalar> {
    guard inputs.contains(where: { $0.variable.node >= 0 }), let tape = Tape.recording else {
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

extension Tensor {
    /// The same values as a constant: no derivative flows through it.
    public func asConstant() -> Tensor {
        var result = self
        result.variable = .none
        return traced(result, TensorOperation(TensorOperation.stopGradient, self))
    }
}

extension Tensor where Scalar: FieldScalar {
    /// Whether the tape that records at this moment knows the tensor.
    package var isTracked: Bool { Tape.recording?.tracks(variable) ?? false }
}
