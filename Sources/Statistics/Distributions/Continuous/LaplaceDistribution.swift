public import Tensors

/// The Laplace distribution with the location μ, the scale b, and the density e^(−|x − μ|/b)/(2b). The distribution is
/// SciPy's `laplace(μ, b)`.
///
/// The parameters are invalid, and the results are NaN, unless μ is finite, and b is positive and finite. At x = μ, the
/// derivatives of the log density with respect to x and μ jump; there the library returns 0 for these derivatives.
/// Samples are differentiable with respect to both parameters.
public struct LaplaceDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: LocationScale<Scalar>

    /// Creates a batch of Laplace distributions. The parameters are broadcast to the batch shape, their common shape;
    /// shapes that do not broadcast trap.
    public init(location: Tensor<Scalar>, scale: Tensor<Scalar>) {
        parameters = LocationScale("LaplaceDistribution", location, scale)
    }

    /// Creates a single Laplace distribution, whose batch shape is `[]`.
    public init(location: Scalar = 0, scale: Scalar = 1) {
        self.init(location: Tensor(location), scale: Tensor(scale))
    }

    /// The location μ: the mean and the median.
    public var location: Tensor<Scalar> { parameters.location }
    /// The scale b: the mean of |x − μ|.
    public var scale: Tensor<Scalar> { parameters.scale }

    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) { parameters.support }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        -parameters.standardized(value).abs() - (scale * 2).log()
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> { lowerTail(parameters.standardized(x)) }
    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> { lowerTail(-parameters.standardized(x)) }
    /// Returns log P(X ≤ x), accurately also where P(X ≤ x) underflows to 0.
    public func logCDF(_ x: Tensor<Scalar>) -> Tensor<Scalar> { logLowerTail(parameters.standardized(x)) }
    /// Returns log P(X > x), accurately also where P(X > x) underflows to 0.
    public func logSurvival(_ x: Tensor<Scalar>) -> Tensor<Scalar> { logLowerTail(-parameters.standardized(x)) }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> { parameters.scaled(standardQuantile(p)) }
    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> { parameters.scaled(-standardQuantile(q)) }

    public var mean: Tensor<Scalar> { location }
    public var variance: Tensor<Scalar> { scale.squared() * 2 }
    /// The differential entropy 1 + log(2b), with the scale b.
    public var entropy: Tensor<Scalar> { (scale * 2).log() + 1 }

    /// Returns the Kullback–Leibler divergence of `other` from this distribution: ∫ p·log(p/q), with the density p of
    /// this distribution and the density q of `other`. Batch shapes that do not broadcast trap.
    public func klDivergence(to other: LaplaceDistribution) -> Tensor<Scalar> {
        let distance: Tensor<Scalar> = (location - other.location).abs()
        let tail: Tensor<Scalar> = scale * (-distance / scale).exp()
        return (other.scale / scale).log() + (tail + distance) / other.scale - 1
    }

    /// Returns independent samples. The samples are differentiable with respect to the location and the scale. The
    /// result has the axes of `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        parameters.scaled(Tensor(noise: .laplace, sampleShape(shape), using: &generator))
    }

    /// Returns P(Z ≤ z) for a Laplace variable Z with the location 0 and the scale 1: ½·eᶻ for z < 0, and 1 − ½·e⁻ᶻ for
    /// z ≥ 0. The method computes −|z| with `select`, because `abs` has the derivative 0 at z = 0.
    private func lowerTail(_ z: Tensor<Scalar>) -> Tensor<Scalar> {
        let isLow: Tensor<Bool> = z .< 0
        let tail: Tensor<Scalar> = select(isLow, z, -z).exp() * 0.5
        return select(isLow, tail, 1 - tail)
    }

    private func logLowerTail(_ z: Tensor<Scalar>) -> Tensor<Scalar> {
        let isLow: Tensor<Bool> = z .< 0
        let logTail: Tensor<Scalar> = select(isLow, z, -z) - Scalar(0.693147180559945309417)
        return select(isLow, logTail, (-logTail.exp()).log1p())
    }

    private func standardQuantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
        select(p .< 0.5, (p * 2).log(), -(2 - p * 2).log())
    }
}
