public import Tensors

/// The geometric distribution: the number k ≥ 0 of failures before the first success, with the probability p·(1 − p)ᵏ.
/// The distribution is SciPy's `geom(p, loc=-1)`. Without `loc`, SciPy's `geom` counts the trials, k + 1, and so does
/// NumPy's `geometric`.
///
/// A probability outside of (0, 1] is invalid, and so are log odds that are NaN or −∞: the results are NaN. Samples
/// have no derivative.
public struct GeometricDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: BatchParameters<Scalar>
    private let success: SuccessProbability<Scalar>

    /// Creates a batch of geometric distributions whose batch shape is the shape of `probability`, the probability of a
    /// success.
    public init(probability: Tensor<Scalar>) {
        parameters = BatchParameters("GeometricDistribution", [probability]) { values in
            (values[0] .> 0) .&& (values[0] .<= 1)
        }
        success = SuccessProbability(probability: parameters.values[0])
    }

    /// Creates a batch of geometric distributions from the log odds log(p/(1 − p)), where p is the probability of a
    /// success. The batch shape is the shape of `logits`.
    public init(logits: Tensor<Scalar>) {
        parameters = BatchParameters("GeometricDistribution", [logits]) { $0[0] .> -.infinity }
        success = SuccessProbability(logits: parameters.values[0])
    }

    /// Creates a single geometric distribution, whose batch shape is `[]`.
    public init(probability: Scalar) { self.init(probability: Tensor(probability)) }

    /// The probability p of a success.
    public var probability: Tensor<Scalar> { success.probability }

    public static var isDiscrete: Bool { true }
    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        (parameters.constant(0), parameters.constant(.infinity))
    }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        logDensity(at: value, interior: Tensor(0)) { k in
            // The selection makes 0·log(1 − p) zero for p = 1.
            success.logProbability + select(k .== 0, k, k * success.logComplement)
        }
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: 1, interior: Tensor(0)) { k in -((k + 1) * success.logComplement).expm1() }
    }

    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 1, above: 0, interior: Tensor(0)) { k in ((k + 1) * success.logComplement).exp() }
    }

    /// Returns log P(X > x) = (k + 1)·log(1 − p), where k ≥ 0 is x rounded down, and p is the probability of a success.
    /// For x < 0 the result is 0.
    public func logSurvival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: -.infinity, interior: Tensor(0)) { k in (k + 1) * success.logComplement }
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
        leastCount(p, isUpper: false, near: (-p.asConstant()).log1p() / success.logComplement.asConstant())
    }

    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> {
        leastCount(q, isUpper: true, near: q.asConstant().log() / success.logComplement.asConstant())
    }

    public var mean: Tensor<Scalar> { success.complement / success.probability }
    public var variance: Tensor<Scalar> { success.complement / success.probability.squared() }
    /// The entropy (−p·log p − (1 − p)·log(1 − p))/p, with the probability p of a success.
    public var entropy: Tensor<Scalar> { success.entropy / success.probability }

    /// Returns the Kullback–Leibler divergence of `other` from this distribution: Σ p·log(p/q), with the probabilities
    /// p of this distribution and q of `other`. Batch shapes that do not broadcast trap.
    public func klDivergence(to other: GeometricDistribution) -> Tensor<Scalar> {
        let failures: Tensor<Scalar> = mean * (success.logComplement - other.success.logComplement)
        return success.logProbability - other.success.logProbability
            + select(success.complement .== 0, Tensor(0), failures)
    }

    /// Returns independent samples. The samples have no derivative. The result has the axes of `shape`, then the axes
    /// of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        // A geometric number is the whole part of an exponential number with the rate −log(1 − p).
        let exponential = Tensor<Double>(noise: .exponential, sampleShape(shape), using: &generator)
        let rate: Tensor<Double> = -success.logComplement.asConstant().converted(to: Double.self)
        return (exponential / rate).floor().converted(to: Scalar.self)
    }
}
