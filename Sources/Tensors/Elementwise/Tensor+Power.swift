internal import CKernels

/// Returns `base` to the power of `exponent` for each pair of elements, after broadcasting. Special cases follow IEEE
/// 754's `pow`. Traps if the shapes do not broadcast.
///
/// Differentiable. The derivative with respect to the base is 0 where the exponent is 0, and ∞ at base 0 if the
/// exponent is between 0 and 1. The derivative with respect to the exponent is 0 at base 0 if the exponent is not
/// negative, and NaN at a negative base.
public func pow<Scalar: RealScalar>(_ base: Tensor<Scalar>, _ exponent: Tensor<Scalar>) -> Tensor<Scalar> {
    let (baseShape, exponentShape) = (base.shape, exponent.shape)
    return withDerivative(
        of: TensorOperation("pow", base, exponent), base.combining(SYNANN_POWER, exponent, named: "pow"),
        .by(base) { cotangent in
            // With exponent 0 the power is constant. The formula would give 0 · 0⁻¹ = NaN at base 0 instead of the
            // derivative 0.
            let derivative: Tensor<Scalar> = exponent * pow(base, exponent - 1)
            return select(exponent .== 0, Tensor(0), cotangent * derivative).summed(to: baseShape)
        },
        .by(exponent) { cotangent, power in
            let isFlat: Tensor<Bool> = (base .== 0) .&& (exponent .>= 0)
            let safeBase: Tensor<Scalar> = select(isFlat, Tensor(1), base)
            return select(isFlat, Tensor(0), cotangent * power * safeBase.log()).summed(to: exponentShape)
        })
}

/// Returns every element of `base` to the power of the number `exponent`, with the special cases of IEEE 754's `pow`.
/// Differentiable with respect to `base`; the derivative is 0 if the exponent is 0, and ∞ at base 0 if the exponent is
/// between 0 and 1.
public func pow<Scalar: RealScalar>(_ base: Tensor<Scalar>, _ exponent: Scalar) -> Tensor<Scalar> {
    pow(base, Tensor(exponent))
}

/// Returns the integer `base` to the power of the integer `exponent` for each pair of elements, after broadcasting. 0⁰
/// is 1, and overflow wraps around. Traps if the shapes do not broadcast or an exponent is negative.
public func pow<Scalar: IntegerScalar>(_ base: Tensor<Scalar>, _ exponent: Tensor<Scalar>) -> Tensor<Scalar> {
    require(!(exponent .< 0).any(), "pow: the exponent of shape \(exponent.shape) contains a negative integer")
    return traced(
        base.combining(SYNANN_INTEGER_POWER, exponent, named: "pow"), TensorOperation("pow", base, exponent))
}
