import Differentiation
import Tensors

/// The share of each input in a score's change from a baseline, along the straight line between them.
public struct Attribution<Scalar: RealScalar>: Sendable {
    /// A share for each element of the input, in units of the score: the shape of one input.
    public let shares: Tensor<Scalar>
    /// `f(x) − f(x₀)`. The shares would add up to it if the integral were exact.
    public let change: Scalar

    /// The change minus the sum of the shares: the error of the integral.
    public var residual: Scalar { change - shares.sum().scalar }
}

/// Integrated gradients: `(x − x₀) · ∫₀¹ ∇f(x₀ + t(x − x₀)) dt`, elementwise, by the midpoint rule.
///
/// The shares are approximations where f is not linear. The integral's error falls with the square of `steps`;
/// `Attribution.residual` is its sum over the elements. The shares depend on the path, and a straight line is one
/// choice.
///
/// - Parameters:
///   - input: x, one input without a batch axis.
///   - baseline: x₀, of the same shape: the input that stands for no information, such as an empty image. Another shape
///     traps.
///   - steps: The number of points on the line; fewer than 1 trap. Cost: one forward and backward pass over a batch of
///     them.
///   - score: Computes scores `[N]` of a batch `[N, …]`, each from its own sample alone; another shape of the scores
///     traps.
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
