internal import CKernels

// There are two kinds of division with a whole quotient. Their results differ if exactly one operand is negative:
//
//     floorDivide(−7, 2) = −4    floorRemainder(−7, 2) = 1         Python's // and %
//     truncatingDivide(−7, 2) = −3    truncatingRemainder(−7, 2) = −1    C's and Swift's / and %

/// Returns the quotient a / b rounded down, for each pair of elements: Python's `//`. `a` and `b` are broadcast to a
/// common shape. Traps if there is no common shape.
///
/// For integers, a divisor of 0 traps, and the quotient of the least number and −1 wraps around. For real numbers, a
/// divisor of 0 gives ±∞ or NaN, and an infinite `a` with any other divisor gives NaN. The result is a constant for
/// differentiation.
public func floorDivide<Scalar: NumericScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    quotient(SYNANN_FLOOR_DIVIDE, a, b, "floorDivide")
}

/// Returns the quotient a / b rounded towards 0, for each pair of elements. For integers, the operator `/` gives the
/// same result. `a` and `b` are broadcast to a common shape. Traps if there is no common shape.
///
/// For integers, a divisor of 0 traps, and the quotient of the least number and −1 wraps around. For real numbers, a
/// divisor of 0 gives ±∞ or NaN, and an infinite `a` with any other divisor gives NaN. The result is a constant for
/// differentiation.
public func truncatingDivide<Scalar: NumericScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    quotient(SYNANN_TRUNCATED_DIVIDE, a, b, "truncatingDivide")
}

/// Returns the remainder a − b · ⌊a / b⌋, which has the sign of `b`, for each pair of elements: Python's `%`. `a` and
/// `b` are broadcast to a common shape. Traps if there is no common shape. A divisor of 0 traps.
public func floorRemainder<Scalar: IntegerScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    quotient(SYNANN_FLOOR_REMAINDER, a, b, "floorRemainder")
}

/// Returns the remainder of the division rounded towards 0, which has the sign of `a`, for each pair of elements: C's
/// `%`. `a` and `b` are broadcast to a common shape. Traps if there is no common shape. A divisor of 0 traps.
public func truncatingRemainder<Scalar: IntegerScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    quotient(SYNANN_TRUNCATED_REMAINDER, a, b, "truncatingRemainder")
}

/// Returns the remainder a − b · ⌊a / b⌋, which has the sign of `b`, for each pair of elements: Python's `%`. The exact
/// remainder is rounded once. `a` and `b` are broadcast to a common shape. Traps if there is no common shape.
///
/// The result is NaN if `b` is 0, `a` is infinite, or an element is NaN. The derivative is 1 with respect to `a` and
/// −⌊a / b⌋ with respect to `b`.
public func floorRemainder<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    remainder(SYNANN_FLOOR_REMAINDER, a, b, "floorRemainder") { floorDivide(a, b) }
}

/// Returns the exact remainder of the division rounded towards 0, which has the sign of `a`, for each pair of elements:
/// C's `fmod`. `a` and `b` are broadcast to a common shape. Traps if there is no common shape.
///
/// The result is NaN if `b` is 0, `a` is infinite, or an element is NaN. The derivative is 1 with respect to `a`, and
/// minus the quotient rounded towards 0 with respect to `b`.
public func truncatingRemainder<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    remainder(SYNANN_TRUNCATED_REMAINDER, a, b, "truncatingRemainder") { truncatingDivide(a, b) }
}

private func quotient<Scalar: NumericScalar>(
    _ operation: synann_binary_operation, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ name: String
) -> Tensor<Scalar> {
    if Scalar.isInteger {
        require(!(b .== 0).any(), "\(name): the divisor of shape \(b.shape) contains 0")
    }
    return traced(a.combining(operation, b, named: name), TensorOperation(name, a, b))
}

private func remainder<Scalar: RealScalar>(
    _ operation: synann_binary_operation, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ name: String,
    quotient: @escaping () -> Tensor<Scalar>
) -> Tensor<Scalar> {
    let (aShape, bShape) = (a.shape, b.shape)
    return withDerivative(
        of: TensorOperation(name, a, b), a.combining(operation, b, named: name),
        .by(a) { cotangent in cotangent.summed(to: aShape) },
        .by(b) { cotangent in (-cotangent * quotient()).summed(to: bShape) })
}

extension Tensor where Scalar: IntegerScalar {
    /// Returns the elementwise quotient rounded towards 0, as Swift divides integers. The shapes are broadcast to a
    /// common shape. Traps if there is no common shape or a divisor is 0. The quotient of the least number and −1 wraps
    /// around.
    public static func / (a: Tensor, b: Tensor) -> Tensor { truncatingDivide(a, b) }
    /// Returns every element divided by `b`, rounded towards 0. Traps if `b` is 0. The quotient of the least number and
    /// −1 wraps around.
    public static func / (a: Tensor, b: Scalar) -> Tensor { a / Tensor(b) }
    /// Returns the elementwise remainder of the division `/`, which has the sign of `a`. The shapes are broadcast to a
    /// common shape. Traps if there is no common shape or a divisor is 0.
    public static func % (a: Tensor, b: Tensor) -> Tensor { Tensors.truncatingRemainder(a, b) }
    /// Returns the remainder of every element divided by `b`, which has the sign of the element. Traps if `b` is 0.
    public static func % (a: Tensor, b: Scalar) -> Tensor { a % Tensor(b) }
}
