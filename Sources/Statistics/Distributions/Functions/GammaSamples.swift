import Tensors

/// Returns samples of the gamma distributions with the shape parameters `shapes` and the rate 1. The result is a tensor
/// of shape `shape`. The samples x are differentiable with respect to the shape parameters a by the implicit function
/// theorem: ∂x/∂a = −(∂P/∂a)/f, with the distribution function P(a, x) and the density f. A second derivative traps.
///
/// Source: M. Figurnov, S. Mohamed, A. Mnih, "Implicit reparameterization gradients", 2018.
func gammaSamples<Scalar: RealScalar>(
    _ shapes: Tensor<Scalar>, _ shape: Shape, using generator: inout PhiloxGenerator
) -> Tensor<Scalar> {
    let x = Tensor(samples: .gamma, shape, [shapes], using: &generator)
    return implicitGamma(x, x: x, logX: x.log(), slope: x, shapes)
}

/// Returns logarithms of samples of the gamma distributions with the shape parameters `shapes` and the rate 1: see
/// `gammaSamples`. A logarithm is finite even if the shape parameter is so small that the sample underflows.
func logGammaSamples<Scalar: RealScalar>(
    _ shapes: Tensor<Scalar>, _ shape: Shape, using generator: inout PhiloxGenerator
) -> Tensor<Scalar> {
    let logX = Tensor(samples: .logGamma, shape, [shapes], using: &generator)
    return implicitGamma(logX, x: logX.exp(), logX: logX, slope: Tensor(1), shapes)
}

/// Returns `value`, a function of the samples x, with the derivative of this function with respect to the shape
/// parameters a.
///
/// - Parameters:
///   - value: The function: x or log x.
///   - x: The samples.
///   - logX: The logarithms of the samples.
///   - slope: The derivative of the function with respect to log x: x or 1.
///   - a: The shape parameters of the gamma distributions.
private func implicitGamma<Scalar: RealScalar>(
    _ value: Tensor<Scalar>, x: Tensor<Scalar>, logX: Tensor<Scalar>, slope: Tensor<Scalar>, _ a: Tensor<Scalar>
) -> Tensor<Scalar> {
    guard a.isTracked else { return value }
    // For a tiny x, the distribution function P is xᵃ/Γ(a + 1) to all digits. The derivative of log x with respect to a
    // is then (ψ(a + 1) − log x)/a, also for an x that underflows.
    let isTiny: Tensor<Bool> = x .< Scalar.ulpOfOne / 8
    let safe: Tensor<Scalar> = select(isTiny, Tensor(1), x)
    let level: Tensor<Scalar> = regularizedGammaP(a, safe)
    let (aShape, levelShape): (Shape, Shape) = (a.shape, level.shape)
    let constantA: Tensor<Scalar> = a.asConstant()
    return withDerivative(
        of: TensorOperation("quantile of a distribution"), value, inputs: [level, a]
    ) { cotangent, _ in
        let quotient: Tensor<Scalar> = -cotangent * slope / (safe * gammaDensity(constantA, safe))
        // For a sample of 0, the product 0·∞ would be NaN, so the selection returns 0.
        let tiny: Tensor<Scalar> = select(
            slope .== 0, Tensor(0), slope * ((digamma(constantA + 1) - logX) / constantA))
        return [
            select(isTiny, Tensor(0), quotient).summed(to: levelShape),
            select(isTiny, cotangent * tiny, Tensor(0)).summed(to: aShape),
        ]
    }
}
