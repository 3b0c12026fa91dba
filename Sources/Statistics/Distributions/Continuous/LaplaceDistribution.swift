public import Tensors

/// The Laplace distribution with the location μ, the scale b, and the density e^(−|x − μ|/b)/(2b). SciPy's
/// `laplace(μ, b)`.
///
/// The parameters are invalid, and the results NaN, unless μ is finite, and b positive and finite. The derivative of
/// the log density with respect to x and μ at x = μ, where it jumps, is 0. Samples are differentiable with respect to
/// both parameters.
public struct LaplaceDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: LocationScale<Scalar>

    /// Creates a batch of Laplace distributions. The shapes of the parameters are broadcast; shapes that do not match
    /// trap.
    public init(location: Tensor<Scalar>, scale: Tensor<Scalar>) {
        parameters = LocationScale("LaplaceDistribution", location, scale)
    }

    /// Creates a Laplace distribution.
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
    /// Returns log P(X ≤ x), also where the probability underflows.
    public func logCDF(_ x: Tensor<Scalar>) -> Tensor<Scalar> { logLowerTail(parameters.standardized(x)) }
    /// Returns log P(X > x), also where the probability underflows.
    public func logSurvival(_ x: Tensor<Scalar>) -> Tensor<Scalar> { logLowerTail(-parameters.standardized(x)) }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> { parameters.scaled(standardQuantile(p)) }
    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> { parameters.scaled(-standardQuantile(q)) }

    public var mean: Tensor<Scalar> { location }
    public var variance: Tensor<Scalar> { scale.squared() * 2 }
    /// The differential entropy 1 + log(2b).
    public var entropy: Tensor<Scalar> { (scale * 2).log() + 1 }

    /// Returns the Kullback–Leibler divergence of `other` from this distribution: ∫ p·log(p/q), with the density p of
    /// this distribution and the density q of `other`.
    public func klDivergence(to other: LaplaceDistribution) -> Tensor<Scalar> {
        let distance: Tensor<Scalar> = (location - other.location).abs()
        let tail: Tensor<Scalar> = scale * (-distance / scale).exp()
        return (other.scale / scale).log() + (tail + distance) / other.scale - 1
    }

    /// Returns independent samples. Differentiable with respect to both parameters.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        parameters.scaled(Tensor(noise: .laplace, sampleShape(shape), using: &generator))
    }

    /// ½·eᶻ below 0, 1 − ½·e⁻ᶻ above. The magnitude is a selection, because `abs` has the derivative 0 at 0.
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
