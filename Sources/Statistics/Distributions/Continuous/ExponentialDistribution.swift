public import Tensors

/// The exponential distribution of x ≥ 0 with the rate λ and the density λ·e^(−λx). The distribution is SciPy's
/// `expon(scale=1/λ)`.
///
/// A rate that is not positive and finite is invalid: the results are NaN. Samples are differentiable with respect to
/// the rate.
public struct ExponentialDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: BatchParameters<Scalar>

    /// Creates a batch of exponential distributions whose batch shape is the shape of `rate`.
    public init(rate: Tensor<Scalar>) {
        parameters = BatchParameters("ExponentialDistribution", [rate]) { values in values[0].isPositive() }
    }

    /// Creates a single exponential distribution, whose batch shape is `[]`.
    public init(rate: Scalar = 1) { self.init(rate: Tensor(rate)) }

    /// The rate λ: the reciprocal of the mean.
    public var rate: Tensor<Scalar> { parameters.values[0] }

    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        (parameters.constant(0), parameters.constant(.infinity))
    }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        logDensity(at: value, interior: Tensor(1)) { x in rate.log() - rate * x }
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: 1, interior: Tensor(1)) { x in -(-rate * x).expm1() }
    }

    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 1, above: 0, interior: Tensor(1)) { x in (-rate * x).exp() }
    }

    /// Returns log P(X ≤ x): log(1 − e^(−λx)) for x ≥ 0, with the rate λ, and −∞ for x < 0.
    public func logCDF(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: -.infinity, above: 0, interior: Tensor(1)) { x in (rate * x).log1mexp() }
    }

    /// Returns log P(X > x): −λx for x ≥ 0, with the rate λ, and 0 for x < 0.
    public func logSurvival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: -.infinity, interior: Tensor(1)) { x in -rate * x }
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> { -(-p.asProbability()).log1p() / rate }
    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> { -q.asProbability().log() / rate }

    public var mean: Tensor<Scalar> { rate.reciprocal() }
    public var variance: Tensor<Scalar> { rate.squared().reciprocal() }
    /// The differential entropy 1 − log λ, with the rate λ.
    public var entropy: Tensor<Scalar> { 1 - rate.log() }

    /// Returns the Kullback–Leibler divergence of `other` from this distribution: ∫ p·log(p/q), with the density p of
    /// this distribution and the density q of `other`. Batch shapes that do not broadcast trap.
    public func klDivergence(to other: ExponentialDistribution) -> Tensor<Scalar> {
        let ratio: Tensor<Scalar> = other.rate / rate
        return ratio - 1 - ratio.log()
    }

    /// Returns independent samples −log(u)/λ, with the rate λ and with u uniform in (0, 1). The samples are
    /// differentiable with respect to the rate. The result has the axes of `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        Tensor(noise: .exponential, sampleShape(shape), using: &generator) / rate
    }
}
