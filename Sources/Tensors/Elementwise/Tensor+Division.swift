internal import CKernels

// Division with a whole quotient comes in two kinds. They differ if exactly one operand is negative:
//
//     floorDivide(−7, 2) = −4    floorRemainder(−7, 2) = 1         Python's // and %
//     truncatingDivide(−7, 2) = −3    truncatingRemainder(−7, 2) = −1    C's and Swift's / and %

/// The quotient rounded down: Python's `//`. Elementwise and broadcast; shapes that do not match trap.
///
/// For integers a divisor of 0 traps, and the quotient of the least number and −1 wraps around. For real numbers a
/// divisor of 0 gives ±∞ or NaN. The result is a constant for differentiation.
public func floorDivide<Scalar: NumericScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    quotient(SYNANN_FLOOR_DIVIDE, a, b, "floorDivide")
}

/// The quotient rounded towards 0. Elementwise and broadcast; shapes that do not match trap. For integers this is `/`.
///
/// For integers a divisor of 0 traps, and the quotient of the least number and −1 wraps around. For real numbers a
/// divisor of 0 gives ±∞ or NaN. The result is a constant for differentiation.
public func truncatingDivide<Scalar: NumericScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    quotient(SYNANN_TRUNCATED_DIVIDE, a, b, "truncatingDivide")
}

/// The remainder a − b · ⌊a / b⌋, which has the sign of `b`: Python's `%`. Elementwise and broadcast; shapes that do not
/// match trap. A divisor of 0 traps.
public func floorRemainder<Scalar: IntegerScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    quotient(SYNANN_FLOOR_REMAINDER, a, b, "floorRemainder")
}

/// The remainder of the division rounded towards 0, which has the sign of `a`: C's `%`. Elementwise and broadcast;
/// shapes that do not match trap. A divisor of 0 traps.
public func truncatingRemainder<Scalar: IntegerScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    quotient(SYNANN_TRUNCATED_REMAINDER, a, b, "truncatingRemainder")
}

/// The exact remainder a − b · ⌊a / b⌋, which has the sign of `b`: Python's `%`. Elementwise and broadcast; shapes that
/// do not match trap. NaN if `b` is 0 or `a` infinite. Differentiable.
public func floorRemainder<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    remainder(SYNANN_FLOOR_REMAINDER, a, b, "floorRemainder") { floorDivide(a, b) }
}

/// The exact remainder of the division rounded towards 0, which has the sign of `a`: C's `fmod`. Elementwise and
/// broadcast; shapes that do not match trap. NaN if `b` is 0 or `a` infinite. Differentiable.
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
    /// The elementwise quotient rounded towards 0, as Swift divides integers. The shapes are broadcast; shapes that do
    /// not match trap, and so does a divisor of 0.
    public static func / (a: Tensor, b: Tensor) -> Tensor { truncatingDivide(a, b) }
    /// Every element divided by `b`, rounded towards 0. Traps if `b` is 0.
    public static func / (a: Tensor, b: Scalar) -> Tensor { a / Tensor(b) }
    /// The elementwise remainder of `/`, which has the sign of `a`. The shapes are broadcast; shapes that do not match
    /// trap, and so does a divisor of 0.
    public static func % (a: Tensor, b: Tensor) -> Tensor { Tensors.truncatingRemainder(a, b) }
    /// The remainder of every element divided by `b`. Traps if `b` is 0.
    public static func % (a: Tensor, b: Scalar) -> Tensor { a % Tensor(b) }
}
