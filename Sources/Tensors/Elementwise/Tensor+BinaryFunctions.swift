internal import CKernels

// Every function broadcasts its operands to a common shape. Shapes that do not match trap.

/// The angle in [−π, π] of the point with the coordinates (x, y), elementwise, within 2 ulp, with the special cases of
/// C's `atan2`. The derivative at (0, 0) is NaN.
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

/// √(a² + b²), elementwise, without overflow of the squares, within 2 ulp; ∞ if either is infinite. The derivative at
/// (0, 0) is NaN.
public func hypot<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, bShape) = (a.shape, b.shape)
    return withDerivative(
        of: TensorOperation("hypot", a, b), a.combining(SYNANN_HYPOTENUSE, b, named: "hypot"),
        .by(a) { cotangent, output in (cotangent * (a / output)).summed(to: aShape) },
        .by(b) { cotangent, output in (cotangent * (b / output)).summed(to: bShape) })
}

/// The magnitude of `a` with the sign of `b`, elementwise. Zeros and NaN have signs too.
///
/// Differentiable with respect to `a`: the derivative is ±1, and 0 at 0. With respect to `b` it is 0.
public func copySign<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let aShape: Shape = a.shape
    return withDerivative(
        of: TensorOperation("copySign", a, b), a.combining(SYNANN_COPY_SIGN, b, named: "copySign"),
        .by(a) { cotangent, output in (cotangent * a.sign() * output.sign()).summed(to: aShape) })
}

/// The next number of the type after `x` towards `target`, elementwise; `target` if both are equal. The result is a
/// constant for differentiation.
public func nextAfter<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ target: Tensor<Scalar>) -> Tensor<Scalar> {
    traced(x.combining(SYNANN_NEXT_AFTER, target, named: "nextAfter"), TensorOperation("nextAfter", x, target))
}

/// log(eᵃ + eᵇ), elementwise, without overflow. −∞ if both are −∞; the derivative there is NaN.
public func logAddExp<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, bShape) = (a.shape, b.shape)
    return withDerivative(
        of: TensorOperation("logAddExp", a, b), a.combining(SYNANN_LOG_ADD_EXP, b, named: "logAddExp"),
        .by(a) { cotangent in (cotangent * (a - b).sigmoid()).summed(to: aShape) },
        .by(b) { cotangent in (cotangent * (b - a).sigmoid()).summed(to: bShape) })
}
