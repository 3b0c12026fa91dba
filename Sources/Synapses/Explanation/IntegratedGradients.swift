import Differentiation
import Tensors

/// An explanation of the change of a score f from a baseline x₀ to an input x. Each element of the input has a share of
/// the change. `integratedGradients` computes the shares along the straight line from x₀ to x.
public struct Attribution<Scalar: RealScalar>: Sendable {
    /// The share of each element of the input, in units of the score. The tensor has the shape of the input.
    public let shares: Tensor<Scalar>
    /// The score of the input minus the score of the baseline. The sum of the shares equals this change if the integral
    /// is exact.
    public let change: Scalar

    /// The change minus the sum of the shares. This difference is the sum of the integration errors of all elements.
    public var residual: Scalar { change - shares.sum().scalar }
}

/// Returns the integrated gradients of a score f, `(x − x₀) · ∫₀¹ ∇f(x₀ + t(x − x₀)) dt`. The product is elementwise,
/// and the midpoint rule approximates the integral.
///
/// The shares are approximations if f is not linear along the straight line from x₀ to x. For a smooth f the error of
/// the integral is proportional to 1/steps². `Attribution.residual` is the sum of the errors of all elements. Another
/// path from x₀ to x would give other shares.
///
/// - Parameters:
///   - input: x, a single input without a batch axis.
///   - baseline: x₀, an input without information, such as an empty image. A shape other than the shape of x traps.
///   - steps: The number of points on the line; a number below 1 traps. The cost is a forward and a backward pass over
///     a batch of `steps` points, and a forward pass over two points.
///   - score: Returns the scores `[N]` of a batch of N inputs `[N, …]`. The score of an input must not depend on other
///     inputs of the batch. Another shape of the scores traps.
///
/// Source: M. Sundararajan, A. Taly, Q. Yan, "Axiomatic attribution for deep networks", ICML 2017.
public func integratedGradients<Scalar: RealScalar>(
    at input: Tensor<Scalar>, from baseline: Tensor<Scalar>, steps: Int = 100,
    of score: (Tensor<Scalar>) -> Tensor<Scalar>
) -> Attribution<Scalar> {
    require(
        input.shape == baseline.shape, "integratedGradients: input \(input.shape) and baseline \(baseline.shape) differ"
    )
    require(steps > 0, "integratedGradients: the number of steps, \(steps), must be positive")
    let along: Tensor<Scalar> = input - baseline
    let times = Tensor<Scalar>(
        (0 ..< steps).map { (Scalar($0) + 0.5) / Scalar(steps) }, shape: Shape([steps] + input.shape.map { _ in 1 }))
    let path: Tensor<Scalar> = along * times + baseline
    let gradients: Tensor<Scalar> = gradient(at: path) { score($0).sum() }
    let ends: Tensor<Scalar> = score(Tensor(stacking: [baseline, input]))
    require(ends.shape == [2], "integratedGradients: the scores of 2 inputs have the shape \(ends.shape), not [2]")
    return Attribution(shares: along * gradients.mean(axis: 0), change: ends[1].scalar - ends[0].scalar)
}
