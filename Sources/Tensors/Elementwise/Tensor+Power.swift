internal import CKernels

/// `base` to the power of `exponent`, elementwise and broadcast, with the special cases of IEEE 754's `pow`.
///
/// The derivative by the exponent is 0 where the base is 0 and the exponent is not negative, its limit there.
public func pow<Scalar: RealScalar>(_ base: Tensor<Scalar>, _ exponent: Tensor<Scalar>) -> Tensor<Scalar> {
    let (baseShape, exponentShape) = (base.shape, exponent.shape)
    return withDerivative(
        of: TensorOperation("pow", base, exponent), base.combining(SYNANN_POWER, exponent, named: "pow"),
        .by(base) { cotangent in
            // The exponent 0 makes a constant, also at base 0, where 0 · 0⁻¹ would be NaN.
            let slope: Tensor<Scalar> = exponent * pow(base, exponent - 1)
            return select(exponent .== 0, Tensor(0), cotangent * slope).summed(to: baseShape)
        },
        .by(exponent) { cotangent, power in
            let isFlat: Tensor<Bool> = (base .== 0) .&& (exponent .>= 0)
            let safeBase: Tensor<Scalar> = select(isFlat, Tensor(1), base)
            return select(isFlat, Tensor(0), cotangent * power * safeBase.log()).summed(to: exponentShape)
        })
}

/// `base` to the power of a number.
public func pow<Scalar: RealScalar>(_ base: Tensor<Scalar>, _ exponent: Scalar) -> Tensor<Scalar> {
    pow(base, Tensor(exponent))
}
