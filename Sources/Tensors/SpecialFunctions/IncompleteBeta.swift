internal import CKernels

// The regularized incomplete beta function: the distribution function of the beta distribution, and of Student's, F and
// binomial distributions. The arguments are broadcast to a common shape; shapes that do not match trap. Float is computed
// in Double and rounded once.

/// Returns I_x(a, b) = ∫₀ˣ t^(a−1) (1 − t)^(b−1) dt / B(a, b), elementwise: the probability that a beta variable is at
/// most x.
///
/// - The error is at most 40 ulp, also in the lower tail, for a and b from 10⁻⁴ to 10⁴. Where it is near 1, use
///   `regularizedBetaComplement`.
/// - At the ends: 0 at x = 0, 1 at x = 1; for x in (0, 1), 1 if a = 0 or b = ∞, and 0 if b = 0 or a = ∞. NaN if x is
///   outside [0, 1], if a or b is negative or in (0, 10⁻²⁹⁰), or if both are 0 or both ∞.
/// - The derivative with respect to x is x^(a−1) (1 − x)^(b−1) / B(a, b). The derivatives with respect to a and b are
///   computed from the same formulas. Their own derivatives with respect to a and b are NaN, because they are not
///   implemented.
/// - Cost: below a microsecond in most cases, and proportional to √(a + b) where a and b are large and x is not near the
///   mean.
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

/// Returns 1 − I_x(a, b), elementwise, without cancellation where it is small: see `regularizedBeta`. The error is at most
/// 40 ulp.
///
/// It equals I_{1−x}(b, a), but takes x itself, so that an x near 0 loses no digits.
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

/// Returns the x for which I_x(a, b) = p, elementwise: the quantile of the beta distribution.
///
/// It is 0 at p = 0, 1 at p = 1, and NaN if p is outside [0, 1], a or b is not positive and finite, or the search does not
/// converge, as for shapes above 10¹⁰⁰. The error is that
/// which an error of 40 ulp in p makes, and 4 ulp. The derivatives are 1/f with respect to p, −(∂I/∂a)/f and −(∂I/∂b)/f,
/// where f is the density at the result.
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

/// Returns the density x^(a−1) (1 − x)^(b−1) / B(a, b) of the beta distribution, elementwise, within 40 ulp; NaN if x is
/// outside [0, 1], or a or b is not positive and finite.
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

/// One of the two shape parameters.
private enum ShapeParameter { case first, second }

/// Returns the derivative of the logarithm of the density with respect to a shape parameter.
private func logDensityDerivative<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, of parameter: ShapeParameter
) -> Tensor<Scalar> {
    switch parameter {
    case .first: x.log() + (digamma(a + b) - digamma(a))
    case .second: (-x).log1p() + (digamma(a + b) - digamma(b))
    }
}

/// Returns the derivative of I_x(a, b) with respect to a shape parameter. Its derivatives with respect to a and b are NaN.
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
