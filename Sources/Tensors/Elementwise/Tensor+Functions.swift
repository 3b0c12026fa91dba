internal import CKernels

// Every function is applied to each element, and returns a tensor of the same shape. The kernels guarantee the error
// bounds.

extension Tensor where Scalar: RealScalar {
    /// Returns eˣ for every element x, with an error of at most 1 unit in the last place. Differentiable.
    public func exp() -> Tensor {
        withDerivative(
            of: TensorOperation("exp", self), applying(SYNANN_EXP),
            .by(self) { cotangent, output in cotangent * output })
    }

    /// Returns 2ˣ for every element x, with an error of at most 1.5 units in the last place; exact for whole numbers x.
    /// Differentiable.
    public func exp2() -> Tensor {
        withDerivative(
            of: TensorOperation("exp2", self), applying(SYNANN_EXP2),
            .by(self) { cotangent, output in cotangent * output * Scalar(0.693147180559945309417) })
    }

    /// Returns eˣ − 1 for every element x, with an error of at most 2 units in the last place, without cancellation
    /// near 0. Differentiable.
    public func expm1() -> Tensor {
        withDerivative(
            of: TensorOperation("expm1", self), applying(SYNANN_EXPM1),
            .by(self) { cotangent, output in cotangent * (output + 1) })
    }

    /// Returns the natural logarithm of every element, with an error of at most 1 unit in the last place; −∞ at 0, NaN
    /// for negative numbers. Differentiable; the derivative at 0 is ±∞, with the sign of the zero.
    public func log() -> Tensor {
        withDerivative(
            of: TensorOperation("log", self), applying(SYNANN_LOG), .by(self) { cotangent in cotangent / self })
    }

    /// Returns the logarithm to base 2 of every element, with an error of at most 2 units in the last place; exact for
    /// powers of two, −∞ at 0, NaN for negative numbers. Differentiable; the derivative at 0 is ±∞, with the sign of
    /// the zero.
    public func log2() -> Tensor {
        withDerivative(
            of: TensorOperation("log2", self), applying(SYNANN_LOG2),
            .by(self) { cotangent in cotangent / (self * Scalar(0.693147180559945309417)) })
    }

    /// Returns the logarithm to base 10 of every element, with an error of at most 2 units in the last place; −∞ at 0,
    /// NaN for negative numbers. Differentiable; the derivative at 0 is ±∞, with the sign of the zero.
    public func log10() -> Tensor {
        withDerivative(
            of: TensorOperation("log10", self), applying(SYNANN_LOG10),
            .by(self) { cotangent in cotangent / (self * Scalar(2.302585092994045684018)) })
    }

    /// Returns log(1 + x) for every element x, with an error of at most 1 unit in the last place, without cancellation
    /// near 0; −∞ at −1, NaN for x < −1. Differentiable; the derivative at −1 is ∞.
    public func log1p() -> Tensor {
        withDerivative(
            of: TensorOperation("log1p", self), applying(SYNANN_LOG1P),
            .by(self) { cotangent in cotangent / (self + 1) })
    }

    /// Returns log(1 − e⁻ˣ) for every element x, with an error of at most 3 units in the last place, without
    /// cancellation near 0 and at large x; −∞ at 0, NaN for x < 0. Differentiable; the derivative at 0 is ±∞, with the
    /// sign of the zero.
    ///
    /// Source: M. Mächler, "Accurately computing log(1 − exp(−|a|))", 2012.
    public func log1mexp() -> Tensor {
        withDerivative(
            of: TensorOperation("log1mexp", self), applying(SYNANN_LOG1MEXP),
            .by(self) { cotangent in cotangent / self.expm1() })
    }

    /// Returns the hyperbolic tangent of every element, with an error of at most 1.5 units in the last place.
    /// Differentiable.
    public func tanh() -> Tensor {
        withDerivative(
            of: TensorOperation("tanh", self), applying(SYNANN_TANH),
            .by(self) { $0.multipliedByTanhDerivative(of: $1) })
    }

    /// Returns 1 / (1 + e⁻ˣ) for every element x, with an error of at most 2.5 units in the last place. Differentiable.
    public func sigmoid() -> Tensor {
        withDerivative(
            of: TensorOperation("sigmoid", self), applying(SYNANN_SIGMOID),
            .by(self) { $0.multipliedBySigmoidDerivative(of: $1) })
    }

    /// Returns log(1 + eˣ) for every element x, without overflow, with an error of at most 2 units in the last place.
    /// Differentiable.
    public func softplus() -> Tensor {
        withDerivative(
            of: TensorOperation("softplus", self), applying(SYNANN_SOFTPLUS),
            .by(self) { cotangent in cotangent * self.sigmoid() })
    }

    /// Returns max(x, 0) for every element x; NaN for NaN. The derivative is 0 at 0 and 1 at NaN, as in PyTorch.
    public func relu() -> Tensor {
        withDerivative(
            of: TensorOperation("relu", self), applying(SYNANN_RELU), .by(self) { $0.masked(byPositive: $1) })
    }

    /// Returns x · Φ(x) for every element x, where Φ is the standard normal distribution function: GELU in its exact
    /// form. At the infinities the result is the limit: −0 at −∞, where PyTorch returns NaN, and ∞ at ∞. NaN gives NaN.
    /// Differentiable; the derivative is 0 at −∞ and 1 at ∞.
    public func gelu() -> Tensor {
        withDerivative(
            of: TensorOperation("gelu", self), applying(SYNANN_GELU),
            .by(self) { $0.multipliedByGELUDerivative(at: self) })
    }

    /// Returns x / (1 + e⁻ˣ) for every element x: SiLU, also called swish. At the infinities the result is the limit:
    /// −0 at −∞, where PyTorch returns NaN, and ∞ at ∞. NaN gives NaN. Differentiable; the derivative is 0 at −∞ and 1
    /// at ∞.
    public func silu() -> Tensor {
        withDerivative(
            of: TensorOperation("silu", self), applying(SYNANN_SILU),
            .by(self) { $0.multipliedBySiLUDerivative(at: self) })
    }

    /// Returns the error function of every element, with an error of at most 2 units in the last place. Differentiable.
    public func erf() -> Tensor {
        withDerivative(
            of: TensorOperation("erf", self), applying(SYNANN_ERF),
            .by(self) { cotangent in
                let derivative: Tensor = (-self.squared()).exp() * Scalar(2 / Double.pi.squareRoot())
                return cotangent * derivative
            })
    }

    /// Returns the square root of every element, correctly rounded; NaN for negative numbers. Differentiable; the
    /// derivative at 0 is ±∞, with the sign of the zero.
    public func squareRoot() -> Tensor {
        withDerivative(
            of: TensorOperation("squareRoot", self), applying(SYNANN_SQUARE_ROOT),
            .by(self) { cotangent, output in cotangent / (output * 2) })
    }

    /// Returns x² for every element x. Differentiable.
    public func squared() -> Tensor {
        withDerivative(
            of: TensorOperation("squared", self), applying(SYNANN_SQUARE),
            .by(self) { cotangent in cotangent * self * 2 })
    }

    /// Returns 1 / x for every element x; ±∞ at ±0. Differentiable; the derivative at 0 is −∞.
    public func reciprocal() -> Tensor {
        withDerivative(
            of: TensorOperation("reciprocal", self), applying(SYNANN_RECIPROCAL),
            .by(self) { cotangent, output in -cotangent * output.squared() })
    }

    /// Returns |x| for every element x; NaN for NaN. Differentiable; the derivative at 0 is 0.
    public func abs() -> Tensor {
        withDerivative(
            of: TensorOperation("abs", self), applying(SYNANN_ABSOLUTE),
            .by(self) { cotangent in cotangent * self.sign() })
    }

    /// Returns the sign of every element: −1, 0 or 1; NaN for NaN. The result is a constant for differentiation.
    public func sign() -> Tensor { traced(applying(SYNANN_SIGN), TensorOperation("sign", self)) }

    /// Returns every element rounded down to a whole number. The result is a constant for differentiation.
    public func floor() -> Tensor { traced(applying(SYNANN_FLOOR), TensorOperation("floor", self)) }

    /// Returns every element rounded up to a whole number. The result is a constant for differentiation.
    public func ceil() -> Tensor { traced(applying(SYNANN_CEILING), TensorOperation("ceil", self)) }

    /// Returns every element rounded towards 0 to a whole number. The result is a constant for differentiation.
    public func truncated() -> Tensor { traced(applying(SYNANN_TRUNCATE), TensorOperation("truncated", self)) }

    /// Returns every element rounded to the nearest whole number; a half is rounded to the even neighbour. The result
    /// is a constant for differentiation.
    public func rounded() -> Tensor { traced(applying(SYNANN_ROUND), TensorOperation("rounded", self)) }
}

// The following functions compute a derivative in a single pass over memory instead of three passes. They are
// differentiable.
extension Tensor where Scalar: RealScalar {
    /// Returns this tensor with zeros where `gate` is at most 0. An element is kept where `gate` is positive or NaN.
    /// `gate` must broadcast to this shape. Differentiable with respect to this tensor, not to `gate`.
    package func masked(byPositive gate: Tensor) -> Tensor {
        withDerivative(
            of: TensorOperation("maskedByPositive", self, gate), combining(SYNANN_RELU_GRADIENT, gate, named: "relu"),
            .by(self) { cotangent in cotangent.masked(byPositive: gate) })
    }

    /// Returns this tensor multiplied by `mask`, with zeros where the mask is 0: also for an infinite element, whose product
    /// with 0 would be NaN. `mask` must broadcast to this shape. Differentiable with respect to this tensor, not to
    /// `mask`.
    package func multiplied(byMask mask: Tensor) -> Tensor {
        withDerivative(
            of: TensorOperation("multipliedByMask", self, mask),
            combining(SYNANN_SCALED_COTANGENT, mask, named: "multiplied"),
            .by(self) { cotangent in cotangent.multiplied(byMask: mask) })
    }

    /// Returns this tensor multiplied by 1 − t², where t is an element of `value`. This factor is the derivative of
    /// tanh at an argument whose tanh is t.
    private func multipliedByTanhDerivative(of value: Tensor) -> Tensor {
        withDerivative(
            of: TensorOperation("tanhGradient", self, value), combining(SYNANN_TANH_GRADIENT, value, named: "tanh"),
            .by(self) { cotangent in cotangent.multipliedByTanhDerivative(of: value) },
            .by(value) { cotangent in cotangent * self * value * -2 })
    }

    /// Returns this tensor multiplied by the derivative of GELU at x: Φ(x) + x · φ(x), where φ is the density of the
    /// standard normal distribution. The second derivative is φ(x) · (2 − x²).
    private func multipliedByGELUDerivative(at x: Tensor) -> Tensor {
        withDerivative(
            of: TensorOperation("geluGradient", self, x), combining(SYNANN_GELU_GRADIENT, x, named: "gelu"),
            .by(self) { cotangent in cotangent.multipliedByGELUDerivative(at: x) },
            .by(x) { cotangent in
                // The density φ(x) is 0 for |x| ≥ 100. The limit of ±100 keeps the products below finite where x is
                // infinite.
                let square: Tensor = x.clipped(to: -100 ... 100).squared()
                let density: Tensor = (square * -0.5).exp() * Scalar(1 / (2 * Double.pi).squareRoot())
                return cotangent * self * density * (2 - square)
            })
    }

    /// Returns this tensor multiplied by the derivative of SiLU at x: s + x · s · (1 − s), where s is the sigmoid of x.
    /// The second derivative is s · (1 − s) · (2 + x · (1 − 2s)).
    private func multipliedBySiLUDerivative(at x: Tensor) -> Tensor {
        withDerivative(
            of: TensorOperation("siluGradient", self, x), combining(SYNANN_SILU_GRADIENT, x, named: "silu"),
            .by(self) { cotangent in cotangent.multipliedBySiLUDerivative(at: x) },
            .by(x) { cotangent in
                // The product s · (1 − s) is 0 for |x| ≥ 1000, where s is the sigmoid of x. The limit of ±1000 keeps
                // the products below finite where x is infinite.
                let limited: Tensor = x.clipped(to: -1000 ... 1000)
                let s: Tensor = limited.sigmoid()
                return (cotangent * self * (2 + limited * (1 - s * 2))).multipliedBySigmoidDerivative(of: s)
            })
    }

    /// Returns this tensor multiplied by s · (1 − s), where s is an element of `value`. This factor is the derivative
    /// of the sigmoid at an argument whose sigmoid is s.
    private func multipliedBySigmoidDerivative(of value: Tensor) -> Tensor {
        withDerivative(
            of: TensorOperation("sigmoidGradient", self, value),
            combining(SYNANN_SIGMOID_GRADIENT, value, named: "sigmoid"),
            .by(self) { cotangent in cotangent.multipliedBySigmoidDerivative(of: value) },
            .by(value) { cotangent in cotangent * self * (1 - value * 2) })
    }
}
