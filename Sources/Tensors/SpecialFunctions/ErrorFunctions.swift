internal import CKernels

// Error functions. Every function applies to each element and returns a tensor of the same shape. Float is computed in
// Double and rounded once, within 0.6 ulp where the result is a normal number.

/// Returns the error function 2/√π ∫₀ˣ e^(−t²) dt of every element, within 2 ulp; ±1 at ±∞.
///
/// The derivative is 2/√π e^(−x²).
public func erf<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.erf() }

/// Returns the complementary error function 1 − erf(x) of every element, within 5 ulp, without cancellation at large x.
///
/// It is 0 at ∞, 2 at −∞ and NaN at NaN. Results below the least normal number are rounded to subnormal numbers. The
/// derivative is −2/√π e^(−x²).
public func erfc<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("erfc", x), x.applying(SYNANN_ERFC),
        .by(x) { cotangent in
            let derivative: Tensor<Scalar> = (-x.squared()).exp() * Scalar(-2 / Double.pi.squareRoot())
            return cotangent * derivative
        })
}

/// Returns the scaled complementary error function e^(x²) erfc(x) of every element, within 5 ulp.
///
/// It is 0 at ∞, and ∞ below −26.7 (below −9.4 in Float). For large x it is near 1/(x √π). The derivative is
/// 2x erfcx(x) − 2/√π; above 12 it is a series without cancellation.
public func erfcx<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("erfcx", x), x.applying(SYNANN_ERFCX),
        .by(x) { cotangent, value in cotangent * erfcxDerivative(x, value) })
}

/// Returns 2x · value − 2/√π, where `value` is erfcx(x). Both terms are nearly equal at large x. There the difference is
/// −2/√π · u (1 − 3u (1 − 5u (1 − …))) with u = 1/(2x²).
private func erfcxDerivative<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ value: Tensor<Scalar>) -> Tensor<Scalar> {
    let scale = Scalar(2 / Double.pi.squareRoot())
    let isFar: Tensor<Bool> = x .> 12
    let u: Tensor<Scalar> = 0.5 / select(isFar, x, Tensor(12)).squared()
    var series = Tensor<Scalar>(ones: x.shape)
    for factor in stride(from: 21, to: 1, by: -2) { series = 1 - u * series * Scalar(factor) }
    return select(isFar, u * series * -scale, x * value * 2 - scale)
}

/// Returns the inverse erf⁻¹(y) of the error function of every element, within 5 ulp.
///
/// It is ±∞ at ±1, and NaN outside [−1, 1]. Near ±1 it is as accurate as 1 − |y|; `inverseErfc` takes 1 − y itself. The
/// derivative is √π/2 e^(x²) at the result x.
///
/// Source: M. J. Wichura, "Algorithm AS 241", Applied Statistics 37 (1988) 477–484.
public func inverseErf<Scalar: RealScalar>(_ y: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("inverseErf", y), y.applying(SYNANN_INVERSE_ERF),
        .by(y) { cotangent, x in cotangent * x.squared().exp() * Scalar(Double.pi.squareRoot() / 2) })
}

/// Returns the inverse erfc⁻¹(y) of the complementary error function of every element, within 5 ulp; near y = 1, as
/// accurate as y − 1.
///
/// It is ∞ at 0, −∞ at 2, and NaN outside [0, 2]. The derivative is −√π/2 e^(x²) at the result x.
public func inverseErfc<Scalar: RealScalar>(_ y: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("inverseErfc", y), y.applying(SYNANN_INVERSE_ERFC),
        .by(y) { cotangent, x in cotangent * x.squared().exp() * Scalar(-Double.pi.squareRoot() / 2) })
}
