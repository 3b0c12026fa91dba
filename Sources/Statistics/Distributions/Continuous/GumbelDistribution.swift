public import Tensors

/// The Gumbel distribution of maxima with the location μ, the scale β, and the CDF exp(−e^(−z)) for z = (x − μ)/β. The
/// distribution is SciPy's `gumbel_r(μ, β)`.
///
/// The parameters are invalid, and the results are NaN, unless μ is finite, and β is positive and finite. Samples are
/// differentiable with respect to both parameters.
public struct GumbelDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: LocationScale<Scalar>

    /// Creates a batch of Gumbel distributions. The parameters are broadcast to the batch shape, their common shape;
    /// shapes that do not broadcast trap.
    public init(location: Tensor<Scalar>, scale: Tensor<Scalar>) {
        parameters = LocationScale("GumbelDistribution", location, scale)
    }

    /// Creates a single Gumbel distribution, whose batch shape is `[]`.
    public init(location: Scalar = 0, scale: Scalar = 1) {
        self.init(location: Tensor(location), scale: Tensor(scale))
    }

    /// The location μ: the most probable value.
    public var location: Tensor<Scalar> { parameters.location }
    /// The scale β. The standard deviation is β·π/√6.
    public var scale: Tensor<Scalar> { parameters.scale }

    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) { parameters.support }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        logDensity(at: value, interior: location) { x in
            let z: Tensor<Scalar> = parameters.standardized(x)
            return -(z + (-z).exp()) - scale.log()
        }
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> { logCDF(x).exp() }
    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> { -logCDF(x).expm1() }
    /// Returns log P(X ≤ x) = −e^(−z), where z = (x − μ)/β with the location μ and the scale β.
    public func logCDF(_ x: Tensor<Scalar>) -> Tensor<Scalar> { -(-parameters.standardized(x)).exp() }
    /// Returns log P(X > x). For a large z = (x − μ)/β, with the location μ and the scale β, the result is about −z.
    public func logSurvival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        let z: Tensor<Scalar> = parameters.standardized(x)
        // For z > 50, t = e⁻ᶻ is so small that log(1 − e⁻ᵗ) equals log t = −z to all digits.
        let isFar: Tensor<Bool> = z .> 50
        return select(isFar, -z, (-select(isFar, Tensor(0), z)).exp().log1mexp())
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
        parameters.scaled(-(-p.asProbability().log()).log())
    }

    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> {
        parameters.scaled(-(-(-q.asProbability()).log1p()).log())
    }

    /// The mean μ + γ·β, where μ is the location, β is the scale, and γ = 0.577… is Euler's constant.
    public var mean: Tensor<Scalar> { location + scale * Scalar(eulerConstant) }
    public var variance: Tensor<Scalar> { scale.squared() * Scalar(Double.pi * Double.pi / 6) }
    /// The differential entropy log β + γ + 1, where β is the scale and γ = 0.577… is Euler's constant.
    public var entropy: Tensor<Scalar> { scale.log() + Scalar(eulerConstant + 1) }

    /// Returns independent samples. The samples are differentiable with respect to the location and the scale. The
    /// result has the axes of `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        parameters.scaled(Tensor(noise: .gumbel, sampleShape(shape), using: &generator))
    }
}

/// Euler's constant γ.
private let eulerConstant = 0.57721566490153286061
