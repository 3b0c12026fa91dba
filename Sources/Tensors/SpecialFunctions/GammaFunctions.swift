internal import CKernels

// The gamma function and its relatives. Functions of several arguments broadcast them to a common shape; shapes that do
// not match trap. Float is computed in Double and rounded once, within 0.6 ulp where the result is a normal number.

/// Returns the gamma function Γ(x) of every element, within 5 ulp with the GNU C library.
///
/// It is ±∞ at ±0, NaN at negative integers and −∞, and ∞ above 171.6 (above 35.04 in Float). The derivative is
/// Γ(x) ψ(x).
public func gamma<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("gamma", x), x.applying(SYNANN_GAMMA),
        .by(x) { cotangent, value in cotangent * value * digamma(x) })
}

/// Returns log |Γ(x)| of every element, within 4 ulp.
///
/// It is ∞ at 0, at negative integers and at ±∞. For x < 0 the bound does not hold near the zeros, where the error is at
/// most 4 · 10⁻¹⁶ beside the bound. The derivative is ψ(x).
public func logGamma<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("logGamma", x), x.applying(SYNANN_LOG_GAMMA), .by(x) { cotangent in cotangent * digamma(x) }
    )
}

/// Returns the digamma function ψ(x) = Γ′(x)/Γ(x) of every element, within 5 ulp for x > 0.
///
/// It is ∓∞ at ±0, NaN at negative integers and −∞, and ∞ at ∞. For x < 0 the function is
/// ψ(1 − x) − π cot(π x), and the error is at most 5 units in the last place of the greater of the two terms. The
/// derivative is the trigamma function.
public func digamma<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("digamma", x), x.applying(SYNANN_DIGAMMA), .by(x) { cotangent in cotangent * trigamma(x) })
}

/// Returns the trigamma function ψ′(x) of every element, which is `polygamma(1, x)`.
public func trigamma<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { polygamma(1, x) }

/// Returns the derivative of order n of the digamma function for every element, within 8 ulp for x > 0 and n ≤ 30;
/// `digamma` for n = 0. Traps if n is negative.
///
/// It is (−1)ⁿ⁺¹ n! ζ(n + 1, x): ±∞ at 0 and at negative integers, 0 at ∞. For x < 0 the error is at most some units in
/// the last place of the greatest term 1/(x + k)ⁿ⁺¹. The derivative is `polygamma(n + 1, x)`.
public func polygamma<Scalar: RealScalar>(_ n: Int, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    require(n >= 0, "polygamma: the order is \(n), which must not be negative, for shape \(x.shape)")
    if n == 0 { return digamma(x) }
    let order = Tensor<Scalar>(Scalar(n))
    return withDerivative(
        of: TensorOperation("polygamma", x, attributes: ["order": .integer(n)]),
        order.applying(SYNANN_POLYGAMMA, x, named: "polygamma"),
        .by(x) { cotangent in cotangent * polygamma(n + 1, x) })
}

/// Returns the logarithm of the beta function, log |B(a, b)| = log |Γ(a) Γ(b) / Γ(a + b)|, elementwise.
///
/// For positive a and b the error is at most 8 · 10⁻¹⁶ max(1, |log B|), without cancellation where one argument is much
/// larger than the other. It is ∞ if the lesser argument is 0, and −∞ if one is ∞. If an argument is negative, it is the
/// sum of three values of `logGamma`. The derivatives are ψ(a) − ψ(a + b) and ψ(b) − ψ(a + b).
public func logBeta<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, bShape) = (a.shape, b.shape)
    return withDerivative(
        of: TensorOperation("logBeta", a, b), a.applying(SYNANN_LOG_BETA, b, named: "logBeta"),
        .by(a) { cotangent in (cotangent * (digamma(a) - digamma(a + b))).summed(to: aShape) },
        .by(b) { cotangent in (cotangent * (digamma(b) - digamma(a + b))).summed(to: bShape) })
}

/// Returns log(Γ(a)/Γ(b)), elementwise, without cancellation where a and b are large or near each other.
///
/// For positive a and b the error is at most 2 · 10⁻¹⁵ of the result, or of |a − b| if that is greater. It is 0 where both
/// are equal and finite. If an argument is not positive or not finite, it is logGamma(a) − logGamma(b). The derivatives
/// are ψ(a) and −ψ(b).
public func logGammaRatio<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, bShape) = (a.shape, b.shape)
    return withDerivative(
        of: TensorOperation("logGammaRatio", a, b), a.applying(SYNANN_LOG_GAMMA_RATIO, b, named: "logGammaRatio"),
        .by(a) { cotangent in (cotangent * digamma(a)).summed(to: aShape) },
        .by(b) { cotangent in (-cotangent * digamma(b)).summed(to: bShape) })
}
