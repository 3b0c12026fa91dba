public import Tensors

/// The normal distribution with the mean μ, the standard deviation σ, and the density e^(−z²/2)/(σ·√(2π)) for z = (x −
/// μ)/σ. The distribution is SciPy's `norm(μ, σ)`.
///
/// The parameters are invalid, and the results are NaN, unless μ is finite, and σ is positive and finite. Samples are
/// differentiable with respect to both parameters.
public struct NormalDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: LocationScale<Scalar>

    /// Creates a batch of normal distributions. The parameters are broadcast to the batch shape, their common shape;
    /// shapes that do not broadcast trap.
    public init(mean: Tensor<Scalar>, standardDeviation: Tensor<Scalar>) {
        parameters = LocationScale("NormalDistribution", mean, standardDeviation)
    }

    /// Creates a single normal distribution, whose batch shape is `[]`.
    public init(mean: Scalar = 0, standardDeviation: Scalar = 1) {
        self.init(mean: Tensor(mean), standardDeviation: Tensor(standardDeviation))
    }

    /// The mean μ, which is also the median.
    public var mean: Tensor<Scalar> { parameters.location }
    /// The standard deviation σ.
    public var standardDeviation: Tensor<Scalar> { parameters.scale }
    public var variance: Tensor<Scalar> { standardDeviation.squared() }

    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) { parameters.support }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        logStandardNormalDensity(parameters.standardized(value)) - standardDeviation.log()
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> { normalCDF(parameters.standardized(x)) }
    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> { normalCDF(-parameters.standardized(x)) }
    /// Returns log P(X ≤ x), accurately also where P(X ≤ x) underflows to 0.
    public func logCDF(_ x: Tensor<Scalar>) -> Tensor<Scalar> { logNormalCDF(parameters.standardized(x)) }
    /// Returns log P(X > x), accurately also where P(X > x) underflows to 0.
    public func logSurvival(_ x: Tensor<Scalar>) -> Tensor<Scalar> { logNormalCDF(-parameters.standardized(x)) }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> { parameters.scaled(inverseNormalCDF(p)) }
    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> { parameters.scaled(-inverseNormalCDF(q)) }

    /// The differential entropy ½ + ½·log 2π + log σ, with the standard deviation σ.
    public var entropy: Tensor<Scalar> { standardDeviation.log() + Scalar(halfLogTwoPi + 0.5) }

    /// Returns the Kullback–Leibler divergence of `other` from this distribution: ∫ p·log(p/q), with the density p of
    /// this distribution and the density q of `other`. Batch shapes that do not broadcast trap.
    public func klDivergence(to other: NormalDistribution) -> Tensor<Scalar> {
        let ratio: Tensor<Scalar> = (standardDeviation / other.standardDeviation).squared()
        let distance: Tensor<Scalar> = other.parameters.standardized(mean).squared()
        return (ratio - 1 - ratio.log() + distance) * 0.5
    }

    /// Returns independent samples μ + σ·z, with the mean μ, the standard deviation σ and a standard normal number z.
    /// The samples are differentiable with respect to the mean and the standard deviation. The result has the axes of
    /// `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        parameters.scaled(Tensor(randomNormal: sampleShape(shape), using: &generator))
    }
}
