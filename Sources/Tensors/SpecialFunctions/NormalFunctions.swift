internal import CKernels

// The distribution function of the standard normal distribution. Every function applies to each element and returns a
// tensor of the same shape. Float is computed in Double and rounded once, within 0.6 ulp where the result is a normal
// number.

/// Returns the probability Φ(x) = erfc(−x/√2)/2 that a standard normal variable is at most x, within 5 ulp.
///
/// It is 0 at −∞ and 1 at ∞. The lower tail keeps its digits down to subnormal numbers; for the upper tail use Φ(−x). The
/// derivative is the density e^(−x²/2)/√(2π).
public func normalCDF<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("normalCDF", x), x.applying(SYNANN_NORMAL_CDF),
        .by(x) { cotangent in
            let density: Tensor<Scalar> = (x.squared() * -0.5).exp() * Scalar(0.398942280401432677939946)
            return cotangent * density
        })
}

/// Returns the logarithm log Φ(x) of the normal distribution function of every element, within 5 ulp, without underflow
/// and without cancellation.
///
/// It is −∞ at −∞ and −0 at ∞. The derivative is e^(−x²/2)/√(2π)/Φ(x).
public func logNormalCDF<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("logNormalCDF", x), x.applying(SYNANN_LOG_NORMAL_CDF),
        .by(x) { cotangent in cotangent * normalDensityRatio(x) })
}

/// Returns the density over the distribution function: √(2/π) / erfcx(−x/√2) = r. Its derivative is −r (x + r).
private func normalDensityRatio<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let scaled: Tensor<Scalar> = (x * Scalar(-0.5.squareRoot())).applying(SYNANN_ERFCX)
    let ratio: Tensor<Scalar> = Scalar((2 / Double.pi).squareRoot()) / scaled.asConstant()
    return withDerivative(
        of: TensorOperation("normalDensityRatio", x), ratio,
        .by(x) { cotangent, ratio in -cotangent * ratio * (x + ratio) })
}

/// Returns the quantile Φ⁻¹(p) of the standard normal distribution for every element: the z for which P(Z ≤ z) = p.
/// Within 5 ulp; near p = ½, as accurate as p − ½.
///
/// It is −∞ at 0, ∞ at 1, and NaN outside [0, 1]. For a small upper tail q, −Φ⁻¹(q) keeps the digits that Φ⁻¹(1 − q)
/// loses. The derivative is √(2π) e^(z²/2).
///
/// Source: M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics 37
/// (1988) 477–484, routine PPND16.
public func inverseNormalCDF<Scalar: RealScalar>(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("inverseNormalCDF", p), p.applying(SYNANN_INVERSE_NORMAL_CDF),
        .by(p) { cotangent, z in cotangent * (z.squared() * 0.5).exp() * Scalar((2 * Double.pi).squareRoot()) })
}
