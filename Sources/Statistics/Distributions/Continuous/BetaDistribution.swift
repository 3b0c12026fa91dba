public import Tensors

/// The beta distribution of x in [0, 1] with the density x^(α − 1)·(1 − x)^(β − 1)/B(α, β). The distribution is SciPy's
/// `beta(α, β)`.
///
/// A parameter that is not positive and finite is invalid: the results are NaN. Samples are differentiable with respect
/// to both parameters.
///
/// The second derivatives of quantiles and samples trap, and the second derivatives of tails with respect to the
/// parameters are NaN.
public struct BetaDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: BatchParameters<Scalar>

    /// Creates a batch of beta distributions. The parameters are broadcast to the batch shape, their common shape;
    /// shapes that do not broadcast trap.
    public init(alpha: Tensor<Scalar>, beta: Tensor<Scalar>) {
        parameters = BatchParameters("BetaDistribution", [alpha, beta]) { values in
            values[0].isPositive() .&& values[1].isPositive()
        }
    }

    /// Creates a single beta distribution, whose batch shape is `[]`.
    public init(alpha: Scalar, beta: Scalar) { self.init(alpha: Tensor(alpha), beta: Tensor(beta)) }

    /// The parameter α. The exponent of x in the density is α − 1.
    public var alpha: Tensor<Scalar> { parameters.values[0] }
    /// The parameter β. The exponent of 1 − x in the density is β − 1.
    public var beta: Tensor<Scalar> { parameters.values[1] }
    private var sum: Tensor<Scalar> { alpha + beta }

    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        (parameters.constant(0), parameters.constant(1))
    }

    /// Returns the logarithm of the density. At x = 0 the result is ∞ for α < 1, log β for α = 1, and −∞ for α > 1. At
    /// x = 1 the result is ∞ for β < 1, log α for β = 1, and −∞ for β > 1.
    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        logDensity(at: value, interior: Tensor(0.5)) { x in
            let direct: Tensor<Scalar> = xlogy(alpha - 1, x) + xlog1py(beta - 1, -x) - logBeta(alpha, beta)
            let limit = Scalar(stirlingLimit)
            let isLarge: Tensor<Bool> =
                (alpha.asConstant() .>= limit) .&& (beta.asConstant() .>= limit) .&& (x.asConstant() .> 0)
                .&& (x.asConstant() .< 1)
            // For large parameters, the terms of `direct` cancel. The code then uses `large` instead.
            let inner: Tensor<Scalar> = select(isLarge, x, Tensor(0.5))
            let large: Tensor<Scalar> =
                stirlingSeries(sum) - stirlingSeries(alpha) - stirlingSeries(beta)
                + ((alpha / sum * beta).log() - Scalar(logTwoPi)) * 0.5
                - deviance(alpha, sum * inner) - deviance(beta, sum * (1 - inner)) - inner.log() - (-inner).log1p()
            return select(isLarge, large, direct)
        }
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: 1, interior: Tensor(0.5)) { x in regularizedBeta(x, alpha, beta) }
    }

    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 1, above: 0, interior: Tensor(0.5)) { x in regularizedBetaComplement(x, alpha, beta) }
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
        let value: Tensor<Scalar> = inverseRegularizedBeta(p.asConstant(), alpha.asConstant(), beta.asConstant())
        return implicit(value, of: p, isTracked: parameters.values.areTracked())
    }

    /// Returns the quantile for the upper tail probability q. For q below 0.001, a small quantile has an absolute error
    /// of one rounding of 1, instead of a small relative error.
    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> {
        let (a, b, level): (Tensor<Scalar>, Tensor<Scalar>, Tensor<Scalar>) = (
            alpha.asConstant(), beta.asConstant(), q.asConstant()
        )
        let complement: Tensor<Scalar> = inverseRegularizedBeta(level, b, a)
        let isSmall: Tensor<Bool> = (complement .> 0.5) .&& (level .> 0.001)
        let direct: Tensor<Scalar> = inverseRegularizedBeta(select(isSmall, 1 - level, Tensor(0)), a, b)
        return implicit(
            select(isSmall, direct, 1 - complement), of: q, isUpper: true, isTracked: parameters.values.areTracked())
    }

    public var mean: Tensor<Scalar> { alpha / sum }
    public var variance: Tensor<Scalar> { alpha / sum * (beta / sum) / (sum + 1) }
    /// The differential entropy log B(α, β) − (α − 1)·ψ(α) − (β − 1)·ψ(β) + (α + β − 2)·ψ(α + β), with the beta
    /// function B and the digamma function ψ.
    public var entropy: Tensor<Scalar> {
        let first: Tensor<Scalar> = (alpha - 1) * digamma(alpha) + (beta - 1) * digamma(beta)
        return logBeta(alpha, beta) - first + (sum - 2) * digamma(sum)
    }

    /// Returns the Kullback–Leibler divergence of `other` from this distribution: ∫ p·log(p/q), with the density p of
    /// this distribution and the density q of `other`. Batch shapes that do not broadcast trap.
    public func klDivergence(to other: BetaDistribution) -> Tensor<Scalar> {
        let first: Tensor<Scalar> = (alpha - other.alpha) * digamma(alpha) + (beta - other.beta) * digamma(beta)
        let both: Tensor<Scalar> = (other.sum - sum) * digamma(sum)
        return logBeta(other.alpha, other.beta) - logBeta(alpha, beta) + first + both
    }

    /// Returns independent samples X/(X + Y), where X and Y are gamma numbers with the shapes α and β and the rate 1.
    /// The samples are differentiable with respect to α and β. The result has the axes of `shape`, then the axes of the
    /// batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        // Both gamma numbers may underflow to 0. The logarithms of these numbers do not underflow.
        let x: Tensor<Scalar> = logGammaSamples(alpha, sampleShape(shape), using: &generator)
        let y: Tensor<Scalar> = logGammaSamples(beta, sampleShape(shape), using: &generator)
        return (x - y).sigmoid()
    }
}
