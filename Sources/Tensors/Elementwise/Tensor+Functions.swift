internal import CKernels

extension Tensor where Scalar: RealScalar {
    /// eˣ of every element, within 1 ulp.
    public func exp() -> Tensor {
        withDerivative(applying(SYNANN_EXP), .by(self) { cotangent, output in cotangent * output })
    }

    /// eˣ − 1 of every element, exact near 0, within 2 ulp.
    public func expm1() -> Tensor {
        withDerivative(applying(SYNANN_EXPM1), .by(self) { cotangent, output in cotangent * (output + 1) })
    }

    /// The natural logarithm of every element, within 1 ulp; −∞ at 0, NaN below.
    public func log() -> Tensor {
        withDerivative(applying(SYNANN_LOG), .by(self) { cotangent in cotangent / self })
    }

    /// log(1 + x) of every element, exact near 0, within 1 ulp; −∞ at −1, NaN below.
    public func log1p() -> Tensor {
        withDerivative(applying(SYNANN_LOG1P), .by(self) { cotangent in cotangent / (self + 1) })
    }

    /// log(1 − e⁻ˣ) of every element, exact near 0 and where x is large, within 3 ulp; −∞ at 0, NaN below.
    ///
    /// Source: M. Mächler, "Accurately computing log(1 − exp(−|a|))", 2012.
    public func log1mexp() -> Tensor {
        withDerivative(applying(SYNANN_LOG1MEXP), .by(self) { cotangent in cotangent / self.expm1() })
    }

    /// The hyperbolic tangent of every element, within 1.5 ulp.
    public func tanh() -> Tensor {
        withDerivative(applying(SYNANN_TANH), .by(self) { $0.multipliedByTanhDerivative(of: $1) })
    }

    /// 1 / (1 + e⁻ˣ) of every element, within 2.5 ulp.
    public func sigmoid() -> Tensor {
        withDerivative(applying(SYNANN_SIGMOID), .by(self) { $0.multipliedBySigmoidDerivative(of: $1) })
    }

    /// log(1 + eˣ) of every element, without overflow, within 2 ulp.
    public func softplus() -> Tensor {
        withDerivative(applying(SYNANN_SOFTPLUS), .by(self) { cotangent in cotangent * self.sigmoid() })
    }

    /// max(x, 0) of every element. The derivative at 0 is 0, and at NaN 1, as PyTorch has it.
    public func relu() -> Tensor {
        withDerivative(applying(SYNANN_RELU), .by(self) { $0.masked(byPositive: $1) })
    }

    /// x Φ(x) of every element, Φ being the normal distribution function: GELU in its exact form.
    public func gelu() -> Tensor {
        let half: Tensor = (self * Scalar(0.5.squareRoot())).erf() + 1
        return self * half * 0.5
    }

    /// x / (1 + e⁻ˣ) of every element: SiLU, or swish.
    public func silu() -> Tensor { self * sigmoid() }

    /// The error function of every element, within 2 ulp.
    public func erf() -> Tensor {
        withDerivative(
            applying(SYNANN_ERF),
            .by(self) { cotangent in
                let slope: Tensor = (-self.squared()).exp() * Scalar(2 / Double.pi.squareRoot())
                return cotangent * slope
            })
    }

    /// The sine of every element, in radians, within 2 ulp.
    public func sin() -> Tensor {
        withDerivative(applying(SYNANN_SINE), .by(self) { cotangent in cotangent * self.cos() })
    }

    /// The cosine of every element, in radians, within 2 ulp.
    public func cos() -> Tensor {
        withDerivative(applying(SYNANN_COSINE), .by(self) { cotangent in -cotangent * self.sin() })
    }

    /// The square root of every element, correctly rounded; NaN below 0, infinite slope at 0.
    public func squareRoot() -> Tensor {
        withDerivative(applying(SYNANN_SQUARE_ROOT), .by(self) { cotangent, output in cotangent / (output * 2) })
    }

    /// x² of every element.
    public func squared() -> Tensor {
        withDerivative(applying(SYNANN_SQUARE), .by(self) { cotangent in cotangent * self * 2 })
    }

    /// 1 / x of every element.
    public func reciprocal() -> Tensor {
        withDerivative(
            applying(SYNANN_RECIPROCAL), .by(self) { cotangent, output in -cotangent * output.squared() })
    }

    /// |x| of every element. The derivative at 0 is 0.
    public func abs() -> Tensor {
        withDerivative(applying(SYNANN_ABSOLUTE), .by(self) { cotangent in cotangent * self.sign() })
    }

    /// −1, 0 or 1 with the sign of the element; NaN for NaN. A constant to the tape.
    public func sign() -> Tensor { applying(SYNANN_SIGN) }

    /// The greatest whole number not above the element. A constant to the tape, as are the next two.
    public func floor() -> Tensor { applying(SYNANN_FLOOR) }

    /// The least whole number not below the element.
    public func ceil() -> Tensor { applying(SYNANN_CEILING) }

    /// The nearest whole number, halves to the even one.
    public func rounded() -> Tensor { applying(SYNANN_ROUND) }
}

// Derivatives that take one pass over memory instead of three. Each is differentiable again.
extension Tensor where Scalar: RealScalar {
    /// This where `gate`, which broadcasts to it, is above 0 or NaN, else 0.
    package func masked(byPositive gate: Tensor) -> Tensor {
        withDerivative(
            combining(SYNANN_RELU_GRADIENT, gate, named: "relu"),
            .by(self) { cotangent in cotangent.masked(byPositive: gate) })
    }

    /// This times 1 − t², the slope of tanh where its value is t.
    private func multipliedByTanhDerivative(of value: Tensor) -> Tensor {
        withDerivative(
            combining(SYNANN_TANH_GRADIENT, value, named: "tanh"),
            .by(self) { cotangent in cotangent.multipliedByTanhDerivative(of: value) },
            .by(value) { cotangent in cotangent * self * value * -2 })
    }

    /// This times s (1 − s), the slope of the sigmoid where its value is s.
    private func multipliedBySigmoidDerivative(of value: Tensor) -> Tensor {
        withDerivative(
            combining(SYNANN_SIGMOID_GRADIENT, value, named: "sigmoid"),
            .by(self) { cotangent in cotangent.multipliedBySigmoidDerivative(of: value) },
            .by(value) { cotangent in cotangent * self * (1 - value * 2) })
    }
}
