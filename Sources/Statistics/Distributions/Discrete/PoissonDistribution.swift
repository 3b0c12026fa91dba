public import Tensors

/// The Poisson distribution of counts k ≥ 0 with the rate λ and the probability λᵏ·e^(−λ)/k!. The distribution is
/// SciPy's `poisson(λ)`.
///
/// A rate that is negative, infinite or NaN is invalid: the results are NaN. For the rate 0 the count is 0. Samples
/// have no derivative.
public struct PoissonDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: BatchParameters<Scalar>

    /// Creates a batch of Poisson distributions whose batch shape is the shape of `rate`.
    public init(rate: Tensor<Scalar>) {
        parameters = BatchParameters("PoissonDistribution", [rate]) { values in
            (values[0] .>= 0) .&& (values[0] .< .infinity)
        }
    }

    /// Creates a single Poisson distribution, whose batch shape is `[]`.
    public init(rate: Scalar) { self.init(rate: Tensor(rate)) }

    /// The rate λ: the mean and the variance.
    public var rate: Tensor<Scalar> { parameters.values[0] }

    public static var isDiscrete: Bool { true }
    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        (parameters.constant(0), parameters.constant(.infinity))
    }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        logDensity(at: value, interior: Tensor(0)) { k in
            let isZero: Tensor<Bool> = k .== 0
            let safe: Tensor<Scalar> = select(isZero, Tensor(1), k)
            let factor: Tensor<Scalar> = (safe.log() + Scalar(logTwoPi)) * 0.5
            let positive: Tensor<Scalar> = -stirlingRemainder(safe) - deviance(safe, rate) - factor
            return select(isZero, -rate + k, positive)
        }
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: 1, interior: Tensor(0)) { k in regularizedGammaQ(k + 1, rate) }
    }

    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 1, above: 0, interior: Tensor(0)) { k in regularizedGammaP(k + 1, rate) }
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
        leastCount(p, isUpper: false, near: estimatedCount(inverseNormalCDF(p)))
    }

    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> {
        leastCount(q, isUpper: true, near: estimatedCount(-inverseNormalCDF(q)))
    }

    private func estimatedCount(_ z: Tensor<Scalar>) -> Tensor<Scalar> {
        cornishFisherCount(z, mean: rate, variance: rate, thirdCumulant: rate)
    }

    public var mean: Tensor<Scalar> { rate }
    public var variance: Tensor<Scalar> { rate }

    /// Returns the Kullback–Leibler divergence of `other` from this distribution: Σ p·log(p/q), with the probabilities
    /// p of this distribution and q of `other`. The divergence is ∞ if only the rate of `other` is 0. Batch shapes that
    /// do not broadcast trap.
    public func klDivergence(to other: PoissonDistribution) -> Tensor<Scalar> { deviance(rate, other.rate) }

    /// Returns independent samples. The samples have no derivative. The result has the axes of `shape`, then the axes
    /// of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        Tensor(samples: .poisson, sampleShape(shape), [rate], using: &generator)
    }
}
