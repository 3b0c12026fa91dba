public import Tensors

/// The distribution of a real or a whole number, or a batch of such distributions.
///
/// The arguments of all functions are broadcast against `batchShape`. The functions are differentiable with respect to
/// the argument and the parameters, unless the documentation of a family says otherwise. The results of `quantile` and
/// `upperQuantile` of a discrete distribution are constants for differentiation.
///
/// In `Double`, the relative error of `cdf` and `survival` is below 10⁻¹³ for results of at least 10⁻¹⁰⁰, and the
/// relative error of quantiles is below 10⁻¹², unless the documentation of a family says otherwise.
public protocol UnivariateDistribution<Scalar>: Distribution where Outcome == Scalar {
    /// The least and the greatest value that the distribution can take, of shape `batchShape`: ±∞ without a bound, NaN
    /// if a parameter is invalid.
    var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) { get }
    /// Whether the distribution takes only whole numbers.
    static var isDiscrete: Bool { get }

    /// Returns the cumulative distribution function P(X ≤ x), where X is a variable with this distribution. The result
    /// is 0 for x below the support, and 1 for x above the support.
    func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar>
    /// Returns the upper tail P(X > x) = 1 − `cdf(x)`, where X is a variable with this distribution. A small result
    /// keeps the digits that `1 - cdf(x)` loses.
    func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar>
    /// Returns log P(X ≤ x), where X is a variable with this distribution.
    func logCDF(_ x: Tensor<Scalar>) -> Tensor<Scalar>
    /// Returns log P(X > x), where X is a variable with this distribution.
    func logSurvival(_ x: Tensor<Scalar>) -> Tensor<Scalar>
    /// Returns the quantile: the least x of the support with `cdf(x)` ≥ p. The result is the lower end of the support
    /// for p = 0, the upper end for p = 1, and NaN for p outside of [0, 1].
    func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar>
    /// Returns the quantile for the upper tail probability q: the least x of the support with `survival(x)` ≤ q. The
    /// result keeps the digits of a small q, which `quantile(1 - q)` loses. The result is NaN for q outside of [0, 1].
    func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar>
}

extension UnivariateDistribution {
    /// The shape of one outcome, which is a number: `[]`.
    public var eventShape: Shape { [] }
    /// False by default: the distribution takes real numbers.
    public static var isDiscrete: Bool { false }

    /// Returns log P(X ≤ x), computed as the logarithm of `cdf(x)`. The result is −∞ where the probability underflows
    /// to 0.
    public func logCDF(_ x: Tensor<Scalar>) -> Tensor<Scalar> { cdf(x).log() }
    /// Returns log P(X > x), computed as the logarithm of `survival(x)`. The result is −∞ where the probability
    /// underflows to 0.
    public func logSurvival(_ x: Tensor<Scalar>) -> Tensor<Scalar> { survival(x).log() }

    /// The median, of shape `batchShape`: the quantile for ½.
    public var median: Tensor<Scalar> { quantile(Tensor(0.5)) }

    /// Returns the logarithm of the density at the number `value`, for each element of the batch.
    public func logDensity(at value: Scalar) -> Tensor<Scalar> { logDensity(at: Tensor(value)) }
    /// Returns the density at the number `value`, for each element of the batch.
    public func density(at value: Scalar) -> Tensor<Scalar> { density(at: Tensor(value)) }
    /// Returns P(X ≤ x) for the number `x`, for each element of the batch.
    public func cdf(_ x: Scalar) -> Tensor<Scalar> { cdf(Tensor(x)) }
    /// Returns P(X > x) for the number `x`, for each element of the batch.
    public func survival(_ x: Scalar) -> Tensor<Scalar> { survival(Tensor(x)) }
    /// Returns log P(X ≤ x) for the number `x`, for each element of the batch.
    public func logCDF(_ x: Scalar) -> Tensor<Scalar> { logCDF(Tensor(x)) }
    /// Returns log P(X > x) for the number `x`, for each element of the batch.
    public func logSurvival(_ x: Scalar) -> Tensor<Scalar> { logSurvival(Tensor(x)) }
    /// Returns the quantile for the probability `p`, for each element of the batch.
    public func quantile(_ p: Scalar) -> Tensor<Scalar> { quantile(Tensor(p)) }
    /// Returns the quantile for the upper tail probability `q`, for each element of the batch.
    public func upperQuantile(_ q: Scalar) -> Tensor<Scalar> { upperQuantile(Tensor(q)) }
}
