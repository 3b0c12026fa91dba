import Differentiation
import Tensors

/// The share of each input element in the change of a score from a baseline to an input, along the straight line
/// between them.
public struct Attribution<Scalar: RealScalar>: Sendable {
    /// The share of each element of the input, in units of the score. The tensor has the shape of one input.
    public let shares: Tensor<Scalar>
    /// `f(x) − f(x₀)`. The sum of the shares equals this change if the integral is exact.
    public let change: Scalar

    /// The change minus the sum of the shares. It is the error of the integral.
    public var residual: Scalar { change - shares.sum().scalar }
}

/// Computes integrated gradients, `(x − x₀) · ∫₀¹ ∇f(x₀ + t(x − x₀)) dt`, elementwise, by the midpoint rule.
///
/// The shares are approximations if f is not linear along the path. For a smooth f the error of the integral is
/// proportional to 1/steps². `Attribution.residual` is the sum of the errors of all elements. Another path than the
/// straight line would give other shares.
///
/// - Parameters:
///   - input: x, one input without a batch axis.
///   - baseline: x₀, of the same shape: an input without information, such as an empty image. Another shape traps.
///   - steps: The number of points on the line; a number below 1 traps. The cost is one forward and one backward pass
///     over a batch of `steps` points.
///   - score: Computes the scores `[N]` of a batch `[N, …]`. Each score must depend only on its own sample. Another
///     shape of the scores traps.
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
