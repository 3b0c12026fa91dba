public import Tensors

/// The binomial distribution: the number k of successes in n independent trials with the probability p of a success.
/// The distribution is SciPy's `binom(n, p)`.
///
/// The parameters are invalid, and the results are NaN, unless n is a whole number that is at least 0, and p is in [0,
/// 1]; log odds must not be NaN. The number of trials is a constant for differentiation. Samples have no derivative.
public struct BinomialDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: BatchParameters<Scalar>
    private let success: SuccessProbability<Scalar>

    /// Creates a batch of binomial distributions. The parameters are broadcast to the batch shape, their common shape;
    /// shapes that do not broadcast trap.
    public init(trials: Tensor<Scalar>, probability: Tensor<Scalar>) {
        parameters = BatchParameters("BinomialDistribution", [trials.asConstant(), probability]) { values in
            values[0].isCount() .&& values[1].isProbability()
        }
        success = SuccessProbability(probability: parameters.values[1])
    }

    /// Creates a batch of binomial distributions from the log odds log(p/(1 − p)), where p is the probability of a
    /// success. The parameters are broadcast to the batch shape, their common shape; shapes that do not broadcast trap.
    public init(trials: Tensor<Scalar>, logits: Tensor<Scalar>) {
        parameters = BatchParameters("BinomialDistribution", [trials.asConstant(), logits]) { values in
            values[0].isCount() .&& (values[1] .== values[1])
        }
        success = SuccessProbability(logits: parameters.values[1])
    }

    /// Creates a single binomial distribution, whose batch shape is `[]`.
    public init(trials: Scalar, probability: Scalar) {
        self.init(trials: Tensor(trials), probability: Tensor(probability))
    }

    /// The number n of trials.
    public var trials: Tensor<Scalar> { parameters.values[0] }
    /// The probability p of a success.
    public var probability: Tensor<Scalar> { success.probability }

    public static var isDiscrete: Bool { true }
    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) { (parameters.constant(0), trials) }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        logDensity(at: value, interior: Tensor(0)) { k in logBinomialProbability(k, trials - k, success) }
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: 1, interior: Tensor(0)) { k in tail(k, isUpper: false) }
    }

    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 1, above: 0, interior: Tensor(0)) { k in tail(k, isUpper: true) }
    }

    /// Returns P(X ≤ k) = I_{1−p}(n − k, k + 1), or P(X > k) if `isUpper`, with n trials and the probability p of a
    /// success. I is the regularized incomplete beta function.
    private func tail(_ k: Tensor<Scalar>, isUpper: Bool) -> Tensor<Scalar> {
        betaTail(success.complement, success.probability, trials - k, k + 1, isUpper: isUpper)
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
        leastCount(p, isUpper: false, near: estimatedCount(inverseNormalCDF(p)))
    }

    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> {
        leastCount(q, isUpper: true, near: estimatedCount(-inverseNormalCDF(q)))
    }

    private func estimatedCount(_ z: Tensor<Scalar>) -> Tensor<Scalar> {
        cornishFisherCount(z, mean: mean, variance: variance, thirdCumulant: variance * (1 - probability * 2))
    }

    public var mean: Tensor<Scalar> { trials * success.probability }
    public var variance: Tensor<Scalar> { trials * success.probability * success.complement }

    /// Returns independent samples. The samples have no derivative. The result has the axes of `shape`, then the axes
    /// of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        Tensor(samples: .binomial, sampleShape(shape), [trials, success.probability], using: &generator)
    }
}

/// Returns an estimate of a quantile of a distribution of counts with the given mean, variance and third cumulant, by
/// the first terms of the expansion of Cornish and Fisher. `z` is the standard normal quantile for the same
/// probability. The result is a constant for differentiation.
func cornishFisherCount<Scalar: RealScalar>(
    _ z: Tensor<Scalar>, mean: Tensor<Scalar>, variance: Tensor<Scalar>, thirdCumulant: Tensor<Scalar>
) -> Tensor<Scalar> {
    let (z, mean): (Tensor<Scalar>, Tensor<Scalar>) = (z.asConstant(), mean.asConstant())
    let (variance, third): (Tensor<Scalar>, Tensor<Scalar>) = (variance.asConstant(), thirdCumulant.asConstant())
    return mean + variance.squareRoot() * z + third / variance * (z.squared() - 1) * Scalar(1.0 / 6) + 0.5
}
