import Tensors

/// The name of an error in `RegressionErrors`.
public enum RegressionScoreKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// `RegressionErrors.meanSquaredError`.
    case meanSquaredError = "mse"
    /// `RegressionErrors.rootMeanSquaredError`.
    case rootMeanSquaredError = "rmse"
    /// `RegressionErrors.meanAbsoluteError`.
    case meanAbsoluteError = "mae"
    /// `RegressionErrors.meanAbsolutePercentageError`.
    case meanAbsolutePercentageError = "mape"
    /// `RegressionErrors.rSquared`.
    case rSquared = "r2"
    /// `RegressionErrors.explainedVariance`.
    case explainedVariance = "explained_variance"
}

/// An error of `RegressionErrors` as a metric, for example `RegressionScore<Float>(.rSquared)`.
public struct RegressionScore<Scalar: RealScalar>: Metric, Codable, Hashable {
    /// All errors of everything that was added.
    public private(set) var errors = RegressionErrors()
    /// The error that is the metric's value.
    public let kind: RegressionScoreKind

    /// Creates a metric without samples.
    ///
    /// - Parameter kind: The error that is the metric's value.
    public init(_ kind: RegressionScoreKind) { self.kind = kind }

    /// `"mse"`, `"rmse"`, `"mae"`, `"mape"`, `"r2"` or `"explained_variance"`.
    public var name: String { kind.rawValue }

    /// The error of everything that was added; NaN without samples.
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

    /// A greater value is better for R² and the explained variance. A smaller value is better for the other errors.
    public var goal: MetricGoal { kind == .rSquared || kind == .explainedVariance ? .maximum : .minimum }

    /// Adds predictions `[N, ...]` with targets of the same shape. Another shape of the targets traps.
    public mutating func add(_ predictions: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        errors.add(predictions, targets)
    }

    /// Removes everything that was added.
    public mutating func reset() { errors = RegressionErrors() }
}
