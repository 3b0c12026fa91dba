public import Tensors

/// The F distribution of x ≥ 0 with m and n degrees of freedom: the distribution of (X/m)/(Y/n), where X and Y are
/// independent χ² numbers with m and n degrees of freedom. The distribution is SciPy's `f(m, n)`.
///
/// Degrees of freedom that are not positive and finite are invalid: the results are NaN. Samples are differentiable
/// with respect to m and n.
///
/// The second derivatives of quantiles and samples trap, and the second derivatives of tails with respect to m and n
/// are NaN.
public struct FDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: BatchParameters<Scalar>

    /// Creates a batch of F distributions. The parameters are broadcast to the batch shape, their common shape; shapes
    /// that do not broadcast trap.
    public init(numeratorDegreesOfFreedom: Tensor<Scalar>, denominatorDegreesOfFreedom: Tensor<Scalar>) {
        parameters = BatchParameters(
            "FDistribution", [numeratorDegreesOfFreedom, denominatorDegreesOfFreedom]
        ) { values in
            values[0].isPositive() .&& values[1].isPositive()
        }
    }

    /// Creates a single F distribution, whose batch shape is `[]`.
    public init(numeratorDegreesOfFreedom: Scalar, denominatorDegreesOfFreedom: Scalar) {
        self.init(
            numeratorDegreesOfFreedom: Tensor(numeratorDegreesOfFreedom),
            denominatorDegreesOfFreedom: Tensor(denominatorDegreesOfFreedom))
    }

    /// The degrees of freedom m of the numerator.
    public var numeratorDegreesOfFreedom: Tensor<Scalar> { parameters.values[0] }
    /// The degrees of freedom n of the denominator.
    public var denominatorDegreesOfFreedom: Tensor<Scalar> { parameters.values[1] }

    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        (parameters.constant(0), parameters.constant(.infinity))
    }

    private var a: Tensor<Scalar> { numeratorDegreesOfFreedom * 0.5 }
    private var b: Tensor<Scalar> { denominatorDegreesOfFreedom * 0.5 }

    /// Returns the logarithm of the density. At x = 0 the result is ∞ for m < 2, 0 for m = 2, and −∞ for m > 2, where m
    /// is the number of degrees of freedom of the numerator.
    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        logDensity(at: value, interior: Tensor(1)) { x in
            let ratio: Tensor<Scalar> = a / b
            return a * ratio.log() + xlogy(a - 1, x) - (a + b) * (ratio * x).log1p() - logBeta(a, b)
        }
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: 1, interior: Tensor(1)) { x in tail(x, isUpper: false) }
    }

    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 1, above: 0, interior: Tensor(1)) { x in tail(x, isUpper: true) }
    }

    /// Returns P(X ≤ x), or P(X > x) if `isUpper`, for x in the support. With r = m·x/n, the result is a tail of the
    /// beta distribution with the parameters m/2 and n/2 at r/(1 + r).
    private func tail(_ x: Tensor<Scalar>, isUpper: Bool) -> Tensor<Scalar> {
        let r: Tensor<Scalar> = a / b * x
        let complement: Tensor<Scalar> = (r + 1).reciprocal()
        return betaTail(r * complement, complement, a, b, isUpper: isUpper)
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
        let level: Tensor<Scalar> = p.asConstant()
        let x: Tensor<Scalar> = inverseRegularizedBeta(level, a.asConstant(), b.asConstant())
        // The probability 0 replaces the probabilities whose inverse is not needed, because the inverse of 0 needs no
        // iteration.
        let isNear: Tensor<Bool> = (x .> 0.5) .&& (level .< 1)
        let y: Tensor<Scalar> = inverseRegularizedBeta(
            select(isNear, 1 - level, Tensor(0)), b.asConstant(), a.asConstant())
        let ratio: Tensor<Scalar> = select(isNear, (1 - y) / y, x / (1 - x))
        return implicit(ratio * (b / a).asConstant(), of: p, isTracked: parameters.values.areTracked())
    }

    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> {
        let level: Tensor<Scalar> = q.asConstant()
        let y: Tensor<Scalar> = inverseRegularizedBeta(level, b.asConstant(), a.asConstant())
        let isDirect: Tensor<Bool> = (y .> 0.5) .&& (level .> 0.001)
        let x: Tensor<Scalar> = inverseRegularizedBeta(
            select(isDirect, 1 - level, Tensor(0)), a.asConstant(), b.asConstant())
        let ratio: Tensor<Scalar> = select(isDirect, x / (1 - x), (1 - y) / y)
        return implicit(
            ratio * (b / a).asConstant(), of: q, isUpper: true, isTracked: parameters.values.areTracked())
    }

    /// The mean, where n is the number of degrees of freedom of the denominator: n/(n − 2) for n > 2, and ∞ otherwise.
    public var mean: Tensor<Scalar> {
        let isFinite: Tensor<Bool> = b.asConstant() .> 1
        let safe: Tensor<Scalar> = select(isFinite, b, Tensor(2))
        return select(isFinite, safe / (safe - 1), parameters.constant(.infinity))
    }

    /// The variance, where m and n are the degrees of freedom of the numerator and the denominator: 2·n²·(m + n −
    /// 2)/(m·(n − 2)²·(n − 4)) for n > 4, and ∞ for 2 < n ≤ 4. For n ≤ 2 the variance does not exist and is NaN.
    public var variance: Tensor<Scalar> {
        let isFinite: Tensor<Bool> = b.asConstant() .> 2
        let safe: Tensor<Scalar> = select(isFinite, b, Tensor(3))
        let value: Tensor<Scalar> = (safe / (safe - 1)).squared() * (a + safe - 1) / (a * (safe - 2))
        let others: Tensor<Scalar> = select(b.asConstant() .> 1, Tensor(.infinity), Tensor(.nan))
        return select(isFinite, value, others)
    }

    /// The differential entropy in nats, of shape `batchShape`.
    public var entropy: Tensor<Scalar> {
        let slopes: Tensor<Scalar> = (1 - a) * digamma(a) - (1 + b) * digamma(b) + (a + b) * digamma(a + b)
        return logBeta(a, b) + slopes + (b / a).log()
    }

    /// Returns independent samples, as ratios of gamma numbers. The samples are differentiable with respect to both
    /// degrees of freedom. The result has the axes of `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        let x: Tensor<Scalar> = logGammaSamples(a, sampleShape(shape), using: &generator)
        let y: Tensor<Scalar> = logGammaSamples(b, sampleShape(shape), using: &generator)
        return (x - y).exp() * (b / a)
    }
}
