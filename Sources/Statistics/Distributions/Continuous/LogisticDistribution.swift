public import Tensors

/// The logistic distribution with the location μ, the scale s, and the CDF 1/(1 + e^(−(x − μ)/s)). The distribution is
/// SciPy's `logistic(μ, s)`.
///
/// The parameters are invalid, and the results are NaN, unless μ is finite, and s is positive and finite. Samples are
/// differentiable with respect to both parameters.
public struct LogisticDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: LocationScale<Scalar>

    /// Creates a batch of logistic distributions. The parameters are broadcast to the batch shape, their common shape;
    /// shapes that do not broadcast trap.
    public init(location: Tensor<Scalar>, scale: Tensor<Scalar>) {
        parameters = LocationScale("LogisticDistribution", location, scale)
    }

    /// Creates a single logistic distribution, whose batch shape is `[]`.
    public init(location: Scalar = 0, scale: Scalar = 1) {
        self.init(location: Tensor(location), scale: Tensor(scale))
    }

    /// The location μ: the mean and the median.
    public var location: Tensor<Scalar> { parameters.location }
    /// The scale s. The standard deviation is s·π/√3.
    public var scale: Tensor<Scalar> { parameters.scale }

    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) { parameters.support }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        let z: Tensor<Scalar> = parameters.standardized(value)
        return -(z.softplus() + (-z).softplus()) - scale.log()
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> { parameters.standardized(x).sigmoid() }
    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> { (-parameters.standardized(x)).sigmoid() }
    /// Returns log P(X ≤ x), accurately also where P(X ≤ x) underflows to 0.
    public func logCDF(_ x: Tensor<Scalar>) -> Tensor<Scalar> { -(-parameters.standardized(x)).softplus() }
    /// Returns log P(X > x), accurately also where P(X > x) underflows to 0.
    public func logSurvival(_ x: Tensor<Scalar>) -> Tensor<Scalar> { -parameters.standardized(x).softplus() }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> { parameters.scaled(p.logOdds()) }
    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> { parameters.scaled(-q.logOdds()) }

    public var mean: Tensor<Scalar> { location }
    public var variance: Tensor<Scalar> { scale.squared() * Scalar(Double.pi * Double.pi / 3) }
    /// The differential entropy 2 + log s, with the scale s.
    public var entropy: Tensor<Scalar> { scale.log() + 2 }

    /// Returns independent samples. The samples are differentiable with respect to the location and the scale. The
    /// result has the axes of `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        parameters.scaled(Tensor(noise: .logistic, sampleShape(shape), using: &generator))
    }
}
