import Foundation
public import Tensors

/// A fitted model of independent causes.
public struct IndependentCausesFit: RiskFit {
    /// The model.
    public let model: IndependentCauses
    /// The data to which the model was fitted.
    public let data: RegressionData
    /// The estimated rates.
    public let rates: CauseRates
    public let logLikelihood: Double
    public let deviance: Double
    /// The number of Newton steps.
    public let iterations: Int
    /// What the data cannot tell: see `Finding`.
    public let findings: [Finding]
    let problem: CausesProblem
    let optimum: RegressionOptimum

    init(
        _ model: IndependentCauses, _ data: RegressionData, _ problem: CausesProblem, _ optimum: RegressionOptimum
    ) {
        (self.model, self.data, self.problem, self.optimum) = (model, data, problem, optimum)
        iterations = optimum.iterations
        func rate(_ place: Int) -> Double {
            problem.certain.contains(place)
                ? .infinity : problem.undetermined.contains(place) ? .nan : optimum.coefficients[place]
        }
        let background: CauseEstimate? = problem.background.map {
            CauseEstimate(name: Self.backgroundName, role: .background, rate: rate($0))
        }
        let causes: [CauseEstimate] = zip(data.names, problem.places).map { name, place in
            CauseEstimate(
                name: name, role: model.preventive.contains(name) ? .preventive : .cause, rate: rate(place))
        }
        rates = CauseRates(background: background, causes: causes)
        let risks: Tensor<Double> = problem.risks(optimum)[..<data.rowCount]
        let likelihood = BinomialLikelihood(data)
        (logLikelihood, deviance) = (likelihood.logLikelihood(risks), likelihood.deviance(risks))
        findings = Finding.all(model, data, problem, optimum)
    }

    /// The name of the background risk among the causes.
    public static var backgroundName: String { "background" }

    /// All estimated coefficients count, also those that are 0.
    public var parameterCount: Int { causes.count + (background == nil ? 0 : 1) }

    /// The background risk of one unit of exposure, or nil if the model has none.
    public var background: CauseEstimate? { rates.background }
    /// The causes, in the order of the predictors.
    public var causes: [CauseEstimate] { rates.causes }
    /// The background risk, if the model has one, and the causes.
    public var estimates: [CauseEstimate] { rates.estimates }

    /// Returns the estimate of a cause, or of the background. Traps for an unknown name.
    public func estimate(of name: String) -> CauseEstimate {
        guard let estimate = estimates.first(where: { $0.name == name }) else {
            fatalError("IndependentCausesFit: no cause '\(name)' among \(estimates.map(\.name))")
        }
        return estimate
    }

    /// Returns the risk of each row: `[N, d]` → `[N]`. See `CauseRates.risk`.
    public func risk(_ predictors: Tensor<Double>, exposure: Tensor<Double>? = nil) -> Tensor<Double> {
        rates.risk(predictors, exposure: exposure)
    }

    /// The position of a cause's coefficient.
    func place(of name: String) -> Int {
        if name == Self.backgroundName, let place = problem.background { return place }
        return problem.places[data.position(name)]
    }
}
