internal import CKernels

// Zeta functions. Float is computed in Double and rounded once.

/// Returns Riemann's zeta function ζ(s) of every element, within 30 ulp for s > −140; near the zeros at negative even
/// numbers, of the distance from the zero too.
///
/// It is ∞ at 1, −½ at 0, 1 at ∞ and NaN at −∞. The derivative is computed from the same series. Its own derivative is NaN,
/// because it is not implemented.
///
/// Source: P. Borwein, "An efficient algorithm for the Riemann zeta function", 2000.
public func zeta<Scalar: RealScalar>(_ s: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("zeta", s), s.applying(SYNANN_ZETA),
        .by(s) { cotangent in cotangent * zetaDerivative(s) })
}

/// Returns ζ′(s). Its derivative is NaN.
private func zetaDerivative<Scalar: RealScalar>(_ s: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("zetaDerivative", s), s.applying(SYNANN_ZETA_DERIVATIVE),
        .by(s) { cotangent in cotangent.withoutDerivative })
}

/// Returns Hurwitz's zeta function ζ(s, q) = Σₖ (q + k)^(−s) over k = 0, 1, …, elementwise and broadcast to a common
/// shape, within 8 ulp for q > 0. Traps if the shapes do not match.
///
/// It is ∞ at s = 1 and where q is 0 or a negative integer, NaN for s < 1, and NaN where q is negative and s is no
/// integer. For q < 0 the error is at most some units in the last place of the greatest term. The derivative with respect
/// to q is −s ζ(s + 1, q). The derivative with respect to s is computed from the same series; it is NaN for q ≤ 0, and so
/// is its own derivative with respect to s.
public func hurwitzZeta<Scalar: RealScalar>(_ s: Tensor<Scalar>, _ q: Tensor<Scalar>) -> Tensor<Scalar> {
    let (sShape, qShape) = (s.shape, q.shape)
    return withDerivative(
        of: TensorOperation("hurwitzZeta", s, q), s.applying(SYNANN_HURWITZ_ZETA, q, named: "hurwitzZeta"),
        .by(s) { cotangent in (cotangent * hurwitzZetaDerivative(s, q)).summed(to: sShape) },
        .by(q) { cotangent in (-cotangent * s * hurwitzZeta(s + 1, q)).summed(to: qShape) })
}

/// Returns ∂ζ(s, q)/∂s. Its derivative with respect to s is NaN.
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
