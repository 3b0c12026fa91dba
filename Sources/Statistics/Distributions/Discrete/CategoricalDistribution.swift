public import Tensors

/// The categorical distribution: the category k of 0, 1, …, K − 1 has the probability p_k. The outcomes are integers.
///
/// The parameters have the shape `[batch shape…, K]`: the last axis is the axis of the categories. A row of weights is
/// invalid if a weight is negative, NaN or infinite, or if the sum of the weights is 0. A row of logits is invalid if a
/// logit is NaN or ∞, or if no logit is finite. The results of an invalid row are NaN. A sample of an invalid row is
/// −1, because no integer is NaN. Samples have no derivative.
public struct CategoricalDistribution<Scalar: RealScalar>: Distribution {
    /// The probabilities: `[batch shape…, K]`.
    public let probabilities: Tensor<Scalar>
    /// The logarithms of the probabilities: `[batch shape…, K]`.
    public let logProbabilities: Tensor<Scalar>

    /// Creates a batch of categorical distributions from weights. The probabilities are the weights divided by their
    /// sum. Traps unless there is a last axis with at least one category.
    public init(probabilities: Tensor<Scalar>) {
        Self.requireCategories(probabilities)
        let weights: Tensor<Scalar> = probabilities.asConstant()
        let areValid: Tensor<Bool> =
            ((weights .>= 0) .&& (weights .< .infinity)).all(axes: [-1], keepDims: true)
            .&& weights.sum(axis: -1, keepDims: true).isPositive()
        let valid: Tensor<Scalar> = probabilities + select(areValid, Tensor(0), Tensor(.nan))
        let sum: Tensor<Scalar> = valid.sum(axis: -1, keepDims: true)
        self.probabilities = valid / sum
        // The logarithm of a weight of 0 has no derivative. The derivatives of the other categories must stay finite
        // nevertheless.
        let isZero: Tensor<Bool> = weights .== 0 .&& areValid
        let logWeights: Tensor<Scalar> = select(isZero, Tensor(1), valid).log()
        logProbabilities = (logWeights - sum.log()).negativeInfinity(where: isZero, valid)
    }

    /// Creates a batch of categorical distributions from unnormalized log-probabilities. The probabilities are the
    /// softmax of `logits`. Traps unless there is a last axis with at least one category.
    public init(logits: Tensor<Scalar>) {
        Self.requireCategories(logits)
        let values: Tensor<Scalar> = logits.asConstant()
        let areValid: Tensor<Bool> =
            (values .< .infinity).all(axes: [-1], keepDims: true) .&& values.isFinite().any(axes: [-1], keepDims: true)
        let valid: Tensor<Scalar> = logits + select(areValid, Tensor(0), Tensor(.nan))
        (self.probabilities, logProbabilities) = (valid.softmax(), valid.logSoftmax())
    }

    private static func requireCategories(_ parameter: Tensor<Scalar>) {
        require(
            parameter.rank >= 1 && parameter.shape[-1] >= 1,
            "CategoricalDistribution: shape \(parameter.shape) has no last axis with categories")
    }

    /// The number K of categories.
    public var categoryCount: Int { logProbabilities.shape[-1] }

    public var batchShape: Shape { Shape(logProbabilities.shape.dimensions.dropLast()) }
    /// The shape of one outcome, which is a number: `[]`.
    public var eventShape: Shape { [] }

    /// Returns the logarithm of the probability of a category. The logarithm is −∞ for a number that is not a category.
    /// The result is differentiable with respect to the parameters; where the result is −∞, the derivative is NaN.
    /// Shapes that do not broadcast trap.
    public func logDensity(at value: Tensor<Int>) -> Tensor<Scalar> {
        let (values, isNoCategory): (Tensor<Scalar>, Tensor<Bool>) = gathered(logProbabilities, at: value)
        return values.negativeInfinity(where: isNoCategory, Tensor(0))
    }

    /// Returns the probability of a category, or 0 for a number that is not a category. The result is differentiable
    /// with respect to the parameters. Shapes that do not broadcast trap.
    public func density(at value: Tensor<Int>) -> Tensor<Scalar> {
        let (values, isNoCategory): (Tensor<Scalar>, Tensor<Bool>) = gathered(probabilities, at: value)
        return select(isNoCategory, Tensor(0), values)
    }

    /// Returns the element of `elements` for each category in `value`, and whether the number in `value` is not a
    /// category. The second result is false in a row with invalid parameters. Shapes that do not broadcast trap.
    private func gathered(
        _ elements: Tensor<Scalar>, at value: Tensor<Int>
    ) -> (values: Tensor<Scalar>, isNoCategory: Tensor<Bool>) {
        guard let common = Shape.broadcast(value.shape, batchShape) else {
            fatalError("logDensity: categories of shape \(value.shape) and a batch of shape \(batchShape)")
        }
        let isCategory: Tensor<Bool> = (value .>= 0) .&& (value .< categoryCount)
        let category: Tensor<Int> = select(isCategory, value, Tensor(0))
        let rows: Tensor<Int> = Tensor(from: 0, to: batchShape.elementCount).reshaped(to: batchShape)
        let positions: Tensor<Int> = (rows * categoryCount + category).broadcast(to: common)
        let values: Tensor<Scalar> = elements.flattened().gathered(at: positions)
        // In a row with invalid parameters, the results must stay NaN.
        return (values, !isCategory .&& !values.asConstant().isNaN())
    }

    private var categories: Tensor<Scalar> { Tensor(from: 0, to: Scalar(categoryCount)) }
    /// The mean of the number of the category, which is 0 for the first category.
    public var mean: Tensor<Scalar> { (probabilities * categories).sum(axis: -1) }
    /// The variance of the category's number.
    public var variance: Tensor<Scalar> {
        (probabilities * (categories - mean.expandingShape(at: -1)).squared()).sum(axis: -1)
    }

    /// The entropy −Σ p·log p, where the sum is over the probabilities p of the categories.
    public var entropy: Tensor<Scalar> { -expectation(of: logProbabilities) }

    /// Returns the Kullback–Leibler divergence of `other` from this distribution: Σ p·log(p/q), with the probabilities
    /// p of this distribution and q of `other`. The divergence is ∞ if a category is impossible for `other` only. Batch
    /// shapes that do not broadcast trap.
    public func klDivergence(to other: CategoricalDistribution) -> Tensor<Scalar> {
        expectation(of: logProbabilities - other.logProbabilities)
    }

    /// Returns the expectation Σ p_k·f_k over the categories k with a probability p_k above 0. `values` contains f_k,
    /// `[batch shape…, K]`.
    private func expectation(of values: Tensor<Scalar>) -> Tensor<Scalar> {
        let isImpossible: Tensor<Bool> = logProbabilities .== -.infinity
        // For a category with probability 0, the product p_k·f_k could be 0·(−∞), which is NaN.
        let safe: Tensor<Scalar> = select(isImpossible, Tensor(0), values)
        return (probabilities * safe).sum(axis: -1)
    }

    /// Returns independent samples, by the inverse of the distribution function. A category with probability 0 is never
    /// drawn. A row with invalid parameters gives −1. The samples have no derivative. The result has the axes of
    /// `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Int> {
        let weights: Tensor<Double> = logProbabilities.asConstant().converted(to: Double.self).exp()
        let isInvalid: Tensor<Bool> = weights.isNaN()
        let sums: Tensor<Double> = select(isInvalid, Tensor(1), weights).cumulativeSum(axis: -1)
        let drawn = Tensor<Int>(categories: sums, sampleShape(shape), using: &generator)
        return select(isInvalid.any(axes: [-1]), Tensor(-1), drawn)
    }
}
