public import Tensors

/// A model of the risk of an event, which can be fitted to rows with outcomes.
public protocol RiskModel: Sendable {
    associatedtype Fit: RiskFit
    /// The name of the model in tables and errors.
    var name: String { get }
    /// Fits the model to the rows of `data`.
    ///
    /// - Throws: `RegressionError` if the data is outside of the model's domain, or if the method does not converge.
    func fit(_ data: RegressionData) throws(RegressionError) -> Fit
}

/// A fitted model of the risk of an event.
public protocol RiskFit: Sendable {
    /// Returns the risk of an event of each row: `[N, d]` → `[N]`. Other shapes trap.
    ///
    /// - Parameters:
    ///   - predictors: The predictors, in the order of the data to which the model was fitted.
    ///   - exposure: The exposure of each row, `[N]`; nil for 1.
    func risk(_ predictors: Tensor<Double>, exposure: Tensor<Double>?) -> Tensor<Double>
    /// The log-likelihood of the data, binomial coefficients included.
    var logLikelihood: Double { get }
    /// The number of estimated coefficients.
    var parameterCount: Int { get }
    /// The deviance: twice the difference of the log-likelihoods of the saturated model and of this model.
    var deviance: Double { get }
}

extension RiskFit {
    /// Akaike's information criterion: 2·parameters − 2·log-likelihood. All coefficients count, also those on a bound.
    public var aic: Double { 2 * Double(parameterCount) - 2 * logLikelihood }
}

/// The model of one risk for all rows: the baseline to which other models are compared.
public struct ConstantRisk: RiskModel, Hashable {
    public init() {}

    public var name: String { "constant" }

    /// Fits the risk: events/trials. The exposure does not count.
    public func fit(_ data: RegressionData) throws(RegressionError) -> ConstantRiskFit {
        try data.requireRisks()
        let trials: Double = (data.trials * data.weights).sum().scalar
        let risk: Double = (data.outcome * data.weights).sum().scalar / trials
        let fitted: Tensor<Double> = Tensor(zeros: [data.rowCount]) + risk
        let likelihood = BinomialLikelihood(data)
        return ConstantRiskFit(
            risk: risk, logLikelihood: likelihood.logLikelihood(fitted), deviance: likelihood.deviance(fitted))
    }
}

/// The fit of `ConstantRisk`.
public struct ConstantRiskFit: RiskFit, Hashable {
    /// The risk of each row.
    public let risk: Double
    public let logLikelihood: Double
    public let deviance: Double
    public var parameterCount: Int { 1 }

    public func risk(_ predictors: Tensor<Double>, exposure: Tensor<Double>?) -> Tensor<Double> {
        Tensor(zeros: [predictors.shape[0]]) + risk
    }
}
