public import Tensors

/// The multinomial distribution: the counts of K categories in n independent trials with the probabilities p₁, …, p_K.
/// The distribution is SciPy's `multinomial(n, p)`. An outcome is a vector of K counts with the sum n.
///
/// The number of trials has the shape `[batch shape…]` and the probabilities `[batch shape…, K]`; the leading axes are
/// broadcast. The parameters are invalid, and the results are NaN, unless n is a whole number that is at least 0, and
/// the probabilities are finite weights of at least 0, not all 0. The number of trials is a constant for
/// differentiation. Samples have no derivative.
public struct MultinomialDistribution<Scalar: RealScalar>: Distribution {
    /// The number n of trials: `[batch shape…]`.
    public let trials: Tensor<Scalar>
    /// The probabilities: `[batch shape…, K]`.
    public let probabilities: Tensor<Scalar>

    /// Creates a batch of multinomial distributions from `trials`, `[batch shape…]`, and weights `probabilities`,
    /// `[batch shape…, K]`. The probabilities are the weights divided by their sum. Shapes that do not broadcast trap.
    /// Probabilities without a last axis, or with a last axis of length 0, also trap.
    public init(trials: Tensor<Scalar>, probabilities: Tensor<Scalar>) {
        let normalized: Tensor<Scalar> = CategoricalDistribution(probabilities: probabilities).probabilities
        let parameters = BatchParameters(
            "MultinomialDistribution", [trials.asConstant(), normalized.asConstant().sum(axis: -1)]
        ) { values in values[0].isCount() .&& (values[1] .== values[1]) }
        self.trials = parameters.values[0]
        self.probabilities = normalized + parameters.zero.expandingShape(at: -1)
    }

    /// Creates a multinomial distribution from `probabilities`, a tensor of shape `[K]` with K categories. An empty
    /// tensor traps.
    public init(trials: Scalar, probabilities: Tensor<Scalar>) {
        self.init(trials: Tensor(trials), probabilities: probabilities)
    }

    public var batchShape: Shape { trials.shape }
    /// The shape of one outcome: `[K]`.
    public var eventShape: Shape { [probabilities.shape[-1]] }

    /// Returns the logarithm of the probability of counts `[…, K]`. The result is −∞ unless the counts are whole
    /// numbers of at least 0 with the sum n. The result is differentiable with respect to the probabilities. Traps if
    /// the last axis does not have K elements, or if the shapes do not broadcast.
    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        require(
            value.rank >= 1 && value.shape[-1] == eventShape[0],
            "logDensity: outcomes of shape \(value.shape) for \(eventShape[0]) categories")
        let value: Tensor<Scalar> = value.asConstant()
        let areCounts: Tensor<Bool> = value.isCount().all(axes: [-1]) .&& (value.sum(axis: -1) .== trials)
        let isUndefined: Tensor<Bool> = value.isNaN().any(axes: [-1]) .|| trials.isNaN()
        let isOutside: Tensor<Bool> = !(areCounts .|| isUndefined)
        let counts: Tensor<Scalar> = select(isOutside.expandingShape(at: -1), Tensor(0), value)
        let isZero: Tensor<Bool> = counts .== 0
        let safe: Tensor<Scalar> = select(isZero, Tensor(1), counts)
        let factor: Tensor<Scalar> = (safe.log() + Scalar(logTwoPi)) * 0.5 + stirlingRemainder(safe)
        let means: Tensor<Scalar> = trials.expandingShape(at: -1) * probabilities
        let terms: Tensor<Scalar> = select(isZero, Tensor(0), factor) + deviance(counts, means)
        let total: Tensor<Scalar> = select(trials .== 0, Tensor(1), trials)
        let whole: Tensor<Scalar> = (total.log() + Scalar(logTwoPi)) * 0.5 + stirlingRemainder(total)
        let inside: Tensor<Scalar> = select(trials .== 0, Tensor(0), whole) - terms.sum(axis: -1)
        return inside.negativeInfinity(where: isOutside, Tensor(0))
    }

    public var mean: Tensor<Scalar> { trials.expandingShape(at: -1) * probabilities }
    public var variance: Tensor<Scalar> { mean * (1 - probabilities) }

    /// Returns independent samples of shape `[sample shape…, batch shape…, K]`: for each category, the count is a
    /// binomial number of successes in the trials that the categories before have left. The samples have no derivative.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        let weights: Tensor<Double> = probabilities.asConstant().converted(to: Double.self)
        let rest: Tensor<Double> = weights.cumulativeSum(axis: -1, reversed: true)
        let count: Int = eventShape[0]
        let shape: Shape = sampleShape(shape)
        var left: Tensor<Double> = trials.asConstant().converted(to: Double.self).broadcast(to: shape)
        var counts: [Tensor<Double>] = []
        for category in 0 ..< count - 1 {
            // If the rest of the weights is 0, no trials are left, and the quotient is NaN. Rounding may make the
            // quotient exceed 1.
            let quotient: Tensor<Double> = weights[.ellipsis, category] / rest[.ellipsis, category]
            let share: Tensor<Double> = select(
                rest[.ellipsis, category] .== 0, Tensor(0), minimum(quotient, Tensor(1)))
            let drawn = Tensor<Double>(
                samples: .binomial, shape, [left, share.broadcast(to: shape)], using: &generator)
            counts.append(drawn)
            left = left - drawn
        }
        counts.append(left)
        return Tensor<Double>(stacking: counts, axis: -1).converted(to: Scalar.self)
    }
}
