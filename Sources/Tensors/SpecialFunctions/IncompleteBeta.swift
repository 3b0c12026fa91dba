internal import CKernels

// The regularized incomplete beta function: the distribution function of the beta distribution, and of Student's, F and
// binomial distributions. The arguments are broadcast to a common shape; shapes that do not broadcast trap. A result of
// type `Float` is computed in `Double` and rounded once.

/// Returns I_x(a, b) = ∫₀ˣ t^(a−1) (1 − t)^(b−1) dt / B(a, b), elementwise: the probability that a beta-distributed
/// variable with the shape parameters a and b is at most x. B is the beta function. The arguments are broadcast to a
/// common shape; shapes that do not broadcast trap.
///
/// - The error is at most 40 ulp, also in the lower tail, for a and b from 10⁻⁴ to 10⁴. For results near 1, use
///   `regularizedBetaComplement`.
/// - The result is 0 at x = 0 and 1 at x = 1. For x in (0, 1) the result is 1 if a = 0 or b = ∞, and 0 if b = 0 or a =
///   ∞. The result is NaN if x is outside [0, 1], if a or b is negative, or if a and b are both 0 or both ∞. For x in
///   (0, 1) the result is also NaN if a or b is in (0, 10⁻²⁹⁰).
/// - The derivative with respect to x is x^(a−1) (1 − x)^(b−1) / B(a, b). The derivatives with respect to a and b are
///   computed by the same algorithm as the function. Second derivatives with respect to a and b are not implemented and
///   are NaN.
/// - Cost: below a microsecond in most cases, and proportional to √(a + b) where a and b are large and x is not near
///   the mean.
///
/// Source: A. R. DiDonato and A. H. Morris, "Algorithm 708", ACM TOMS 18 (1992) 360–373.
public func regularizedBeta<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) -> Tensor<Scalar> {
    let (xShape, aShape, bShape) = (x.shape, a.shape, b.shape)
    return withDerivative(
        of: TensorOperation("regularizedBeta", x, a, b), x.applying(SYNANN_BETA_I, a, b, named: "regularizedBeta"),
        .by(x) { cotangent in (cotangent * betaDensity(x, a, b)).summed(to: xShape) },
        .by(a) { cotangent in (cotangent * betaDerivative(x, a, b, of: .first)).summed(to: aShape) },
        .by(b) { cotangent in (cotangent * betaDerivative(x, a, b, of: .second)).summed(to: bShape) })
}

/// Returns 1 − I_x(a, b), elementwise, where I_x(a, b) is `regularizedBeta(x, a, b)`: the probability that a
/// beta-distributed variable with the shape parameters a and b is greater than x. The error is at most 40 ulp, also
/// where the result is small. The arguments are broadcast to a common shape; shapes that do not broadcast trap. The
/// derivatives are those of I_x(a, b) with the opposite sign.
///
/// The result equals I_{1−x}(b, a). The function takes x instead of 1 − x, because the rounding of 1 − x would lose
/// digits of an x near 0.
public func regularizedBetaComplement<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) -> Tensor<Scalar> {
    let (xShape, aShape, bShape) = (x.shape, a.shape, b.shape)
    return withDerivative(
        of: TensorOperation("regularizedBetaComplement", x, a, b),
        x.applying(SYNANN_BETA_COMPLEMENT, a, b, named: "regularizedBetaComplement"),
        .by(x) { cotangent in (-cotangent * betaDensity(x, a, b)).summed(to: xShape) },
        .by(a) { cotangent in (-cotangent * betaDerivative(x, a, b, of: .first)).summed(to: aShape) },
        .by(b) { cotangent in (-cotangent * betaDerivative(x, a, b, of: .second)).summed(to: bShape) })
}

/// Returns the number x for which I = p, elementwise, where I is `regularizedBeta(x, a, b)`: the quantile of the beta
/// distribution with the shape parameters a and b. The arguments are broadcast to a common shape; shapes that do not
/// broadcast trap.
///
/// The result is 0 at p = 0 and 1 at p = 1. The result is NaN if p is outside [0, 1], if a or b is infinite or below
/// 10⁻²⁹⁰, or if the search does not converge, as for a or b above 10¹⁰⁰. The error is at most 4 ulp plus the change of
/// the result if p changes by 40 ulp. The derivatives are 1/f with respect to p, −(∂I/∂a)/f with respect to a and
/// −(∂I/∂b)/f with respect to b, where f is the density of the beta distribution at the result.
public func inverseRegularizedBeta<Scalar: RealScalar>(
    _ p: Tensor<Scalar>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) -> Tensor<Scalar> {
    let (pShape, aShape, bShape) = (p.shape, a.shape, b.shape)
    return withDerivative(
        of: TensorOperation("inverseRegularizedBeta", p, a, b),
        p.applying(SYNANN_INVERSE_BETA, a, b, named: "inverseRegularizedBeta"),
        .by(p) { cotangent, x in (cotangent / betaDensity(x, a, b)).summed(to: pShape) },
        .by(a) { cotangent, x in
            (-cotangent * betaDerivative(x, a, b, of: .first) / betaDensity(x, a, b)).summed(to: aShape)
        },
        .by(b) { cotangent, x in
            (-cotangent * betaDerivative(x, a, b, of: .second) / betaDensity(x, a, b)).summed(to: bShape)
        })
}

/// Returns the density x^(a−1) (1 − x)^(b−1) / B(a, b) of the beta distribution, elementwise, within 40 ulp; NaN if x
/// is outside [0, 1], or if a or b is infinite or below 10⁻²⁹⁰. Traps if the shapes do not broadcast.
package func betaDensity<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) -> Tensor<Scalar> {
    let (xShape, aShape, bShape) = (x.shape, a.shape, b.shape)
    return withDerivative(
        of: TensorOperation("betaDensity", x, a, b), x.applying(SYNANN_BETA_DENSITY, a, b, named: "betaDensity"),
        .by(x) { cotangent, density in
            (cotangent * density * ((a - 1) / x - (b - 1) / (1 - x))).summed(to: xShape)
        },
        .by(a) { cotangent, density in
            (cotangent * density * logDensityDerivative(x, a, b, of: .first)).summed(to: aShape)
        },
        .by(b) { cotangent, density in
            (cotangent * density * logDensityDerivative(x, a, b, of: .second)).summed(to: bShape)
        })
}

/// A shape parameter of the beta distribution: `first` is a, `second` is b.
private enum ShapeParameter { case first, second }

/// Returns the derivative of the logarithm of `betaDensity(x, a, b)` with respect to the shape parameter `parameter`.
private func logDensityDerivative<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, of parameter: ShapeParameter
) -> Tensor<Scalar> {
    switch parameter {
    case .first: x.log() + (digamma(a + b) - digamma(a))
    case .second: (-x).log1p() + (digamma(a + b) - digamma(b))
    }
}

/// Returns the derivative of `regularizedBeta(x, a, b)` with respect to the shape parameter `parameter`. The second
/// derivatives with respect to a and b are NaN.
private func betaDerivative<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, of parameter: ShapeParameter
) -> Tensor<Scalar> {
    let (xShape, aShape, bShape) = (x.shape, a.shape, b.shape)
    let operation = parameter == .first ? SYNANN_BETA_DERIVATIVE_A : SYNANN_BETA_DERIVATIVE_B
    return withDerivative(
        of: TensorOperation("betaShapeDerivative", x, a, b), x.applying(operation, a, b, named: "betaShapeDerivative"),
        .by(x) { cotangent in
            (cotangent * betaDensity(x, a, b) * logDensityDerivative(x, a, b, of: parameter)).summed(to: xShape)
        },
        .by(a) { cotangent in cotangent.withoutDerivative.summed(to: aShape) },
        .by(b) { cotangent in cotangent.withoutDerivative.summed(to: bShape) })
}
