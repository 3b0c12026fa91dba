import Tensors

/// The name of an error in `RegressionErrors`.
public enum RegressionScoreKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The error `RegressionErrors.meanSquaredError`.
    case meanSquaredError = "mse"
    /// The error `RegressionErrors.rootMeanSquaredError`.
    case rootMeanSquaredError = "rmse"
    /// The error `RegressionErrors.meanAbsoluteError`.
    case meanAbsoluteError = "mae"
    /// The error `RegressionErrors.meanAbsolutePercentageError`.
    case meanAbsolutePercentageError = "mape"
    /// The error `RegressionErrors.rSquared`.
    case rSquared = "r2"
    /// The error `RegressionErrors.explainedVariance`.
    case explainedVariance = "explained_variance"
}

/// An error of `RegressionErrors` as a metric, for example `RegressionScore<Float>(.rSquared)`.
public struct RegressionScore<Scalar: RealScalar>: MergeableMetric, Codable, Hashable {
    /// All errors of the samples that were added.
    public private(set) var errors = RegressionErrors()
    /// The error that is the metric's value.
    public let kind: RegressionScoreKind

    /// Creates a metric without samples.
    ///
    /// - Parameter kind: The error that is the metric's value.
    public init(_ kind: RegressionScoreKind) { self.kind = kind }

    /// The name of the metric: `"mse"`, `"rmse"`, `"mae"`, `"mape"`, `"r2"` or `"explained_variance"`.
    public var name: String { kind.rawValue }

    /// The error of all samples that were added; NaN without samples.
    public var value: Double {
        switch kind {
        case .meanSquaredError: errors.meanSquaredError
        case .rootMeanSquaredError: errors.rootMeanSquaredError
        case .meanAbsoluteError: errors.meanAbsoluteError
        case .meanAbsolutePercentageError: errors.meanAbsolutePercentageError
        case .rSquared: errors.rSquared
        case .explainedVariance: errors.explainedVariance
        }
    }

    /// A greater value is better for R² and the explained variance. A smaller value is better for all other errors.
    public var goal: MetricGoal { kind == .rSquared || kind == .explainedVariance ? .maximum : .minimum }

    /// Adds predictions `[N, ...]` with targets of the same shape. Another shape of the targets, a scalar, and another
    /// number of outputs than in the first batch trap.
    public mutating func add(_ predictions: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        errors.add(predictions, targets)
    }

    /// Adds all samples that were added to `other`. Traps if `other` is another error or has another number of outputs.
    public mutating func merge(_ other: RegressionScore) {
        require(kind == other.kind, "RegressionScore: \(kind) and \(other.kind) cannot be merged")
        errors.merge(other.errors)
    }

    /// Removes all samples that were added.
    public mutating func reset() { errors = RegressionErrors() }
}
