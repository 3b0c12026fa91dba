internal import CKernels

// The regularized incomplete gamma functions: the distribution function of the gamma distribution and its complement.
// The arguments are broadcast to a common shape; shapes that do not broadcast trap. A result of type `Float` is
// computed in `Double` and rounded once.

/// Returns P(a, x) = ∫₀ˣ t^(a−1) e^(−t) dt / Γ(a), elementwise: the probability that a gamma-distributed variable with
/// the shape a and the scale 1 is at most x. The arguments are broadcast to a common shape; shapes that do not
/// broadcast trap.
///
/// - The error is at most 20 ulp, also in the lower tail, for a from 10⁻⁶ to 10⁸. Where P is near 1, use
///   `regularizedGammaQ`.
/// - The result is 0 at x = 0, 1 at x = ∞, 1 at a = 0, and 0 at a = ∞. The result is NaN if an argument is negative, or
///   if a and x are both 0 or both ∞.
/// - The derivative with respect to x is x^(a−1) e^(−x)/Γ(a). The derivative with respect to a is computed by the same
///   algorithm as the function. The second derivative with respect to a is not implemented and is NaN.
/// - Cost: about 0.2 microseconds for each element, also for large a.
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

/// Returns Q(a, x) = 1 − P(a, x), elementwise, where P is `regularizedGammaP`: the probability that a gamma-distributed
/// variable with the shape a and the scale 1 is greater than x. The error is at most 20 ulp, also where Q is small. The
/// arguments are broadcast to a common shape; shapes that do not broadcast trap. The derivatives are those of P with
/// the opposite sign.
public func regularizedGammaQ<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, xShape) = (a.shape, x.shape)
    return withDerivative(
        of: TensorOperation("regularizedGammaQ", a, x), a.applying(SYNANN_GAMMA_Q, x, named: "regularizedGammaQ"),
        .by(a) { cotangent in (-cotangent * gammaShapeDerivative(a, x)).summed(to: aShape) },
        .by(x) { cotangent in (-cotangent * gammaDensity(a, x)).summed(to: xShape) })
}

/// Returns the number x for which P(a, x) = p, elementwise, where P is `regularizedGammaP`: the quantile of the gamma
/// distribution with the shape a and the scale 1. The arguments are broadcast to a common shape; shapes that do not
/// broadcast trap.
///
/// The result is 0 at p = 0, ∞ at p = 1, and 0 at a = 0 for p < 1. The result is NaN if p is outside [0, 1], or if a is
/// negative or ∞. The error is at most 4 ulp plus the change of the result if p changes by 20 ulp. The derivatives are
/// 1/f with respect to p and −(∂P/∂a)/f with respect to a, where f is the density of the gamma distribution at the
/// result.
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

/// Returns the number x for which Q(a, x) = q, elementwise, where Q is `regularizedGammaQ`. The arguments are broadcast
/// to a common shape; shapes that do not broadcast trap. If q is small, this function loses no digits, unlike
/// `inverseRegularizedGammaP(a, 1 − q)`. The error and the edge cases are those of `inverseRegularizedGammaP` with p =
/// 1 − q.
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

/// Returns the density x^(a−1) e^(−x) / Γ(a) of the gamma distribution with the shape a and the scale 1, elementwise,
/// within 40 ulp, also for large a. The result is NaN if an argument is negative or a is ∞. Traps if the shapes do not
/// broadcast.
package func gammaDensity<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, xShape) = (a.shape, x.shape)
    return withDerivative(
        of: TensorOperation("gammaDensity", a, x), a.applying(SYNANN_GAMMA_DENSITY, x, named: "gammaDensity"),
        .by(a) { cotangent, density in (cotangent * density * (x.log() - digamma(a))).summed(to: aShape) },
        .by(x) { cotangent, density in (cotangent * density * ((a - 1) / x - 1)).summed(to: xShape) })
}

/// Returns the derivative ∂P/∂a of P = `regularizedGammaP(a, x)`, elementwise. The second derivative with respect to a
/// is NaN.
private func gammaShapeDerivative<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, xShape) = (a.shape, x.shape)
    return withDerivative(
        of: TensorOperation("gammaShapeDerivative", a, x),
        a.applying(SYNANN_GAMMA_SHAPE_DERIVATIVE, x, named: "gammaShapeDerivative"),
        .by(a) { cotangent in cotangent.withoutDerivative.summed(to: aShape) },
        .by(x) { cotangent in (cotangent * gammaDensity(a, x) * (x.log() - digamma(a))).summed(to: xShape) })
}
