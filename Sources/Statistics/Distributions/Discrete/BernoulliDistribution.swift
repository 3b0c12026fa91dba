public import Tensors

/// The Bernoulli distribution of 1 with the probability p and 0 with the probability 1 − p. The distribution is SciPy's
/// `bernoulli(p)`.
///
/// A probability outside of [0, 1] is invalid, and so are log odds that are NaN: the results are NaN. Samples have no
/// derivative.
public struct BernoulliDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: BatchParameters<Scalar>
    private let success: SuccessProbability<Scalar>

    /// Creates a batch of Bernoulli distributions whose batch shape is the shape of `probability`.
    public init(probability: Tensor<Scalar>) {
        parameters = BatchParameters("BernoulliDistribution", [probability]) { $0[0].isProbability() }
        success = SuccessProbability(probability: parameters.values[0])
    }

    /// Creates a batch of Bernoulli distributions from the log odds log(p/(1 − p)), where p is the probability of 1.
    /// The batch shape is the shape of `logits`.
    public init(logits: Tensor<Scalar>) {
        parameters = BatchParameters("BernoulliDistribution", [logits]) { $0[0] .== $0[0] }
        success = SuccessProbability(logits: parameters.values[0])
    }

    /// Creates a single Bernoulli distribution, whose batch shape is `[]`.
    public init(probability: Scalar) { self.init(probability: Tensor(probability)) }

    /// The probability p of 1.
    public var probability: Tensor<Scalar> { success.probability }

    public static var isDiscrete: Bool { true }
    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        (parameters.constant(0), parameters.constant(1))
    }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        logDensity(at: value, interior: Tensor(0)) { x in
            select(x .== 1, success.logProbability, success.logComplement + x * 0)
        }
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: 1, interior: Tensor(0)) { x in success.complement + x * 0 }
    }

    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 1, above: 0, interior: Tensor(0)) { x in success.probability + x * 0 }
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> { leastCount(p, isUpper: false, near: Tensor(0)) }
    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> { leastCount(q, isUpper: true, near: Tensor(0)) }

    public var mean: Tensor<Scalar> { success.probability }
    public var variance: Tensor<Scalar> { success.probability * success.complement }
    /// The entropy −p·log p − (1 − p)·log(1 − p), with the probability p of 1.
    public var entropy: Tensor<Scalar> { success.entropy }

    /// Returns the Kullback–Leibler divergence of `other` from this distribution: Σ p·log(p/q), with the probabilities
    /// p of this distribution and q of `other`. The divergence is ∞ if an outcome is impossible for `other` only. Batch
    /// shapes that do not broadcast trap.
    public func klDivergence(to other: BernoulliDistribution) -> Tensor<Scalar> {
        let first: Tensor<Scalar> = success.probability * (success.logProbability - other.success.logProbability)
        let second: Tensor<Scalar> = success.complement * (success.logComplement - other.success.logComplement)
        return select(success.probability .== 0, Tensor(0), first)
            + select(success.complement .== 0, Tensor(0), second)
    }

    /// Returns independent samples, 0 or 1. The samples have no derivative. The result has the axes of `shape`, then
    /// the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        // The 53 random bits of a Double represent probabilities that the 24 bits of a Float do not.
        let uniform = Tensor<Double>(randomUniform: sampleShape(shape), using: &generator)
        let probability: Tensor<Double> = success.probability.asConstant().converted(to: Double.self)
        return Tensor(uniform .< probability) + parameters.zero
    }
}
