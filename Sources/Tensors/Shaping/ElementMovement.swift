/// An operation that moves, repeats or drops elements and computes nothing, such as reshaping, slicing and gathering.
///
/// Every scalar type has these operations. The operations are linear, so the backward pass applies the adjoint (the
/// transpose) of an operation to the cotangent. Only tensors of real and complex scalars have derivatives. For these
/// scalars `TensorScalar._moved` records the operation with its derivative; for other scalars, `_moved` records only
/// the operation. So a function over `TensorScalar` is differentiable if its scalar is real or complex.
public protocol _ElementMovement: Sendable {
    /// Returns the description of the operation on `x` for traces.
    func operation<Scalar: TensorScalar>(on x: Tensor<Scalar>) -> TensorOperation
    /// Returns the result of the operation on `x`. The tape does not record the operation.
    func moved<Scalar: TensorScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar>
    /// Returns the derivative with respect to the input of the operation, in the input's shape `source`. The function
    /// computes this derivative by the adjoint of the operation from `cotangent`, the derivative with respect to the
    /// operation's result.
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
        if x.variable.node < 0 || !TapesUnderWay.exist {
            return traced(movement.moved(x).unrecordedConstant(), movement.operation(on: x))
        }
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
