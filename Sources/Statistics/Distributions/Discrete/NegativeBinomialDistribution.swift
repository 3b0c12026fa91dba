public import Tensors

/// The negative binomial distribution: the number k of failures before the r-th success, with the probability p of a
/// success. The distribution is SciPy's `nbinom(r, p)` and PyTorch's `NegativeBinomial(r, 1 - p)`.
///
/// The number r of successes may be any positive number; r need not be whole. The parameters are invalid, and the
/// results are NaN, unless r is positive and finite, and p is in (0, 1]; log odds must be neither NaN nor −∞. Samples
/// have no derivative.
public struct NegativeBinomialDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: BatchParameters<Scalar>
    private let success: SuccessProbability<Scalar>

    /// Creates a batch of negative binomial distributions. The parameters are broadcast to the batch shape, their
    /// common shape; shapes that do not broadcast trap.
    public init(successes: Tensor<Scalar>, probability: Tensor<Scalar>) {
        parameters = BatchParameters("NegativeBinomialDistribution", [successes, probability]) { values in
            values[0].isPositive() .&& (values[1] .> 0) .&& (values[1] .<= 1)
        }
        success = SuccessProbability(probability: parameters.values[1])
    }

    /// Creates a batch of negative binomial distributions from the log odds log(p/(1 − p)), where p is the probability
    /// of a success. The parameters are broadcast to the batch shape, their common shape; shapes that do not broadcast
    /// trap.
    public init(successes: Tensor<Scalar>, logits: Tensor<Scalar>) {
        parameters = BatchParameters("NegativeBinomialDistribution", [successes, logits]) { values in
            values[0].isPositive() .&& (values[1] .> -.infinity)
        }
        success = SuccessProbability(logits: parameters.values[1])
    }

    /// Creates a single negative binomial distribution, whose batch shape is `[]`.
    public init(successes: Scalar, probability: Scalar) {
        self.init(successes: Tensor(successes), probability: Tensor(probability))
    }

    /// The number r of successes.
    public var successes: Tensor<Scalar> { parameters.values[0] }
    /// The probability p of a success.
    public var probability: Tensor<Scalar> { success.probability }

    public static var isDiscrete: Bool { true }
    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        (parameters.constant(0), parameters.constant(.infinity))
    }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        logDensity(at: value, interior: Tensor(0)) { k in
            // The last trial is a success. The probability is therefore r/(r + k) times the binomial probability of r
            // successes in r + k trials.
            -(k / successes).log1p() + logBinomialProbability(successes, k, success)
        }
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: 1, interior: Tensor(0)) { k in tail(k, isUpper: false) }
    }

    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 1, above: 0, interior: Tensor(0)) { k in tail(k, isUpper: true) }
    }

    /// Returns P(X ≤ k) = I_p(r, k + 1), or P(X > k) if `isUpper`, with r successes and the probability p of a success.
    /// I is the regularized incomplete beta function.
    private func tail(_ k: Tensor<Scalar>, isUpper: Bool) -> Tensor<Scalar> {
        betaTail(success.probability, success.complement, successes, k + 1, isUpper: isUpper)
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
        leastCount(p, isUpper: false, near: estimatedCount(inverseNormalCDF(p)))
    }

    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> {
        leastCount(q, isUpper: true, near: estimatedCount(-inverseNormalCDF(q)))
    }

    private func estimatedCount(_ z: Tensor<Scalar>) -> Tensor<Scalar> {
        cornishFisherCount(
            z, mean: mean, variance: variance, thirdCumulant: variance * (2 - probability) / probability)
    }

    public var mean: Tensor<Scalar> { successes * (success.complement / success.probability) }
    public var variance: Tensor<Scalar> { mean / success.probability }

    /// Returns independent samples. A sample is a Poisson number whose rate is a gamma number. The samples have no
    /// derivative. The result has the axes of `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        let odds: Tensor<Double> = (success.complement / success.probability).asConstant().converted(to: Double.self)
        let shapes: Tensor<Double> = successes.asConstant().converted(to: Double.self)
        let rates: Tensor<Double> = gammaSamples(shapes, sampleShape(shape), using: &generator) * odds
        return Tensor<Double>(samples: .poisson, sampleShape(shape), [rates], using: &generator)
            .converted(to: Scalar.self)
    }
}
