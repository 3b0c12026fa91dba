import Tensors

/// The Kullback–Leibler divergence `Σ_c t_c · (log t_c − log q_c)` of distributions q from targets t, along the last axis.
///
/// The mean over the distributions unless reduced otherwise: PyTorch's `kl_div` with `batchmean`, whose own `mean` divides by
/// the number of classes too. A target of 0 adds 0, whatever q is, and its derivative by the target is −∞, or NaN where q is
/// 0 too. Where q is 0 and t is not, the divergence is ∞.
///
/// - Parameters:
///   - logProbabilities: log q, `[..., classes]`, as `logSoftmax` gives it.
///   - target: t, of the same shape; log t where `targetIsLogarithm`.
/// - Returns: A scalar, or one divergence a distribution, `[...]`, without reduction.
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
            // A probability of 0 stays 0 under a small change of its logarithm.
            let slope: Tensor<Scalar> = target.exp() * (target - logProbabilities + 1)
            return cotangent * select(target .== -.infinity, Tensor(0), slope)
        })
    return reduction(terms.sum(axis: -1))
}
