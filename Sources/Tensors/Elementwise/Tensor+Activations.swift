internal import CKernels

/// The formula by which `gelu(approximation:)` computes GELU.
public enum GELUApproximation: Sendable, Hashable {
    /// GELU in its exact form, x · Φ(x), where Φ is the standard normal distribution function.
    case none
    /// The approximation of GELU by the hyperbolic tangent, which differs from the exact form by less than 0.0005.
    case tanh
}

// Each function and each derivative is a single pass over memory. The derivatives are differentiable.
extension Tensor where Scalar: RealScalar {
    /// Returns GELU of every element x: x · Φ(x) without an approximation, where Φ is the standard normal distribution
    /// function, and x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2 in the approximation by the hyperbolic tangent.
    ///
    /// At the infinities the result is the limit: −0 at −∞, where PyTorch returns NaN, and ∞ at ∞. NaN gives NaN.
    /// Differentiable; the derivative is 0 at −∞ and 1 at ∞.
    ///
    /// Source: D. Hendrycks, K. Gimpel, "Gaussian error linear units (GELUs)", 2016.
    ///
    /// - Parameter approximation: The formula.
    public func gelu(approximation: GELUApproximation) -> Tensor {
        guard approximation == .tanh else { return gelu() }
        return withDerivative(
            of: TensorOperation("geluTanh", self), activated(SYNANN_GELU_TANH),
            .by(self) { $0.multipliedByDerivative(of: SYNANN_GELU_TANH, at: self) })
    }

    /// Returns x · tanh(log(1 + eˣ)) for every element x: Mish. At the infinities the result is the limit: −0 at −∞,
    /// where PyTorch returns NaN, and ∞ at ∞. NaN gives NaN. Differentiable; the derivative is 0 at −∞ and 1 at ∞.
    ///
    /// Source: D. Misra, "Mish: a self regularized non-monotonic activation function", BMVC 2020.
    public func mish() -> Tensor {
        withDerivative(
            of: TensorOperation("mish", self), activated(SYNANN_MISH),
            .by(self) { $0.multipliedByDerivative(of: SYNANN_MISH, at: self) })
    }

    /// Returns x · min(max(x + 3, 0), 6) / 6 for every element x: hard swish, a piecewise quadratic approximation of
    /// SiLU. The result is −0 for x ≤ −3, also at −∞, where PyTorch returns NaN, and x for x ≥ 3. NaN gives NaN.
    /// Differentiable; the derivative is 0 at −3 and 1 at 3, as in PyTorch, and NaN at NaN.
    ///
    /// Source: A. Howard et al., "Searching for MobileNetV3", ICCV 2019.
    public func hardswish() -> Tensor {
        withDerivative(
            of: TensorOperation("hardswish", self), activated(SYNANN_HARDSWISH),
            .by(self) { $0.multipliedByDerivative(of: SYNANN_HARDSWISH, at: self) })
    }

    /// Returns min(max(x + 3, 0), 6) / 6 for every element x: a piecewise linear approximation of the sigmoid. The
    /// result is 0 for x ≤ −3 and 1 for x ≥ 3, also at the infinities. NaN gives NaN. Differentiable; the derivative is
    /// 0 at −3 and at 3, as in PyTorch, and NaN at NaN.
    public func hardsigmoid() -> Tensor {
        withDerivative(
            of: TensorOperation("hardsigmoid", self), activated(SYNANN_HARDSIGMOID),
            .by(self) { $0.multipliedByDerivative(of: SYNANN_HARDSIGMOID, at: self) })
    }

    /// Returns x for every positive element x, and x · `negativeSlope` for the other elements: leaky ReLU. NaN gives
    /// NaN. Differentiable; the derivative is `negativeSlope` at 0, as in PyTorch, and NaN at NaN.
    ///
    /// - Parameter negativeSlope: The slope for negative elements.
    public func leakyReLU(negativeSlope: Scalar = 0.01) -> Tensor {
        withDerivative(
            of: TensorOperation("leakyReLU", self, attributes: ["negativeSlope": .number(Double(negativeSlope))]),
            activated(SYNANN_LEAKY_RELU, negativeSlope),
            .by(self) { $0.multipliedByDerivative(of: SYNANN_LEAKY_RELU, negativeSlope, at: self) })
    }

    /// Returns x for every positive element x, and `alpha` · (eˣ − 1) for the other elements: the exponential linear
    /// unit. The result is −`alpha` at −∞ and ∞ at ∞. NaN gives NaN. The error is at most 3 units in the last place.
    /// Differentiable; the derivative is `alpha` at 0, as in PyTorch, and NaN at NaN.
    ///
    /// Source: D. Clevert, T. Unterthiner, S. Hochreiter, "Fast and accurate deep network learning by exponential
    /// linear units (ELUs)", ICLR 2016.
    ///
    /// - Parameter alpha: The negative of the limit at −∞.
    public func elu(alpha: Scalar = 1) -> Tensor {
        withDerivative(
            of: TensorOperation("elu", self, attributes: ["alpha": .number(Double(alpha))]),
            activated(SYNANN_ELU, alpha), .by(self) { $0.multipliedByDerivative(of: SYNANN_ELU, alpha, at: self) })
    }

    /// Returns x for every positive element x, and x · a for the other elements, where a is a learned slope: PReLU. NaN
    /// gives NaN.
    ///
    /// Differentiable with respect to this tensor and to `slope`. At x = 0 the derivative with respect to x is a, as in
    /// PyTorch. At NaN the derivatives are NaN.
    ///
    /// Source: K. He et al., "Delving deep into rectifiers", ICCV 2015.
    ///
    /// - Parameter slope: The slopes, a tensor of shape `[C]` for an input `[N, C]` or `[N, C, …]` of N samples with C
    ///   channels, or a tensor of shape `[1]` for a single slope and an input of any shape. Traps if the shape is
    ///   another one.
    public func prelu(slope: Tensor) -> Tensor {
        require(
            slope.shape == [1] || (rank >= 2 && slope.shape == [shape[1]]),
            "prelu: slope \(slope.shape) is neither [1] nor fits the channels of \(shape)")
        let slopes = Shape(slope.count == 1 ? [] : [slope.count] + [Int](repeating: 1, count: rank - 2))
        return withDerivative(
            of: TensorOperation("prelu", self, slope),
            combining(SYNANN_PRELU, slope.asConstant().contiguous().reshapedView(to: slopes), named: "prelu"),
            .by(self) { $0.multipliedByPReLUDerivative(at: self, slope: slope.reshaped(to: slopes)) },
            .by(slope) { $0.multipliedByNegativePart(of: self).summed(to: slopes).reshaped(to: slope.shape) })
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns `activation` of every element, in the same shape. The tape does not record the operation.
    private func activated(_ activation: synann_activation, _ parameter: Scalar = 0) -> Tensor {
        if let order = denseOrder { return permutedView(order).activated(activation, parameter).permutedBack(order) }
        let source: Tensor = contiguous()
        return Tensor(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: result.count, length: Parallelism.elementsPerChunk) { range in
                synann_activate(
                    Scalar.kernelType, activation, Double(parameter), range.count, source.address + range.lowerBound,
                    target + range.lowerBound)
            }
        }
    }

    /// Returns this tensor, a cotangent, multiplied by the derivative of `activation` at x.
    private func multipliedByDerivative(
        of activation: synann_activation, _ parameter: Scalar = 0, at x: Tensor
    ) -> Tensor {
        withDerivative(
            of: TensorOperation("activationGradient", self, x),
            asConstant().activationGradient(activation, parameter, x.asConstant()),
            .by(self) { $0.multipliedByDerivative(of: activation, parameter, at: x) },
            .by(x) { $0 * self * x.secondDerivative(of: activation, parameter) })
    }

    /// Returns this tensor multiplied by the derivative of `activation` at x. The tape does not record the operation.
    private func activationGradient(_ activation: synann_activation, _ parameter: Scalar, _ x: Tensor) -> Tensor {
        if let order = x.denseOrder {
            return permutedView(order).activationGradient(activation, parameter, x.permutedView(order))
                .permutedBack(order)
        }
        let (cotangent, source): (Tensor, Tensor) = (contiguous(), x.contiguous())
        return Tensor(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: result.count, length: Parallelism.elementsPerChunk) { range in
                synann_activate_gradient(
                    Scalar.kernelType, activation, Double(parameter), range.count,
                    cotangent.address + range.lowerBound, source.address + range.lowerBound, target + range.lowerBound)
            }
        }
    }

    /// Returns the second derivative of `activation` at every element. At a kink the result is the second derivative
    /// on the side whose first derivative the library returns.
    private func secondDerivative(of activation: synann_activation, _ parameter: Scalar) -> Tensor {
        // The limits keep the products below finite where an element is infinite: the factors that the sigmoid gives
        // are 0 there.
        switch activation {
        case SYNANN_GELU_TANH:
            let x: Tensor = clipped(to: -100 ... 100)
            let slope: Tensor = x.squared() * Scalar(0.214064448817800746) + Scalar(1.59576912160573071)
            let s: Tensor = (x * (x.squared() * Scalar(0.0713548162726002488) + Scalar(1.59576912160573071))).sigmoid()
            let bend: Tensor = slope * 2 + x * (slope.squared() * (1 - s * 2) + x * Scalar(0.428128897635601493))
            return s * (1 - s) * bend
        case SYNANN_MISH:
            let x: Tensor = clipped(to: -1000 ... 1000)
            let (s, w): (Tensor, Tensor) = (x.sigmoid(), x.softplus().tanh())
            return (1 - w.squared()) * s * (2 + x * (1 - s - w * s * 2))
        case SYNANN_HARDSWISH:
            return select((self .> -3) .&& (self .< 3), Tensor(1 / 3), zeroOrNaN)
        case SYNANN_ELU:
            return select(self .> 0, Tensor(0), exp() * parameter)
        default:
            return zeroOrNaN
        }
    }

    /// 0 for every number, and NaN for NaN.
    private var zeroOrNaN: Tensor { select(self .== self, Tensor(0), self) }

    /// Returns this tensor, a cotangent, multiplied by the derivative of PReLU with respect to x. `slope` broadcasts to
    /// the shape of x. Differentiable with respect to this tensor and to `slope`.
    private func multipliedByPReLUDerivative(at x: Tensor, slope: Tensor) -> Tensor {
        if Tape.recording == nil {
            let derivative: Tensor = x.combining(SYNANN_PRELU_DERIVATIVE, slope, named: "prelu")
            return combining(SYNANN_SCALED_COTANGENT, derivative, named: "prelu")
        }
        // At NaN, tanh and its derivative are NaN. Elsewhere its derivative is finite, and select multiplies it by 0.
        return self * select(x .> 0, Tensor(1), select(x .== x, slope, x.tanh()))
    }

    /// Returns this tensor, a cotangent, multiplied by min(x, 0): the derivative of PReLU with respect to the slope,
    /// before the sum over all elements that share a slope.
    private func multipliedByNegativePart(of x: Tensor) -> Tensor {
        if Tape.recording == nil { return combining(SYNANN_PRELU_SLOPE_GRADIENT, x, named: "prelu") }
        return select(x .> 0, Tensor(0), self * x)
    }
}
