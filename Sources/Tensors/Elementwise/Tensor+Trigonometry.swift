internal import CKernels

// Angles are in radians. The error bounds are those of the kernels.

extension Tensor where Scalar: RealScalar {
    /// Returns the sine of every element, an angle in radians, with an error of at most 2 units in the last place; NaN
    /// at ±∞. Differentiable.
    public func sin() -> Tensor {
        withDerivative(
            of: TensorOperation("sin", self), applying(SYNANN_SINE), .by(self) { cotangent in cotangent * self.cos() })
    }

    /// Returns the cosine of every element, an angle in radians, with an error of at most 2 units in the last place;
    /// NaN at ±∞. Differentiable.
    public func cos() -> Tensor {
        withDerivative(
            of: TensorOperation("cos", self), applying(SYNANN_COSINE),
            .by(self) { cotangent in -cotangent * self.sin() })
    }

    /// Returns the tangent of every element, an angle in radians, with an error of at most 3 units in the last place;
    /// NaN at ±∞. Differentiable.
    public func tan() -> Tensor {
        withDerivative(
            of: TensorOperation("tan", self), applying(SYNANN_TANGENT),
            .by(self) { cotangent, output in cotangent * (output.squared() + 1) })
    }

    /// Returns for every element x the angle in [−π/2, π/2] whose sine is x, in radians, with an error of at most 2.5
    /// units in the last place; NaN for |x| > 1. Differentiable; the derivative at ±1 is ∞.
    public func asin() -> Tensor {
        withDerivative(
            of: TensorOperation("asin", self), applying(SYNANN_ARC_SINE),
            .by(self) { cotangent in cotangent / ((1 - self) * (1 + self)).squareRoot() })
    }

    /// Returns for every element x the angle in [0, π] whose cosine is x, in radians, with an error of at most 2 units
    /// in the last place; NaN for |x| > 1. Differentiable; the derivative at ±1 is −∞.
    public func acos() -> Tensor {
        withDerivative(
            of: TensorOperation("acos", self), applying(SYNANN_ARC_COSINE),
            .by(self) { cotangent in -cotangent / ((1 - self) * (1 + self)).squareRoot() })
    }

    /// Returns for every element x the angle in [−π/2, π/2] whose tangent is x, in radians, with an error of at most 2
    /// units in the last place. Differentiable.
    public func atan() -> Tensor {
        withDerivative(
            of: TensorOperation("atan", self), applying(SYNANN_ARC_TANGENT),
            .by(self) { cotangent in cotangent / (self.squared() + 1) })
    }

    /// Returns the hyperbolic sine of every element, with an error of at most 3 units in the last place.
    /// Differentiable.
    public func sinh() -> Tensor {
        withDerivative(
            of: TensorOperation("sinh", self), applying(SYNANN_HYPERBOLIC_SINE),
            .by(self) { cotangent in cotangent * self.cosh() })
    }

    /// Returns the hyperbolic cosine of every element, with an error of at most 3 units in the last place.
    /// Differentiable.
    public func cosh() -> Tensor {
        withDerivative(
            of: TensorOperation("cosh", self), applying(SYNANN_HYPERBOLIC_COSINE),
            .by(self) { cotangent in cotangent * self.sinh() })
    }

    /// Returns for every element x the number whose hyperbolic sine is x, with an error of at most 3 units in the last
    /// place. Differentiable.
    public func asinh() -> Tensor {
        withDerivative(
            of: TensorOperation("asinh", self), applying(SYNANN_AREA_SINE),
            .by(self) { cotangent in cotangent / hypot(self, Tensor(1)) })
    }

    /// Returns for every element x the number ≥ 0 whose hyperbolic cosine is x, with an error of at most 3 units in the
    /// last place; NaN for x < 1. Differentiable; the derivative at 1 is ∞.
    public func acosh() -> Tensor {
        withDerivative(
            of: TensorOperation("acosh", self), applying(SYNANN_AREA_COSINE),
            .by(self) { cotangent in cotangent / ((self - 1).squareRoot() * (self + 1).squareRoot()) })
    }

    /// Returns for every element x the number whose hyperbolic tangent is x, with an error of at most 3 units in the
    /// last place; ±∞ at ±1, NaN for |x| > 1. Differentiable; the derivative at ±1 is ∞.
    public func atanh() -> Tensor {
        withDerivative(
            of: TensorOperation("atanh", self), applying(SYNANN_AREA_TANGENT),
            .by(self) { cotangent in cotangent / ((1 - self) * (1 + self)) })
    }
}
