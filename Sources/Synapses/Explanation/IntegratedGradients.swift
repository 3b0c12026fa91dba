import Differentiation
import Tensors

/// How much of a score's change from a baseline each input makes, along the straight line between them.
public struct Attribution<Scalar: RealScalar>: Sendable {
    /// A share for each element of the input, in units of the score: the shape of one input.
    public let shares: Tensor<Scalar>
    /// `f(x) − f(x₀)`, which the shares would add up to exactly if the integral were exact.
    public let change: Scalar

    /// What the shares miss of the change: the error of the integral.
    public var residual: Scalar { change - shares.sum().scalar }
}

/// Integrated gradients: `(x − x₀) · ∫₀¹ ∇f(x₀ + t(x − x₀)) dt`, elementwise, by the midpoint rule.
///
/// An approximation where f bends: the integral's error falls with the square of `steps` and is told by
/// `Attribution.residual`; and a path's shares depend on the path, a straight line being a choice.
///
/// - Parameters:
///   - input: x, one input without a batch axis.
///   - baseline: x₀, of the same shape: what stands for nothing, such as an empty image.
///   - steps: Points on the line. Cost: one forward and backward pass over a batch of them.
///   - score: Scores `[N]` of a batch `[N, …]`, each of its own sample alone.
///
/// Source: M. Sundararajan, A. Taly, Q. Yan, "Axiomatic attribution for deep networks", ICML 2017.
public func integratedGradients<Scalar: RealScalar>(
    at input: Tensor<Scalar>, from baseline: Tensor<Scalar>, steps: Int = 100,
    of score: (Tensor<Scalar>) -> Tensor<Scalar>
) -> Attribution<Scalar> {
    require(
        input.shape == baseline.shape, "integratedGradients: input \(input.shape) and baseline \(baseline.shape) differ"
    )
    require(steps > 0, "integratedGradients: \(steps) steps are no path")
    let along: Tensor<Scalar> = input - baseline
    let times = Tensor<Scalar>(
        (0 ..< steps).map { (Scalar($0) + 0.5) / Scalar(steps) }, shape: Shape([steps] + input.shape.map { _ in 1 }))
    let path: Tensor<Scalar> = along * times + baseline
    let slopes: Tensor<Scalar> = gradient(at: path) { score($0).sum() }
    let ends: Tensor<Scalar> = score(Tensor(stacking: [baseline, input]))
    require(ends.shape == [2], "integratedGradients: the scores of 2 inputs have the shape \(ends.shape), not [2]")
    return Attribution(shares: along * slopes.mean(axis: 0), change: ends[1].scalar - ends[0].scalar)
}
