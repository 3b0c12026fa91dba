internal import CKernels

// Every function broadcasts its operands to a common shape, and traps if there is no common shape.

/// Returns the angle, in radians in [−π, π], of the point with the coordinates (x, y), for each pair of elements, with
/// an error of at most 2 units in the last place. The special cases are those of C's `atan2`. `y` and `x` are broadcast
/// to a common shape. Traps if there is no common shape.
///
/// Differentiable. The derivative at (0, 0) is NaN.
public func atan2<Scalar: RealScalar>(_ y: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let (yShape, xShape) = (y.shape, x.shape)
    return withDerivative(
        of: TensorOperation("atan2", y, x), y.combining(SYNANN_ARC_TANGENT_2, x, named: "atan2"),
        .by(y) { cotangent in
            let radius: Tensor<Scalar> = hypot(y, x)
            return (cotangent * (x / radius) / radius).summed(to: yShape)
        },
        .by(x) { cotangent in
            let radius: Tensor<Scalar> = hypot(y, x)
            return (-cotangent * (y / radius) / radius).summed(to: xShape)
        })
}

/// Returns √(a² + b²) for each pair of elements, with an error of at most 2 units in the last place. The squares do not
/// overflow. The result is ∞ if an element is infinite. `a` and `b` are broadcast to a common shape. Traps if there is
/// no common shape.
///
/// Differentiable. The derivative at (0, 0) is NaN.
public func hypot<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, bShape) = (a.shape, b.shape)
    return withDerivative(
        of: TensorOperation("hypot", a, b), a.combining(SYNANN_HYPOTENUSE, b, named: "hypot"),
        .by(a) { cotangent, output in (cotangent * (a / output)).summed(to: aShape) },
        .by(b) { cotangent, output in (cotangent * (b / output)).summed(to: bShape) })
}

/// Returns the magnitude of `a` with the sign of `b`, for each pair of elements. Zeros and NaN have signs too. `a` and
/// `b` are broadcast to a common shape. Traps if there is no common shape.
///
/// The derivative with respect to `a` is 1 if the signs of `a` and `b` are equal, −1 if the signs differ, and 0 where
/// `a` is 0. The derivative with respect to `b` is 0.
public func copySign<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let aShape: Shape = a.shape
    return withDerivative(
        of: TensorOperation("copySign", a, b), a.combining(SYNANN_COPY_SIGN, b, named: "copySign"),
        .by(a) { cotangent, output in (cotangent * a.sign() * output.sign()).summed(to: aShape) })
}

/// Returns the next number of the scalar type after `x` in the direction of `target`, for each pair of elements. The
/// result is `target` if the elements are equal. The result is a constant for differentiation. `x` and `target` are
/// broadcast to a common shape. Traps if there is no common shape.
public func nextAfter<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ target: Tensor<Scalar>) -> Tensor<Scalar> {
    traced(x.combining(SYNANN_NEXT_AFTER, target, named: "nextAfter"), TensorOperation("nextAfter", x, target))
}

/// Returns log(eᵃ + eᵇ) for each pair of elements, without overflow. `a` and `b` are broadcast to a common shape. Traps
/// if there is no common shape.
///
/// Differentiable. If `a` and `b` are equal infinities, the result is this infinity and the derivative is NaN.
public func logAddExp<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, bShape) = (a.shape, b.shape)
    return withDerivative(
        of: TensorOperation("logAddExp", a, b), a.combining(SYNANN_LOG_ADD_EXP, b, named: "logAddExp"),
        .by(a) { cotangent in (cotangent * (a - b).sigmoid()).summed(to: aShape) },
        .by(b) { cotangent in (cotangent * (b - a).sigmoid()).summed(to: bShape) })
}
