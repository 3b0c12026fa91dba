public import Tensors

/// The normal distribution with the mean μ and the standard deviation σ, restricted to the interval [a, b]. The
/// distribution is SciPy's `truncnorm((a − μ)/σ, (b − μ)/σ, μ, σ)`.
///
/// A bound may be infinite, and the interval may be far in a tail. The parameters are invalid, and the results are NaN,
/// unless μ is finite, σ is positive and finite, and a < b. Samples are differentiable with respect to all parameters.
///
/// The relative error of densities and tails is below 2 · 10⁻¹¹ for an interval up to 60 standard deviations from μ. A
/// quantile near 0 has an absolute error of some roundings of μ. The second derivatives of quantiles and samples trap.
public struct TruncatedNormalDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: BatchParameters<Scalar>

    /// Creates a batch of truncated normal distributions. The parameters are broadcast to the batch shape, their common
    /// shape; shapes that do not broadcast trap.
    ///
    /// - Parameters:
    ///   - location: The mean μ of the normal distribution that is restricted.
    ///   - scale: The standard deviation σ of the normal distribution that is restricted.
    ///   - lowerBound: The lower end a of the interval.
    ///   - upperBound: The upper end b of the interval.
    public init(
        location: Tensor<Scalar>, scale: Tensor<Scalar>, lowerBound: Tensor<Scalar>, upperBound: Tensor<Scalar>
    ) {
        parameters = BatchParameters(
            "TruncatedNormalDistribution", [location, scale, lowerBound, upperBound]
        ) { values in
            values[0].isFinite() .&& values[1].isPositive() .&& (values[2] .< values[3])
        }
    }

    /// Creates a single truncated normal distribution, whose batch shape is `[]`.
    public init(location: Scalar = 0, scale: Scalar = 1, lowerBound: Scalar, upperBound: Scalar) {
        self.init(
            location: Tensor(location), scale: Tensor(scale), lowerBound: Tensor(lowerBound),
            upperBound: Tensor(upperBound))
    }

    /// The mean μ of the normal distribution that is restricted.
    public var location: Tensor<Scalar> { parameters.values[0] }
    /// The standard deviation σ of the normal distribution that is restricted.
    public var scale: Tensor<Scalar> { parameters.values[1] }
    /// The lower end a of the interval.
    public var lowerBound: Tensor<Scalar> { parameters.values[2] }
    /// The upper end b of the interval.
    public var upperBound: Tensor<Scalar> { parameters.values[3] }

    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) { (lowerBound, upperBound) }

    private func standardized(_ x: Tensor<Scalar>) -> Tensor<Scalar> { (x - location) / scale }
    /// The logarithm of the normal probability of the interval.
    private var logMass: Tensor<Scalar> { logMass(lowerBound, upperBound) }
    private func logMass(_ low: Tensor<Scalar>, _ high: Tensor<Scalar>) -> Tensor<Scalar> {
        let width: Tensor<Scalar> = (high.asConstant() - low.asConstant()) / scale.asConstant()
        return logNormalMass(standardized(low), standardized(high), width: width)
    }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        logDensity(at: value, interior: location) { x in
            logStandardNormalDensity(standardized(x)) - scale.log() - logMass
        }
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> { logCDF(x).exp() }
    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> { logSurvival(x).exp() }
    /// Returns log P(X ≤ x), accurately also where P(X ≤ x) underflows to 0.
    public func logCDF(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: -.infinity, above: 0, interior: upperBound) { x in logMass(lowerBound, x) - logMass }
    }

    /// Returns log P(X > x), accurately also where P(X > x) underflows to 0.
    public func logSurvival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: -.infinity, interior: lowerBound) { x in logMass(x, upperBound) - logMass }
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
        let level: Tensor<Scalar> = p.asProbability()
        let value: Tensor<Scalar> = quantile(logLower: level.log(), logUpper: (-level).log1p())
        return implicit(value, of: p, isTracked: parameters.values.areTracked())
    }

    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> {
        let level: Tensor<Scalar> = q.asProbability()
        let value: Tensor<Scalar> = quantile(logLower: (-level).log1p(), logUpper: level.log())
        return implicit(value, of: q, isUpper: true, isTracked: parameters.values.areTracked())
    }

    /// Returns the quantile for the probability p, from `logLower` = log p and `logUpper` = log(1 − p). The method
    /// inverts the smaller of the normal tails Φ(z) and Φ(−z), so that no digits cancel in either tail.
    private func quantile(logLower: Tensor<Scalar>, logUpper: Tensor<Scalar>) -> Tensor<Scalar> {
        let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (lowerBound.asConstant(), upperBound.asConstant())
        let mass: Tensor<Scalar> = logMass.asConstant()
        let below: Tensor<Scalar> = logNormalCDF(standardized(a).asConstant())
        let above: Tensor<Scalar> = logNormalCDF(-standardized(b).asConstant())
        let lower: Tensor<Scalar> = logSum(below, logLower.asConstant() + mass)
        let upper: Tensor<Scalar> = logSum(above, logUpper.asConstant() + mass)
        let isLower: Tensor<Bool> = lower .< upper
        let z: Tensor<Scalar> = inverseLogNormalCDF(select(isLower, lower, upper))
        let x: Tensor<Scalar> = location.asConstant() + scale.asConstant() * select(isLower, z, -z)
        let clipped: Tensor<Scalar> = minimum(maximum(x, a), b)
        // For p = 0 and p = 1 the quantile is exactly an end of the interval.
        return select(logLower .== -.infinity, a, select(logUpper .== -.infinity, b, clipped))
    }

    /// Returns log(eᵃ + eᵇ), and −∞ if a and b are both −∞.
    private func logSum(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
        let isEmpty: Tensor<Bool> = (a .== -.infinity) .&& (b .== -.infinity)
        return select(isEmpty, Tensor(-.infinity), logAddExp(a, b))
    }

    public var mean: Tensor<Scalar> { moments.mean }
    public var variance: Tensor<Scalar> { moments.variance }
    /// The differential entropy in nats, of shape `batchShape`.
    public var entropy: Tensor<Scalar> {
        let square: Tensor<Scalar> = (moments.variance + (moments.mean - location).squared()) / scale.squared()
        return scale.log() + logMass + Scalar(halfLogTwoPi) + square * 0.5
    }

    /// The mean and the variance. A Gauss–Legendre rule computes both over the part of the interval where the density
    /// is at least e⁻⁴⁵ times its greatest value. The usual formulas with the normal density φ and the normal CDF Φ
    /// lose digits to cancellation in a narrow interval and far in a tail. The weights of the rule are all positive.
    private var moments: (mean: Tensor<Scalar>, variance: Tensor<Scalar>) {
        let (low, high): (Tensor<Scalar>, Tensor<Scalar>) = (standardized(lowerBound), standardized(upperBound))
        let mode: Tensor<Scalar> = minimum(maximum(Tensor(0), low), high)
        let reach: Tensor<Scalar> = 90 / ((mode.squared() + 90).squareRoot() + mode.abs())
        let (start, end): (Tensor<Scalar>, Tensor<Scalar>) = (maximum(low, mode - reach), minimum(high, mode + reach))
        let half: Tensor<Scalar> = ((end - start) * 0.5).expandingShape(at: -1)
        let points = Tensor<Scalar>(GaussLegendre.points.map { Scalar($0 + 1) })
        let distances: Tensor<Scalar> = half * points
        // The weights contain the density at the distance d from the mode m, divided by the density at the mode: φ(m +
        // d)/φ(m) = exp(−d·(m + d/2)).
        let offset: Tensor<Scalar> = (start - mode).expandingShape(at: -1) + distances
        let exponents: Tensor<Scalar> = -offset * (mode.expandingShape(at: -1) + offset * 0.5)
        let weights: Tensor<Scalar> = exponents.exp() * Tensor(GaussLegendre.weights.map { Scalar($0) })
        let total: Tensor<Scalar> = weights.sum(axis: -1, keepDims: true)
        let center: Tensor<Scalar> = (weights * distances).sum(axis: -1, keepDims: true) / total
        let spread: Tensor<Scalar> = (weights * (distances - center).squared()).sum(axis: -1, keepDims: true) / total
        let mean: Tensor<Scalar> = location + scale * (start + center.sum(axis: -1))
        return (mean, scale.squared() * spread.sum(axis: -1))
    }

    /// Returns independent samples, as quantiles of random probabilities. The samples are differentiable with respect
    /// to all parameters of the distribution. The result has the axes of `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        // A logistic number is the log odds of a uniform p. The log odds give log p and log(1 − p) without
        // cancellation.
        let odds = Tensor<Scalar>(noise: .logistic, sampleShape(shape), using: &generator)
        let value: Tensor<Scalar> = quantile(logLower: -(-odds).softplus(), logUpper: -odds.softplus())
        return implicit(value, isTracked: parameters.values.areTracked())
    }
}
