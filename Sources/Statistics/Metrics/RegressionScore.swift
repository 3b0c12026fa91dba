import Tensors

/// What a `RegressionScore` answers; each is described at `RegressionErrors`.
public enum RegressionScoreKind: String, Sendable, Hashable, Codable, CaseIterable {
    case meanSquaredError = "mse"
    case rootMeanSquaredError = "rmse"
    case meanAbsoluteError = "mae"
    case meanAbsolutePercentageError = "mape"
    case rSquared = "r2"
    case explainedVariance = "explained_variance"
}

/// One of the numbers of `RegressionErrors` as a metric: `RegressionScore<Float>(.rSquared)`.
public struct RegressionScore<Scalar: RealScalar>: Metric, Codable, Hashable {
    /// Everything that was added.
    public private(set) var errors = RegressionErrors()
    public let kind: RegressionScoreKind

    public init(_ kind: RegressionScoreKind) { self.kind = kind }

    /// `"mse"`, `"rmse"`, `"mae"`, `"mape"`, `"r2"` or `"explained_variance"`.
    public var name: String { kind.rawValue }

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

    public var goal: MetricGoal { kind == .rSquared || kind == .explainedVariance ? .maximum : .minimum }

    public mutating func add(_ predictions: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        errors.add(predictions, targets)
    }

    public mutating func reset() { errors = RegressionErrors() }
}
