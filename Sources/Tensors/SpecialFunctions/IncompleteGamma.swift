internal import CKernels

// The regularized incomplete gamma functions: the distribution function of the gamma distribution and its relatives. The
// arguments are broadcast to a common shape; shapes that do not match trap. Float is computed in Double and rounded once.

/// Returns P(a, x) = ∫₀ˣ t^(a−1) e^(−t) dt / Γ(a), elementwise: the probability that a gamma variable of shape a is at
/// most x.
///
/// - The error is at most 20 ulp, also in the lower tail, for a from 10⁻⁶ to 10⁸. Where P is near 1, use
///   `regularizedGammaQ`.
/// - At the ends: 0 at x = 0, 1 at x = ∞, 1 at a = 0, 0 at a = ∞. NaN if an argument is negative or both are 0 or ∞.
/// - The derivative with respect to x is x^(a−1) e^(−x)/Γ(a). The derivative with respect to a is computed from the same
///   formulas. Its own derivative with respect to a is NaN, because it is not implemented.
/// - Cost: about 0.2 microseconds, at large a too.
///
/// Sources: N. M. Temme, SIAM J. Math. Anal. 10 (1979) 757–766; A. R. DiDonato and A. H. Morris, ACM TOMS 12 (1986)
/// 377–393.
public func regularizedGammaP<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, xShape) = (a.shape, x.shape)
    return withDerivative(
        of: TensorOperation("regularizedGammaP", a, x), a.applying(SYNANN_GAMMA_P, x, named: "regularizedGammaP"),
        .by(a) { cotangent in (cotangent * gammaShapeDerivative(a, x)).summed(to: aShape) },
        .by(x) { cotangent in (cotangent * gammaDensity(a, x)).summed(to: xShape) })
}

/// Returns Q(a, x) = 1 − P(a, x), elementwise, without cancellation where Q is small: see `regularizedGammaP`. The error
/// is at most 20 ulp.
public func regularizedGammaQ<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, xShape) = (a.shape, x.shape)
    return withDerivative(
        of: TensorOperation("regularizedGammaQ", a, x), a.applying(SYNANN_GAMMA_Q, x, named: "regularizedGammaQ"),
        .by(a) { cotangent in (-cotangent * gammaShapeDerivative(a, x)).summed(to: aShape) },
        .by(x) { cotangent in (-cotangent * gammaDensity(a, x)).summed(to: xShape) })
}

/// Returns the x for which P(a, x) = p, elementwise: the quantile of the gamma distribution.
///
/// It is 0 at p = 0, ∞ at p = 1, 0 at a = 0, and NaN if p is outside [0, 1] or a is negative or ∞. The error is that which
/// an error of 20 ulp in p makes, and 4 ulp. The derivatives are 1/f with respect to p and −(∂P/∂a)/f with respect to a,
/// where f is the density at the result.
public func inverseRegularizedGammaP<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ p: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, pShape) = (a.shape, p.shape)
    return withDerivative(
        of: TensorOperation("inverseRegularizedGammaP", a, p),
        a.applying(SYNANN_INVERSE_GAMMA_P, p, named: "inverseRegularizedGammaP"),
        .by(a) { cotangent, x in
            (-cotangent * gammaShapeDerivative(a, x) / gammaDensity(a, x)).summed(to: aShape)
        },
        .by(p) { cotangent, x in (cotangent / gammaDensity(a, x)).summed(to: pShape) })
}

/// Returns the x for which Q(a, x) = q, elementwise: see `inverseRegularizedGammaP`. It keeps the digits of a small upper
/// tail q.
public func inverseRegularizedGammaQ<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ q: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, qShape) = (a.shape, q.shape)
    return withDerivative(
        of: TensorOperation("inverseRegularizedGammaQ", a, q),
        a.applying(SYNANN_INVERSE_GAMMA_Q, q, named: "inverseRegularizedGammaQ"),
        .by(a) { cotangent, x in
            (-cotangent * gammaShapeDerivative(a, x) / gammaDensity(a, x)).summed(to: aShape)
        },
        .by(q) { cotangent, x in (-cotangent / gammaDensity(a, x)).summed(to: qShape) })
}

/// Returns the density x^(a−1) e^(−x) / Γ(a) of the gamma distribution of shape a and scale 1, elementwise, within 40 ulp
/// also for large a; NaN if an argument is negative.
package func gammaDensity<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, xShape) = (a.shape, x.shape)
    return withDerivative(
        of: TensorOperation("gammaDensity", a, x), a.applying(SYNANN_GAMMA_DENSITY, x, named: "gammaDensity"),
        .by(a) { cotangent, density in (cotangent * density * (x.log() - digamma(a))).summed(to: aShape) },
        .by(x) { cotangent, density in (cotangent * density * ((a - 1) / x - 1)).summed(to: xShape) })
}

/// Returns ∂P(a, x)/∂a, elementwise. Its derivative with respect to a is NaN.
private func gammaShapeDerivative<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, xShape) = (a.shape, x.shape)
    return withDerivative(
        of: TensorOperation("gammaShapeDerivative", a, x),
        a.applying(SYNANN_GAMMA_SHAPE_DERIVATIVE, x, named: "gammaShapeDerivative"),
        .by(a) { cotangent in cotangent.withoutDerivative.summed(to: aShape) },
        .by(x) { cotangent in (cotangent * gammaDensity(a, x) * (x.log() - digamma(a))).summed(to: xShape) })
}
