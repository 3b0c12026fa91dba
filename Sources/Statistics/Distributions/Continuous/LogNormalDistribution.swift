public import Tensors

/// The log-normal distribution of x > 0: log x is normal with the mean μ and the standard deviation σ. The distribution
/// is SciPy's `lognorm(σ, scale=e^μ)`.
///
/// The parameters are invalid, and the results are NaN, unless μ is finite, and σ is positive and finite. Samples are
/// differentiable with respect to both parameters.
public struct LogNormalDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: LocationScale<Scalar>

    /// Creates a batch of log-normal distributions from the mean and the standard deviation of log x. The parameters
    /// are broadcast to the batch shape, their common shape; shapes that do not broadcast trap.
    public init(location: Tensor<Scalar>, scale: Tensor<Scalar>) {
        parameters = LocationScale("LogNormalDistribution", location, scale)
    }

    /// Creates a single log-normal distribution, whose batch shape is `[]`, from the mean and the standard deviation of
    /// log x.
    public init(location: Scalar = 0, scale: Scalar = 1) {
        self.init(location: Tensor(location), scale: Tensor(scale))
    }

    /// The mean μ of log x.
    public var location: Tensor<Scalar> { parameters.location }
    /// The standard deviation σ of log x.
    public var scale: Tensor<Scalar> { parameters.scale }

    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        (parameters.parameters.constant(0), parameters.parameters.constant(.infinity))
    }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        // For the value 0, two terms of the formula are −∞ and ∞. The code replaces 0 by 1 in the formula, and then
        // sets the result to −∞.
        let isZero: Tensor<Bool> = value.asConstant() .== 0
        let inside: Tensor<Scalar> = logDensity(at: select(isZero, Tensor(1), value), interior: Tensor(1)) { x in
            let log: Tensor<Scalar> = x.log()
            return logStandardNormalDensity(parameters.standardized(log)) - scale.log() - log
        }
        return inside.negativeInfinity(where: isZero .&& (inside.asConstant() .== inside.asConstant()), value)
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: 1, interior: Tensor(1)) { x in normalCDF(parameters.standardized(x.log())) }
    }

    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 1, above: 0, interior: Tensor(1)) { x in normalCDF(-parameters.standardized(x.log())) }
    }

    /// Returns log P(X ≤ x), accurately also where P(X ≤ x) underflows to 0.
    public func logCDF(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: -.infinity, above: 0, interior: Tensor(1)) { x in
            logNormalCDF(parameters.standardized(x.log()))
        }
    }

    /// Returns log P(X > x), accurately also where P(X > x) underflows to 0.
    public func logSurvival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: -.infinity, interior: Tensor(1)) { x in
            logNormalCDF(-parameters.standardized(x.log()))
        }
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> { parameters.scaled(inverseNormalCDF(p)).exp() }
    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> { parameters.scaled(-inverseNormalCDF(q)).exp() }

    /// The mean e^(μ + σ²/2), where μ and σ are the mean and the standard deviation of log x.
    public var mean: Tensor<Scalar> { (location + scale.squared() / 2).exp() }
    /// The variance (e^(σ²) − 1)·e^(2μ + σ²), where μ and σ are the mean and the standard deviation of log x.
    public var variance: Tensor<Scalar> { scale.squared().expm1() * (location * 2 + scale.squared()).exp() }
    /// The differential entropy μ + ½ + ½·log 2π + log σ, where μ and σ are the mean and the standard deviation of log
    /// x.
    public var entropy: Tensor<Scalar> { location + scale.log() + Scalar(halfLogTwoPi + 0.5) }

    /// Returns independent samples e^(μ + σ·z), where μ and σ are the mean and the standard deviation of log x, and z
    /// is a standard normal number. The samples are differentiable with respect to the mean and the standard deviation
    /// of log x. The result has the axes of `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        parameters.scaled(Tensor(randomNormal: sampleShape(shape), using: &generator)).exp()
    }
}
