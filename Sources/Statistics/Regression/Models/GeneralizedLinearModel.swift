import Foundation
import LinearAlgebra
import Tensors

/// A generalized linear model: the mean of the outcome is a function of a linear predictor η = β₀ + Σ_j β_j·x_j.
///
/// The coefficients maximise the likelihood. The fit uses Newton's method with a line search. For the logistic and the
/// Poisson model this is the iteratively reweighted least-squares method (IRLS). A fit of N rows and d predictors takes
/// about 2·N·d² arithmetic operations an iteration.
///
///     let fit = try GeneralizedLinearModel(.logistic).fit(data)
///     for estimate in fit.estimates { print(estimate.name, estimate.ratio, estimate.ratioInterval()) }
///
/// Source: P. McCullagh and J. A. Nelder, "Generalized Linear Models", 2nd edition, 1989.
public struct GeneralizedLinearModel: RiskModel, Hashable {
    /// The distribution of the outcome and the link function.
    public enum Family: String, Sendable, Hashable, CaseIterable, Codable {
        /// Binomial with log(p/(1 − p)) = η. e^β is an odds ratio.
        case logistic
        /// Binomial with log p = η. e^β is a risk ratio. The fit keeps all risks at most 1, also if the optimum lies at
        /// a risk of 1, where other implementations often fail to converge.
        case logBinomial = "log-binomial"
        /// Poisson with log(mean/exposure) = η. e^β is a rate ratio.
        case poisson = "Poisson"
        /// Gamma with log(mean) = η. e^β is a ratio of means.
        case gamma = "Gamma"
    }

    /// The distribution and the link function.
    public let family: Family
    /// Whether the model has an intercept β₀.
    public let hasIntercept: Bool
    /// The ridge penalty ρ: the fit minimises −log-likelihood + ½·ρ·Σ_j (σ_j·β_j)², where σ_j is the standard deviation
    /// of predictor j. The intercept is not penalised.
    public let ridge: Double

    /// Creates a model. Traps if `ridge` is negative or not finite.
    public init(_ family: Family, hasIntercept: Bool = true, ridge: Double = 0) {
        require(ridge >= 0 && ridge.isFinite, "GeneralizedLinearModel: the penalty must be at least 0, not \(ridge)")
        (self.family, self.hasIntercept, self.ridge) = (family, hasIntercept, ridge)
    }

    public var name: String { family.rawValue }

    /// Fits the coefficients to the data.
    ///
    /// The logistic and the log-binomial model use the trials and ignore the exposure. The Poisson model uses the
    /// exposure and ignores the trials. The Gamma model ignores both.
    ///
    /// - Throws: `RegressionError.outcomeOutsideTrials` or `outcomeOutsideDomain` if an outcome is outside of the
    ///   domain; `noExposure` if the Poisson model finds an exposure of 0; `dependentPredictor` if a predictor is a
    ///   linear combination of other predictors and there is no ridge penalty; `notConverged`.
    public func fit(_ data: RegressionData) throws(RegressionError) -> GeneralizedLinearFit {
        try checkDomain(data)
        let design: Tensor<Double> = design(data)
        if ridge == 0 { try requireIndependent(design, data) }
        var problem = RegressionProblem(blocks: [design], loss: loss(data, barrier: 0), isBounded: false)
        if family == .poisson { problem.offset = data.exposure.log() }
        if ridge > 0 { problem.ridge = penalties(data) }
        let start: [Double] = start(data)
        let optimum: RegressionOptimum =
            family == .logBinomial
            ? logBinomialOptimum(&problem, data, start) : problem.minimum(from: start)
        if !optimum.isConverged { throw .notConverged(model: name, iterations: optimum.iterations) }
        return GeneralizedLinearFit(self, data, problem, optimum)
    }

    /// The predictors with a column of ones for the intercept.
    func design(_ data: RegressionData) -> Tensor<Double> {
        hasIntercept
            ? Tensor(concatenating: [Tensor(ones: [data.rowCount, 1]), data.predictors], axis: 1) : data.predictors
    }

    private func checkDomain(_ data: RegressionData) throws(RegressionError) {
        switch family {
        case .logistic, .logBinomial: try data.requireRisks()
        case .poisson:
            if let row = data.outcome.scalars.firstIndex(where: { $0 < 0 }) {
                throw .outcomeOutsideDomain(family: name, row: row)
            }
            if let row = data.exposure.scalars.firstIndex(of: 0) { throw .noExposure(row: row) }
        case .gamma:
            if let row = data.outcome.scalars.firstIndex(where: { $0 <= 0 }) {
                throw .outcomeOutsideDomain(family: name, row: row)
            }
        }
    }

    /// Throws if a column of the design is a linear combination of others among the rows of positive weight.
    private func requireIndependent(_ design: Tensor<Double>, _ data: RegressionData) throws(RegressionError) {
        guard let dependent = try? dependentPredictors(design, weights: data.weights).first else { return }
        let names: [String] = coefficientNames(data)
        throw .dependentPredictor(
            name: names[dependent.column], others: dependent.terms.map { names[$0.column] })
    }

    func coefficientNames(_ data: RegressionData) -> [String] { (hasIntercept ? ["intercept"] : []) + data.names }

    private func loss(_ data: RegressionData, barrier: Double) -> any RowLoss {
        let rows = RowOutcomes(data)
        return switch family {
        case .logistic: LogitLoss(rows: rows)
        case .logBinomial: LogBinomialLoss(rows: rows, barrier: barrier)
        case .poisson: PoissonLoss(rows: rows)
        case .gamma: GammaLoss(rows: rows)
        }
    }

    private func penalties(_ data: RegressionData) -> [Double] {
        let total: Double = data.weights.sum().scalar
        let weights: Tensor<Double> = data.weights.expandingShape(at: 1) / total
        let means: Tensor<Double> = (data.predictors * weights).sum(axis: 0)
        let variances: Tensor<Double> = ((data.predictors - means).squared() * weights).sum(axis: 0)
        return (hasIntercept ? [0] : []) + variances.scalars.map { ridge * $0 }
    }

    /// The coefficients of a model whose mean is near the mean outcome.
    private func start(_ data: RegressionData) -> [Double] {
        var start: [Double] = .init(repeating: 0, count: data.names.count + (hasIntercept ? 1 : 0))
        guard hasIntercept else { return start }
        let events: Double = (data.outcome * data.weights).sum().scalar
        let total: Double = (family.base(data) * data.weights).sum().scalar
        // The summands keep the start finite without events and without non-events.
        let mean: Double = (events + 0.5) / (total + 1)
        start[0] = family == .logistic ? log(mean / (1 - mean)) : log(mean)
        return start
    }
}

extension GeneralizedLinearModel {
    /// Returns the optimum of the log-binomial model. The optimum can lie at a risk of 1, on the boundary of the
    /// domain. There the function follows the minima of the loss plus a logarithmic barrier, which decreases to 1e-12.
    private func logBinomialOptimum(
        _ problem: inout RegressionProblem, _ data: RegressionData, _ start: [Double]
    ) -> RegressionOptimum {
        var inside: [Double] = start
        // Without an intercept, the loss is infinite at 0. Negative predictors need coefficients of another sign, so the
        // barrier starts from a point that the least-squares solution of η = −1 gives.
        if !hasIntercept, let solution = try? leastSquares(problem.blocks[0], Tensor(zeros: [data.rowCount]) - 1) {
            inside = solution.scalars
        }
        var optimum: RegressionOptimum?
        var barrier = 1.0
        while barrier > 1e-13 {
            problem.loss = loss(data, barrier: barrier)
            optimum = problem.minimum(from: optimum?.coefficients ?? inside)
            barrier /= 10
        }
        problem.loss = loss(data, barrier: 0)
        guard let optimum else { return problem.minimum(from: inside) }
        let polished: RegressionOptimum = problem.minimum(from: optimum.coefficients)
        // At an optimum with a risk of 1 the gradient of the loss is not 0, and the last point of the path stands.
        return polished.isConverged ? polished : optimum
    }
}
