public import Tensors

/// The Dirichlet distribution of K probabilities x with the sum 1 and the density ∏ x_k^(α_k − 1)/B(α). The
/// distribution is SciPy's `dirichlet(α)`. An outcome is a vector of K numbers.
///
/// The concentrations α have the shape `[batch shape…, K]`. The results are NaN for a row with a concentration that is
/// not positive and finite. Samples are differentiable with respect to the concentrations.
public struct DirichletDistribution<Scalar: RealScalar>: Distribution {
    /// The concentrations α: `[batch shape…, K]`.
    public let concentration: Tensor<Scalar>

    /// Creates a batch of Dirichlet distributions. Traps unless there is a last axis with at least two elements.
    public init(concentration: Tensor<Scalar>) {
        require(
            concentration.rank >= 1 && concentration.shape[-1] >= 2,
            "DirichletDistribution: shape \(concentration.shape) has no last axis with two elements or more")
        let areValid: Tensor<Bool> = concentration.asConstant().isPositive().all(axes: [-1], keepDims: true)
        self.concentration =
            areValid.all() ? concentration : concentration + select(areValid, Tensor(0), Tensor(.nan))
    }

    public var batchShape: Shape { Shape(concentration.shape.dimensions.dropLast()) }
    /// The shape of one outcome: `[K]`.
    public var eventShape: Shape { [concentration.shape[-1]] }
    private var total: Tensor<Scalar> { concentration.sum(axis: -1) }

    /// Returns the logarithm of the density at `[…, K]` probabilities. The result is −∞ unless every probability is at
    /// least 0 and the sum of the K probabilities differs from 1 by at most 1000 units of rounding. The derivatives
    /// with respect to the probabilities treat the K probabilities as independent variables. Traps if the last axis
    /// does not have K elements, or if the shapes do not broadcast.
    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        require(
            value.rank >= 1 && value.shape[-1] == eventShape[0],
            "logDensity: outcomes of shape \(value.shape) for concentrations of shape \(concentration.shape)")
        let constant: Tensor<Scalar> = value.asConstant()
        let isUnit: Tensor<Bool> = (constant.sum(axis: -1) - 1).abs() .<= 1000 * Scalar.ulpOfOne
        let areShares: Tensor<Bool> = (constant .>= 0).all(axes: [-1]) .&& isUnit
        let isUndefined: Tensor<Bool> =
            constant.isNaN().any(axes: [-1]) .|| concentration.asConstant().isNaN().any(axes: [-1])
        let isOutside: Tensor<Bool> = !(areShares .|| isUndefined)
        let safe: Tensor<Scalar> = select(isOutside.expandingShape(at: -1), Tensor(0.5), value)
        let terms: Tensor<Scalar> = xlogy(concentration - 1, safe) - logGamma(concentration)
        let inside: Tensor<Scalar> = terms.sum(axis: -1) + logGamma(total)
        return inside.negativeInfinity(where: isOutside, value.sum(axis: -1))
    }

    public var mean: Tensor<Scalar> { concentration / total.expandingShape(at: -1) }
    public var variance: Tensor<Scalar> { mean * (1 - mean) / (total.expandingShape(at: -1) + 1) }

    /// The logarithm of the multivariate beta function B(α).
    private var logNormalizer: Tensor<Scalar> { logGamma(concentration).sum(axis: -1) - logGamma(total) }

    /// The differential entropy in nats, of shape `batchShape`.
    public var entropy: Tensor<Scalar> {
        let slopes: Tensor<Scalar> = ((concentration - 1) * digamma(concentration)).sum(axis: -1)
        return logNormalizer + (total - Scalar(eventShape[0])) * digamma(total) - slopes
    }

    /// Returns the Kullback–Leibler divergence of `other` from this distribution: ∫ p·log(p/q), with the density p of
    /// this distribution and the density q of `other`. Shapes that do not broadcast trap.
    public func klDivergence(to other: DirichletDistribution) -> Tensor<Scalar> {
        let slopes: Tensor<Scalar> = digamma(concentration) - digamma(total).expandingShape(at: -1)
        let difference: Tensor<Scalar> = concentration - other.concentration
        return other.logNormalizer - logNormalizer + (difference * slopes).sum(axis: -1)
    }

    /// Returns independent samples of shape `[sample shape…, batch shape…, K]`: K gamma numbers, divided by the sum of
    /// these numbers. The samples are differentiable with respect to the concentrations.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        // For small concentrations all K gamma numbers may underflow to 0. The logarithms of these numbers do not
        // underflow.
        let whole = Shape(shape.dimensions + concentration.shape.dimensions)
        return logGammaSamples(concentration, whole, using: &generator).softmax()
    }
}
