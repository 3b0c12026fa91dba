/// An operation that moves, repeats or drops elements and computes nothing: reshaping, slicing, gathering.
///
/// Every scalar type has these operations. They are linear, so the derivative of one is its adjoint, which exists where
/// elements can be added. `TensorScalar._moved` records the derivative for real and complex scalars, and the operation
/// alone for all others. So a function over `TensorScalar` is differentiable whenever its scalar is.
public protocol _ElementMovement: Sendable {
    /// The description of the operation on `x` for traces.
    func operation<Scalar: TensorScalar>(on x: Tensor<Scalar>) -> TensorOperation
    /// The result. The tape does not record it.
    func moved<Scalar: TensorScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar>
    /// The adjoint: the gradient with respect to the input, which has the shape `source`.
    func adjoint<Scalar: FieldScalar>(_ cotangent: Tensor<Scalar>, to source: Shape) -> Tensor<Scalar>
}

extension TensorScalar {
    public static func _moved(_ x: Tensor<Self>, by movement: some _ElementMovement) -> Tensor<Self> {
        traced(movement.moved(x), movement.operation(on: x))
    }

    public static func _recordConcatenation(
        _ joined: Tensor<Self>, of parts: [Tensor<Self>], axis: Int
    ) -> Tensor<Self> {
        traced(joined, concatenation(of: parts, axis: axis))
    }

    fileprivate static func concatenation(of parts: [Tensor<Self>], axis: Int) -> TensorOperation {
        TensorOperation("concatenate", inputs: parts, attributes: ["axis": .integer(axis)])
    }
}

extension FieldScalar {
    public static func _moved(_ x: Tensor<Self>, by movement: some _ElementMovement) -> Tensor<Self> {
        let source: Shape = x.shape
        return withDerivative(
            of: movement.operation(on: x), movement.moved(x),
            .by(x) { cotangent in movement.adjoint(cotangent, to: source) })
    }

    public static func _recordConcatenation(
        _ joined: Tensor<Self>, of parts: [Tensor<Self>], axis: Int
    ) -> Tensor<Self> {
        guard let tape = Tape.recording, parts.contains(where: { tape.tracks($0.variable) }) else {
            return traced(joined, concatenation(of: parts, axis: axis))
        }
        let sources: [(variable: Variable, length: Int)] = parts.map { ($0.variable, $0.shape[axis]) }
        let result: Tensor<Self> = tape.record(joined) { [unowned tape] cotangent in
            var start = 0
            for (variable, length) in sources {
                if tape.tracks(variable) {
                    tape.accumulate(cotangent.narrowed(axis: axis, to: start ..< start + length), to: variable)
                }
                start += length
            }
        }
        if tape.isObserved { tape.note(concatenation(of: parts, axis: axis), result) }
        return result
    }
}
