public import Tensors

/// The χ² distribution of x ≥ 0 with k degrees of freedom: the distribution of the sum of k squared standard normal
/// numbers. The distribution is SciPy's `chi2(k)`, and the gamma distribution with the shape k/2 and the rate ½.
///
/// Degrees of freedom that are not positive and finite are invalid: the results are NaN. The number k of degrees of
/// freedom need not be whole. Samples are differentiable with respect to k.
///
/// The second derivatives of quantiles and samples trap, and the second derivatives of tails with respect to k are NaN.
public struct ChiSquaredDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let gamma: GammaDistribution<Scalar>

    /// Creates a batch of χ² distributions whose batch shape is the shape of `degreesOfFreedom`.
    public init(degreesOfFreedom: Tensor<Scalar>) {
        gamma = GammaDistribution(shape: degreesOfFreedom * 0.5, rate: Tensor(0.5))
    }

    /// Creates a single χ² distribution, whose batch shape is `[]`.
    public init(degreesOfFreedom: Scalar) { self.init(degreesOfFreedom: Tensor(degreesOfFreedom)) }

    /// The degrees of freedom k.
    public var degreesOfFreedom: Tensor<Scalar> { gamma.shape * 2 }

    public var batchShape: Shape { gamma.batchShape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) { gamma.support }
    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> { gamma.logDensity(at: value) }
    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> { gamma.cdf(x) }
    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> { gamma.survival(x) }
    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> { gamma.quantile(p) }
    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> { gamma.upperQuantile(q) }
    public var mean: Tensor<Scalar> { gamma.mean }
    public var variance: Tensor<Scalar> { gamma.variance }
    /// The differential entropy in nats, of shape `batchShape`.
    public var entropy: Tensor<Scalar> { gamma.entropy }

    /// Returns independent samples. The samples are differentiable with respect to the degrees of freedom. The result
    /// has the axes of `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        gamma.sample(shape, using: &generator)
    }
}
