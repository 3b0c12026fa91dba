internal import CKernels

// Modified Bessel functions of the first kind. Every function applies to each element and returns a tensor of the same
// shape. Float is computed in Double and rounded once, within 0.6 ulp.

/// Returns the modified Bessel function I₀(x) of every element, within 5 ulp; ∞ for |x| above 713.98. The derivative is
/// I₁(x).
public func besselI0<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("besselI0", x), x.applying(SYNANN_BESSEL_I0),
        .by(x) { cotangent in cotangent * besselI1(x) })
}

/// Returns the modified Bessel function I₁(x) of every element, within 5 ulp; ±∞ for |x| above 713.99. The derivative is
/// I₀(x) − I₁(x)/x.
public func besselI1<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("besselI1", x), x.applying(SYNANN_BESSEL_I1),
        .by(x) { cotangent, value in cotangent * (besselI0(x) - quotient(value, x)) })
}

/// Returns e^(−|x|) I₀(x) of every element, within 5 ulp, without overflow; 0 at ±∞. The derivative is
/// e^(−|x|) I₁(x) − sign(x) e^(−|x|) I₀(x).
public func besselI0e<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("besselI0e", x), x.applying(SYNANN_BESSEL_I0E),
        .by(x) { cotangent, value in cotangent * (besselI1e(x) - x.sign() * value) })
}

/// Returns e^(−|x|) I₁(x) of every element, within 5 ulp, without overflow; 0 at ±∞. The derivative is
/// e^(−|x|) (I₀(x) − I₁(x)/x) − sign(x) e^(−|x|) I₁(x).
public func besselI1e<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("besselI1e", x), x.applying(SYNANN_BESSEL_I1E),
        .by(x) { cotangent, value in cotangent * (besselI0e(x) - quotient(value, x) - x.sign() * value) })
}

/// Returns value/x, and its limit ½ at 0.
private func quotient<Scalar: RealScalar>(_ value: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    select(x .== 0, Tensor(0.5), value / select(x .== 0, Tensor(1), x))
}
