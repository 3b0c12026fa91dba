import Tensors

/// Returns the Kullback–Leibler divergence `Σ_c t_c · (log t_c − log q_c)` of distributions q from targets t, along the
/// last axis.
///
/// The mean divides by the number of distributions, as PyTorch's `kl_div` does with the reduction `batchmean`.
/// PyTorch's reduction `mean` also divides by the number of classes. A target of 0 adds 0 for every q. The derivative
/// with respect to such a target is −∞, or NaN if q is also 0. If q is 0 and t is not 0, the divergence is ∞.
/// Differentiable with respect to log q and the target. Traps if the shapes differ, or if the tensors have no axis.
///
/// - Parameters:
///   - logProbabilities: log q, `[..., classes]`, as `logSoftmax` returns.
///   - target: t, of the same shape; log t if `targetIsLogarithm` is true.
///   - targetIsLogarithm: Whether `target` is log t.
///   - reduction: The way in which the divergences are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, a tensor of shape `[...]` with the divergence of each distribution.
public func klDivergence<Scalar: RealScalar>(
    _ logProbabilities: Tensor<Scalar>, _ target: Tensor<Scalar>, targetIsLogarithm: Bool = false,
    reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    require(
        logProbabilities.rank > 0 && logProbabilities.shape == target.shape,
        "klDivergence: log-probabilities \(logProbabilities.shape) and target \(target.shape) differ in shape, or have no axis"
    )
    let (q, t): (Tensor<Scalar>, Tensor<Scalar>) = (logProbabilities.asConstant(), target.asConstant())
    let weight: Tensor<Scalar> = targetIsLogarithm ? t.exp() : t
    let ratio: Tensor<Scalar> = (targetIsLogarithm ? t : t.log()) - q
    let terms: Tensor<Scalar> = withDerivative(
        of: TensorOperation(
            "klDivergence", logProbabilities, target, attributes: ["targetIsLogarithm": .boolean(targetIsLogarithm)]),
        select(weight .== 0, Tensor(0), weight * ratio),
        .by(logProbabilities) { cotangent in -cotangent * (targetIsLogarithm ? target.exp() : target) },
        .by(target) { cotangent in
            guard targetIsLogarithm else { return cotangent * (target.log() - logProbabilities + 1) }
            // At log t = −∞ a small change of the logarithm leaves t = 0, so the derivative is 0.
            let derivative: Tensor<Scalar> = target.exp() * (target - logProbabilities + 1)
            return cotangent * select(target .== -.infinity, Tensor(0), derivative)
        })
    return reduction(terms.sum(axis: -1))
}
