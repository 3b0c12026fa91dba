internal import CKernels

// Zeta functions. A result of type `Float` is computed in `Double` and rounded once.

/// Returns Riemann's zeta function ζ(s) of every element s. For s > −140 the relative error is at most 30 ulp, also
/// near the zeros at negative even numbers.
///
/// The result is ∞ at 1, −½ at 0, 1 at ∞ and NaN at −∞. The derivative is computed from the same series as the
/// function. The second derivative is not implemented and is NaN.
///
/// Source: P. Borwein, "An efficient algorithm for the Riemann zeta function", 2000.
public func zeta<Scalar: RealScalar>(_ s: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("zeta", s), s.applying(SYNANN_ZETA),
        .by(s) { cotangent in cotangent * zetaDerivative(s) })
}

/// Returns the derivative ζ′(s) of Riemann's zeta function for every element s. The second derivative is NaN.
private func zetaDerivative<Scalar: RealScalar>(_ s: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("zetaDerivative", s), s.applying(SYNANN_ZETA_DERIVATIVE),
        .by(s) { cotangent in cotangent.withoutDerivative })
}

/// Returns Hurwitz's zeta function ζ(s, q) = Σₖ (q + k)^(−s) over k = 0, 1, …, elementwise, within 8 ulp for q > 0. `s`
/// and `q` are broadcast to a common shape; shapes that do not broadcast trap.
///
/// The result is ∞ at s = 1, and NaN for s < 1. For s > 1 the result is ∞ if q is 0 or a negative integer, and NaN for
/// other negative q if s is not an integer. For q < 0 the error is at most some units in the last place of the greatest
/// term of the sum. The derivative with respect to q is −s ζ(s + 1, q). The derivative with respect to s is computed
/// from the same series as the function, and is NaN for q ≤ 0. The second derivative with respect to s is not
/// implemented and is NaN.
public func hurwitzZeta<Scalar: RealScalar>(_ s: Tensor<Scalar>, _ q: Tensor<Scalar>) -> Tensor<Scalar> {
    let (sShape, qShape) = (s.shape, q.shape)
    return withDerivative(
        of: TensorOperation("hurwitzZeta", s, q), s.applying(SYNANN_HURWITZ_ZETA, q, named: "hurwitzZeta"),
        .by(s) { cotangent in (cotangent * hurwitzZetaDerivative(s, q)).summed(to: sShape) },
        .by(q) { cotangent in (-cotangent * s * hurwitzZeta(s + 1, q)).summed(to: qShape) })
}

/// Returns the derivative ∂ζ(s, q)/∂s of Hurwitz's zeta function, elementwise. The second derivative with respect to s
/// is NaN.
private func hurwitzZetaDerivative<Scalar: RealScalar>(_ s: Tensor<Scalar>, _ q: Tensor<Scalar>) -> Tensor<Scalar> {
    let (sShape, qShape) = (s.shape, q.shape)
    return withDerivative(
        of: TensorOperation("hurwitzZetaDerivative", s, q),
        s.applying(SYNANN_HURWITZ_ZETA_DERIVATIVE, q, named: "hurwitzZetaDerivative"),
        .by(s) { cotangent in cotangent.withoutDerivative.summed(to: sShape) },
        .by(q) { cotangent in
            (-cotangent * (hurwitzZeta(s + 1, q) + s * hurwitzZetaDerivative(s + 1, q))).summed(to: qShape)
        })
}
