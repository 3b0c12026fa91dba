internal import CKernels
public import ComplexModule

// Functions of complex numbers have the branch cuts and the special cases of C and of the Array API standard. For a
// holomorphic function, the gradient is the cotangent times the conjugate of the derivative.

extension Tensor {
    /// Returns eᶻ for every element z. Differentiable.
    public func exp<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("exp", self), complexFunction(SYNANN_COMPLEX_EXP),
            .by(self) { cotangent, output in cotangent * output.conjugated() })
    }

    /// Returns eᶻ − 1 for every element z, without cancellation near 0. Differentiable.
    public func expm1<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("expm1", self), complexFunction(SYNANN_COMPLEX_EXPM1),
            .by(self) { cotangent, output in cotangent * (output + 1).conjugated() })
    }

    /// Returns the natural logarithm of every element, with an imaginary part in [−π, π]. The branch cut is the
    /// negative real axis. Differentiable; the derivative at 0 is not finite.
    public func log<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("log", self), complexFunction(SYNANN_COMPLEX_LOG),
            .by(self) { cotangent in cotangent / self.conjugated() })
    }

    /// Returns log(1 + z) for every element z, without cancellation near 0. The branch cut is the real axis below −1.
    /// Differentiable; the derivative at −1 is not finite.
    public func log1p<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("log1p", self), complexFunction(SYNANN_COMPLEX_LOG1P),
            .by(self) { cotangent in cotangent / (self + 1).conjugated() })
    }

    /// Returns the logarithm to base 2 of every element. The branch cut is the negative real axis. Differentiable; the
    /// derivative at 0 is not finite.
    public func log2<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("log2", self), complexFunction(SYNANN_COMPLEX_LOG2),
            .by(self) { cotangent in cotangent / (self * Scalar(0.693147180559945309417, 0)).conjugated() })
    }

    /// Returns the logarithm to base 10 of every element. The branch cut is the negative real axis. Differentiable; the
    /// derivative at 0 is not finite.
    public func log10<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("log10", self), complexFunction(SYNANN_COMPLEX_LOG10),
            .by(self) { cotangent in cotangent / (self * Scalar(2.302585092994045684018, 0)).conjugated() })
    }

    /// Returns the square root of every element, with a real part ≥ 0. The branch cut is the negative real axis.
    /// Differentiable; the derivative at 0 is not finite.
    public func squareRoot<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("squareRoot", self), complexFunction(SYNANN_COMPLEX_SQUARE_ROOT),
            .by(self) { cotangent, output in cotangent / (output * 2).conjugated() })
    }

    /// Returns the sine of every element. Differentiable.
    public func sin<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("sin", self), complexFunction(SYNANN_COMPLEX_SINE),
            .by(self) { cotangent in cotangent * self.cos().conjugated() })
    }

    /// Returns the cosine of every element. Differentiable.
    public func cos<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("cos", self), complexFunction(SYNANN_COMPLEX_COSINE),
            .by(self) { cotangent in -cotangent * self.sin().conjugated() })
    }

    /// Returns the tangent of every element. Differentiable.
    public func tan<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("tan", self), complexFunction(SYNANN_COMPLEX_TANGENT),
            .by(self) { cotangent, output in cotangent * (output * output + 1).conjugated() })
    }

    /// Returns for every element z the number whose sine is z, with a real part in [−π/2, π/2]. The branch cuts are the
    /// parts of the real axis beyond ±1. Differentiable; the derivative at ±1 is not finite.
    public func asin<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("asin", self), complexFunction(SYNANN_COMPLEX_ARC_SINE),
            .by(self) { cotangent in cotangent / ((1 - self) * (1 + self)).squareRoot().conjugated() })
    }

    /// Returns for every element z the number whose cosine is z, with a real part in [0, π]. The branch cuts are the
    /// parts of the real axis beyond ±1. Differentiable; the derivative at ±1 is not finite.
    public func acos<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("acos", self), complexFunction(SYNANN_COMPLEX_ARC_COSINE),
            .by(self) { cotangent in -cotangent / ((1 - self) * (1 + self)).squareRoot().conjugated() })
    }

    /// Returns for every element z the number whose tangent is z, with a real part in [−π/2, π/2]. The branch cuts are
    /// the parts of the imaginary axis beyond ±i. Differentiable; the derivative at ±i is not finite.
    public func atan<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("atan", self), complexFunction(SYNANN_COMPLEX_ARC_TANGENT),
            .by(self) { cotangent in cotangent / (self * self + 1).conjugated() })
    }

    /// Returns the hyperbolic sine of every element. Differentiable.
    public func sinh<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("sinh", self), complexFunction(SYNANN_COMPLEX_HYPERBOLIC_SINE),
            .by(self) { cotangent in cotangent * self.cosh().conjugated() })
    }

    /// Returns the hyperbolic cosine of every element. Differentiable.
    public func cosh<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("cosh", self), complexFunction(SYNANN_COMPLEX_HYPERBOLIC_COSINE),
            .by(self) { cotangent in cotangent * self.sinh().conjugated() })
    }

    /// Returns the hyperbolic tangent of every element. Differentiable.
    public func tanh<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("tanh", self), complexFunction(SYNANN_COMPLEX_HYPERBOLIC_TANGENT),
            .by(self) { cotangent, output in cotangent * (1 - output * output).conjugated() })
    }

    /// Returns for every element z the number whose hyperbolic sine is z, with an imaginary part in [−π/2, π/2]. The
    /// branch cuts are the parts of the imaginary axis beyond ±i. Differentiable; the derivative at ±i is not finite.
    public func asinh<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("asinh", self), complexFunction(SYNANN_COMPLEX_AREA_SINE),
            .by(self) { cotangent in cotangent / (self * self + 1).squareRoot().conjugated() })
    }

    /// Returns for every element z the number whose hyperbolic cosine is z, with a real part ≥ 0. The branch cut is the
    /// real axis below 1. Differentiable; the derivative at ±1 is not finite.
    public func acosh<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("acosh", self), complexFunction(SYNANN_COMPLEX_AREA_COSINE),
            .by(self) { cotangent in cotangent / ((self - 1).squareRoot() * (self + 1).squareRoot()).conjugated() })
    }

    /// Returns for every element z the number whose hyperbolic tangent is z, with an imaginary part in [−π/2, π/2]. The
    /// branch cuts are the parts of the real axis beyond ±1. Differentiable; the derivative at ±1 is not finite.
    public func atanh<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        withDerivative(
            of: TensorOperation("atanh", self), complexFunction(SYNANN_COMPLEX_AREA_TANGENT),
            .by(self) { cotangent in cotangent / ((1 - self) * (1 + self)).conjugated() })
    }

    /// Returns 1 / z for every element z; ∞ at 0. Differentiable; the derivative at 0 is not finite.
    public func reciprocal<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> { 1 / self }

    /// Returns z² for every element z. Differentiable.
    public func squared<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> { self * self }

    /// Returns z / |z| for every element z; 0 at 0, NaN if a part is infinite. The result is a constant for
    /// differentiation.
    public func sign<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        traced(complexFunction(SYNANN_COMPLEX_SIGN), TensorOperation("sign", self))
    }

    /// Returns every element with its real and its imaginary part rounded to the nearest whole number; a half is
    /// rounded to the even neighbour. The result is a constant for differentiation.
    public func rounded<Part: ComplexPart>() -> Tensor where Scalar == Complex<Part> {
        Tensor(realPart().rounded(), imaginaryPart().rounded())
    }

    /// Returns |z| for every element z; the squares of the parts do not overflow. Differentiable; the derivative at 0
    /// is 0.
    public func abs<Part: ComplexPart>() -> Tensor<Part> where Scalar == Complex<Part> {
        let value: Tensor<Part> = realComplexFunction(SYNANN_COMPLEX_MAGNITUDE)
        guard TapesUnderWay.exist, let tape = Tape.recording, tape.tracks(variable) else {
            return traced(value, TensorOperation("abs", self))
        }
        let (source, z): (Variable, Tensor) = (variable, self)
        let result: Tensor<Part> = tape.record(value) { [unowned tape] cotangent in
            let direction: Tensor = z.asConstant().sign()
            tape.accumulate(direction * Tensor(cotangent), to: source)
        }
        if tape.isObserved { tape.note(TensorOperation("abs", self), result) }
        return result
    }

    /// Returns the angle of every element in the complex plane, in radians in [−π, π]; 0 where both parts are +0.
    /// Differentiable; the derivative at 0 is NaN.
    public func angle<Part: ComplexPart>() -> Tensor<Part> where Scalar == Complex<Part> {
        withOperation(TensorOperation("angle", self)) { atan2(imaginaryPart(), realPart()) }
    }

    /// Returns for each element whether its real or its imaginary part is NaN.
    public func isNaN<Part: ComplexPart>() -> Tensor<Bool> where Scalar == Complex<Part> {
        realPart().isNaN() .|| imaginaryPart().isNaN()
    }

    /// Returns for each element whether its real or its imaginary part is infinite.
    public func isInfinite<Part: ComplexPart>() -> Tensor<Bool> where Scalar == Complex<Part> {
        realPart().isInfinite() .|| imaginaryPart().isInfinite()
    }

    /// Returns for each element whether its real and its imaginary part are finite.
    public func isFinite<Part: ComplexPart>() -> Tensor<Bool> where Scalar == Complex<Part> {
        realPart().isFinite() .&& imaginaryPart().isFinite()
    }

    /// Returns for each pair of elements, after broadcasting, whether their real parts are equal and their imaginary
    /// parts are equal. The result is false if a part is NaN. Traps if the shapes do not broadcast.
    public static func .== <Part: ComplexPart>(a: Tensor, b: Tensor) -> Tensor<Bool> where Scalar == Complex<Part> {
        (a.realPart() .== b.realPart()) .&& (a.imaginaryPart() .== b.imaginaryPart())
    }

    /// Returns for each pair of elements, after broadcasting, whether their real parts or their imaginary parts differ.
    /// The result is true if a part is NaN. Traps if the shapes do not broadcast.
    public static func .!= <Part: ComplexPart>(a: Tensor, b: Tensor) -> Tensor<Bool> where Scalar == Complex<Part> {
        !(a .== b)
    }

    private func complexFunction<Part: ComplexPart>(
        _ operation: synann_complex_operation
    ) -> Tensor where Scalar == Complex<Part> {
        mapComplex(operation)
    }

    private func realComplexFunction<Part: ComplexPart>(
        _ operation: synann_complex_operation
    ) -> Tensor<Part> where Scalar == Complex<Part> {
        mapComplex(operation)
    }

    private func mapComplex<Part: ComplexPart, Result: TensorScalar>(
        _ operation: synann_complex_operation
    ) -> Tensor<Result> where Scalar == Complex<Part> {
        let source: Tensor = contiguous()
        return Tensor<Result>(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: result.count, length: 1 << 10) { range in
                synann_complex(
                    Part.kernelType, operation, range.count, source.address + range.lowerBound,
                    target + range.lowerBound)
            }
        }
    }
}

/// Returns the principal value of `base` to the power of `exponent` for each pair of elements, after broadcasting.
/// Traps if the shapes do not broadcast. Differentiable; the derivative at base 0 is not finite.
public func pow<Part: ComplexPart>(
    _ base: Tensor<Complex<Part>>, _ exponent: Tensor<Complex<Part>>
) -> Tensor<Complex<Part>> {
    let (baseShape, exponentShape) = (base.shape, exponent.shape)
    let common = Shape.broadcast(baseShape, exponentShape, for: "pow")
    let (bases, exponents) = (
        base.broadcastView(to: common).contiguous(), exponent.broadcastView(to: common).contiguous()
    )
    let value = Tensor<Complex<Part>>(uninitialized: common) { result in
        guard let target = result.baseAddress else { return }
        Parallelism.forEachRange(of: result.count, length: 1 << 10) { range in
            synann_complex_power(
                Part.kernelType, range.count, bases.address + range.lowerBound,
                exponents.address + range.lowerBound, target + range.lowerBound)
        }
    }
    return withDerivative(
        of: TensorOperation("pow", base, exponent), value,
        .by(base) { cotangent, power in
            (cotangent * (exponent * power / base).conjugated()).summed(to: baseShape)
        },
        .by(exponent) { cotangent, power in (cotangent * (power * base.log()).conjugated()).summed(to: exponentShape) })
}
