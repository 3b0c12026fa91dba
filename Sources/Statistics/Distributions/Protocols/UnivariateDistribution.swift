public import Tensors

/// The distribution of a real or a whole number, or a batch of such distributions.
///
/// The arguments of all functions are broadcast against `batchShape`. The functions are differentiable with respect to
/// the argument and the parameters, unless the documentation of a family says otherwise. The results of `quantile` and
/// `upperQuantile` of a discrete distribution are constants for differentiation.
///
/// In `Double`, the relative error of both tails is below 10⁻¹³ for tails from 10⁻¹⁰⁰, and that of quantiles below
/// 10⁻¹², unless the documentation of a family says otherwise.
public protocol UnivariateDistribution<Scalar>: Distribution where Outcome == Scalar {
    /// The least and the greatest value that the distribution can take, of shape `batchShape`: ±∞ without a bound, NaN
    /// if a parameter is invalid.
    var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) { get }
    /// Whether the distribution takes only whole numbers.
    static var isDiscrete: Bool { get }

    /// Returns the cumulative distribution function P(X ≤ x). It is 0 below the support and 1 above it.
    func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar>
    /// Returns the upper tail P(X > x) = 1 − `cdf(x)`, which keeps its digits where it is small.
    func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar>
    /// Returns log P(X ≤ x).
    func logCDF(_ x: Tensor<Scalar>) -> Tensor<Scalar>
    /// Returns log P(X > x).
    func logSurvival(_ x: Tensor<Scalar>) -> Tensor<Scalar>
    /// Returns the quantile: the least x of the support with `cdf(x)` ≥ p. For p = 0 it is the lower end of the
    /// support, for p = 1 the upper end, and for a p outside of [0, 1] NaN.
    func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar>
    /// Returns the quantile for the upper tail probability q: the least x of the support with `survival(x)` ≤ q. It
    /// keeps the digits of a small q, which `quantile(1 - q)` loses. It is NaN for a q outside of [0, 1].
    func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar>
}

extension UnivariateDistribution {
    /// The shape of one outcome, which is a number: `[]`.
    public var eventShape: Shape { [] }
    /// False: the distribution takes real numbers.
    public static var isDiscrete: Bool { false }

    /// Returns log P(X ≤ x), as the logarithm of `cdf(x)`. It is −∞ where the probability underflows.
    public func logCDF(_ x: Tensor<Scalar>) -> Tensor<Scalar> { cdf(x).log() }
    /// Returns log P(X > x), as the logarithm of `survival(x)`. It is −∞ where the probability underflows.
    public func logSurvival(_ x: Tensor<Scalar>) -> Tensor<Scalar> { survival(x).log() }

    /// The median: the quantile for ½.
    public var median: Tensor<Scalar> { quantile(Tensor(0.5)) }

    /// Returns the logarithm of the density at one number.
    public func logDensity(at value: Scalar) -> Tensor<Scalar> { logDensity(at: Tensor(value)) }
    /// Returns the density at one number.
    public func density(at value: Scalar) -> Tensor<Scalar> { density(at: Tensor(value)) }
    /// Returns P(X ≤ x) for one number.
    public func cdf(_ x: Scalar) -> Tensor<Scalar> { cdf(Tensor(x)) }
    /// Returns P(X > x) for one number.
    public func survival(_ x: Scalar) -> Tensor<Scalar> { survival(Tensor(x)) }
    /// Returns log P(X ≤ x) for one number.
    public func logCDF(_ x: Scalar) -> Tensor<Scalar> { logCDF(Tensor(x)) }
    /// Returns log P(X > x) for one number.
    public func logSurvival(_ x: Scalar) -> Tensor<Scalar> { logSurvival(Tensor(x)) }
    /// Returns the quantile for one probability.
    public func quantile(_ p: Scalar) -> Tensor<Scalar> { quantile(Tensor(p)) }
    /// Returns the quantile for one upper tail probability.
    public func upperQuantile(_ q: Scalar) -> Tensor<Scalar> { upperQuantile(Tensor(q)) }
}
