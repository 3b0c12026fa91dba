internal import CKernels

// The gamma function, its logarithm and derivatives, and the beta function. Functions of several arguments broadcast
// them to a common shape; shapes that do not broadcast trap. A result of type `Float` is computed in `Double` and
// rounded once; its error is at most 0.6 ulp if the result is a normal number.

/// Returns the gamma function Γ(x) of every element x, within 5 ulp. For |x| ≤ 2⁻⁹⁰⁰ and for x < −160 the C library
/// computes the result; there the error bound is that of the GNU C library.
///
/// The result is ±∞ at ±0, NaN at negative integers and −∞, and ∞ from about x = 171.62 on (35.04 in `Float`). The
/// derivative is Γ(x) ψ(x), where ψ is the digamma function.
public func gamma<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("gamma", x), x.applying(SYNANN_GAMMA),
        .by(x) { cotangent, value in cotangent * value * digamma(x) })
}

/// Returns log |Γ(x)| of every element x, within 4 ulp for x ≥ 0.
///
/// The result is ∞ at 0, at negative integers and at ±∞. For x < 0 the error is at most 4 ulp plus 4 · 10⁻¹⁶; the
/// summand matters near the zeros of the function. The derivative is the digamma function ψ(x).
public func logGamma<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("logGamma", x), x.applying(SYNANN_LOG_GAMMA), .by(x) { cotangent in cotangent * digamma(x) }
    )
}

/// Returns the digamma function ψ(x) = Γ′(x)/Γ(x) of every element x, within 5 ulp for x > 0.
///
/// The result is ∓∞ at ±0, NaN at negative integers and −∞, and ∞ at ∞. For x < 0 the function is ψ(1 − x) − π cot(π
/// x), and the error is at most 5 units in the last place of the greater of these terms. The derivative is the trigamma
/// function.
public func digamma<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("digamma", x), x.applying(SYNANN_DIGAMMA), .by(x) { cotangent in cotangent * trigamma(x) })
}

/// Returns the trigamma function ψ′(x) of every element x: the derivative of the digamma function, `polygamma(1, x)`.
public func trigamma<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { polygamma(1, x) }

/// Returns the derivative of order `n` of the digamma function at every element x, within 8 ulp for x > 0 and n ≤ 30.
/// For n = 0 the result is `digamma(x)`. Traps if `n` is negative.
///
/// For n > 0 the result is (−1)ⁿ⁺¹ n! ζ(n + 1, x), where ζ(s, x) = Σₖ (x + k)^(−s) over k = 0, 1, … is Hurwitz's zeta
/// function: ±∞ at 0 and at negative integers, 0 at ∞. For x < 0 the error is at most some units in the last place of
/// the greatest term of the sum. The derivative is `polygamma(n + 1, x)`.
public func polygamma<Scalar: RealScalar>(_ n: Int, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    require(n >= 0, "polygamma: the order is \(n), which must not be negative, for shape \(x.shape)")
    if n == 0 { return digamma(x) }
    let order = Tensor<Scalar>(Scalar(n))
    return withDerivative(
        of: TensorOperation("polygamma", x, attributes: ["order": .integer(n)]),
        order.applying(SYNANN_POLYGAMMA, x, named: "polygamma"),
        .by(x) { cotangent in cotangent * polygamma(n + 1, x) })
}

/// Returns the logarithm of the beta function, log |B(a, b)| = log |Γ(a) Γ(b) / Γ(a + b)|, elementwise. `a` and `b` are
/// broadcast to a common shape; shapes that do not broadcast trap.
///
/// For positive a and b the error is at most 8 · 10⁻¹⁶ max(1, |log B|), without cancellation where one argument is much
/// larger than the other. The result is ∞ if the lesser argument is 0, and −∞ if the lesser argument is positive and
/// the greater is ∞. If an argument is negative, the result is logGamma(a) + logGamma(b) − logGamma(a + b). The
/// derivatives are ψ(a) − ψ(a + b) with respect to a and ψ(b) − ψ(a + b) with respect to b, where ψ is the digamma
/// function.
public func logBeta<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, bShape) = (a.shape, b.shape)
    return withDerivative(
        of: TensorOperation("logBeta", a, b), a.applying(SYNANN_LOG_BETA, b, named: "logBeta"),
        .by(a) { cotangent in (cotangent * (digamma(a) - digamma(a + b))).summed(to: aShape) },
        .by(b) { cotangent in (cotangent * (digamma(b) - digamma(a + b))).summed(to: bShape) })
}

/// Returns log(Γ(a)/Γ(b)), elementwise, without cancellation where a and b are large or near each other. `a` and `b`
/// are broadcast to a common shape; shapes that do not broadcast trap.
///
/// For positive a and b the error is at most 2 · 10⁻¹⁵ times the greater of |a − b| and the magnitude of the result.
/// The result is 0 if a and b are positive, finite and equal. If an argument is not positive or not finite, the result
/// is logGamma(a) − logGamma(b). The derivatives are ψ(a) with respect to a and −ψ(b) with respect to b, where ψ is the
/// digamma function.
public func logGammaRatio<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let (aShape, bShape) = (a.shape, b.shape)
    return withDerivative(
        of: TensorOperation("logGammaRatio", a, b), a.applying(SYNANN_LOG_GAMMA_RATIO, b, named: "logGammaRatio"),
        .by(a) { cotangent in (cotangent * digamma(a)).summed(to: aShape) },
        .by(b) { cotangent in (-cotangent * digamma(b)).summed(to: bShape) })
}
