public import Tensors

/// The gamma distribution of x ≥ 0 with the shape a, the rate b, and the density bᵃ·x^(a − 1)·e^(−bx)/Γ(a). The
/// distribution is SciPy's `gamma(a, scale=1/b)`.
///
/// A shape or a rate that is not positive and finite is invalid: the results are NaN. Samples are differentiable with
/// respect to both parameters.
///
/// The second derivatives of quantiles and samples trap, and the second derivatives of tails with respect to the shape
/// a are NaN.
public struct GammaDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: BatchParameters<Scalar>

    /// Creates a batch of gamma distributions. The parameters are broadcast to the batch shape, their common shape;
    /// shapes that do not broadcast trap.
    public init(shape: Tensor<Scalar>, rate: Tensor<Scalar>) {
        parameters = BatchParameters("GammaDistribution", [shape, rate]) { values in
            values[0].isPositive() .&& values[1].isPositive()
        }
    }

    /// Creates a single gamma distribution, whose batch shape is `[]`.
    public init(shape: Scalar, rate: Scalar = 1) { self.init(shape: Tensor(shape), rate: Tensor(rate)) }

    /// The shape a.
    public var shape: Tensor<Scalar> { parameters.values[0] }
    /// The rate b: the reciprocal of the scale.
    public var rate: Tensor<Scalar> { parameters.values[1] }

    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        (parameters.constant(0), parameters.constant(.infinity))
    }

    /// Returns the logarithm of the density. At x = 0 the result is ∞ for a shape below 1, the logarithm of the rate
    /// for the shape 1, and −∞ for a shape above 1.
    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        logDensity(at: value, interior: Tensor(1)) { x in standardLogDensity(rate * x) + rate.log() }
    }

    /// Returns the logarithm of the density at `y` of the gamma distribution with the same shape and the rate 1. For a
    /// large shape, the terms of the direct formula cancel. For y > 0 and a shape of at least `stirlingLimit`, the
    /// method therefore uses a deviance and the remainder of Stirling's formula.
    private func standardLogDensity(_ y: Tensor<Scalar>) -> Tensor<Scalar> {
        let isLarge: Tensor<Bool> = (shape.asConstant() .>= Scalar(stirlingLimit)) .&& (y.asConstant() .> 0)
        let direct: Tensor<Scalar> = xlogy(shape - 1, y) - y - logGamma(shape)
        let positive: Tensor<Scalar> = select(isLarge, y, Tensor(1))
        let factor: Tensor<Scalar> = (shape.log() - Scalar(logTwoPi)) * 0.5 - positive.log()
        let large: Tensor<Scalar> = factor - deviance(shape, positive) - stirlingSeries(shape)
        return select(isLarge, large, direct)
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: 1, interior: Tensor(1)) { x in regularizedGammaP(shape, rate * x) }
    }

    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 1, above: 0, interior: Tensor(1)) { x in regularizedGammaQ(shape, rate * x) }
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
        let value: Tensor<Scalar> = inverseRegularizedGammaP(shape.asConstant(), p.asConstant()) / rate.asConstant()
        return implicit(value, of: p, isTracked: parameters.values.areTracked())
    }

    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> {
        let value: Tensor<Scalar> = inverseRegularizedGammaQ(shape.asConstant(), q.asConstant()) / rate.asConstant()
        return implicit(value, of: q, isUpper: true, isTracked: parameters.values.areTracked())
    }

    public var mean: Tensor<Scalar> { shape / rate }
    public var variance: Tensor<Scalar> { shape / rate.squared() }
    /// The differential entropy a − log b + log Γ(a) + (1 − a)·ψ(a), with the shape a, the rate b and the digamma
    /// function ψ.
    public var entropy: Tensor<Scalar> { shape - rate.log() + logGamma(shape) + (1 - shape) * digamma(shape) }

    /// Returns the Kullback–Leibler divergence of `other` from this distribution: ∫ p·log(p/q), with the density p of
    /// this distribution and the density q of `other`. Batch shapes that do not broadcast trap.
    public func klDivergence(to other: GammaDistribution) -> Tensor<Scalar> {
        let shapes: Tensor<Scalar> =
            (shape - other.shape) * digamma(shape) - logGamma(shape) + logGamma(other.shape)
        let ratio: Tensor<Scalar> = other.rate / rate
        return shapes - other.shape * ratio.log() + shape * (ratio - 1)
    }

    /// Returns independent samples. The samples are differentiable with respect to the shape and the rate of the
    /// distribution, by the implicit function theorem. The result has the axes of `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        gammaSamples(self.shape, sampleShape(shape), using: &generator) / rate
    }
}
