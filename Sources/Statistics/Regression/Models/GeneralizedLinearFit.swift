import Foundation
public import Tensors

/// A fitted generalized linear model.
public struct GeneralizedLinearFit: RiskFit {
    /// The model.
    public let model: GeneralizedLinearModel
    /// The coefficients with their standard errors, the intercept first.
    public let estimates: [CoefficientEstimate]
    /// The covariance matrix of the coefficients, from the expected information: `[p, p]`. It is NaN where a standard
    /// error is NaN.
    public let covariance: Tensor<Double>
    /// The fitted mean of each row's outcome, for one trial: `[N]`.
    public let means: Tensor<Double>
    public let logLikelihood: Double
    public let deviance: Double
    /// The deviance of the model that has only an intercept; NaN for a model without an intercept.
    public let nullDeviance: Double
    /// The dispersion: 1 for the binomial and the Poisson family. For the Gamma family, Pearson's X² divided by the
    /// degrees of freedom; NaN without degrees of freedom.
    public let dispersion: Double
    /// The number of Newton steps.
    public let iterations: Int
    /// The names of the coefficients whose maximum-likelihood estimate is infinite, because their predictors separate
    /// outcomes. The fitted means are the limits, but no standard error exists.
    public let separated: [String]
    /// The rows whose fitted risk is 1 in a log-binomial model. If there are such rows, the optimum lies on the boundary
    /// of the domain, and the standard errors are NaN.
    public let certainRows: [Int]
    /// The coefficients for predictions.
    public let prediction: LinearPrediction

    /// The number of estimated coefficients; one more for the Gamma family, which also estimates the dispersion.
    public var parameterCount: Int { estimates.count + (model.family == .gamma ? 1 : 0) }

    init(
        _ model: GeneralizedLinearModel, _ data: RegressionData, _ problem: RegressionProblem,
        _ optimum: RegressionOptimum
    ) {
        self.model = model
        let coefficients: [Double] = optimum.coefficients
        prediction = LinearPrediction(
            family: model.family, intercept: model.hasIntercept ? coefficients[0] : 0,
            slopes: Array(model.hasIntercept ? coefficients[1...] : coefficients[...]))
        iterations = optimum.iterations
        let names: [String] = model.coefficientNames(data)
        let design: Tensor<Double> = problem.blocks[0]
        let eta: Tensor<Double> = optimum.predictors[0]
        let means: Tensor<Double> = model.family.mean(eta)
        self.means = means
        let infinite: [Double] = Self.directions(optimum, design, data)
        separated = zip(names, infinite).filter { $0.1 != 0 }.map(\.0)
        certainRows = model.family == .logBinomial ? eta.scalars.indices.filter { eta.scalars[$0] > -1e-7 } : []
        let likelihood = FamilyLikelihood(model.family, data)
        let weights: Tensor<Double> = likelihood.informations(means)
        dispersion = model.family == .gamma ? likelihood.pearsonDispersion(means, coefficients.count) : 1
        var information = Curvature(count: names.count)
        information.add(
            weightedProduct(design, weights, design), rows: 0 ..< names.count,
            columns: 0 ..< names.count)
        for index in 0 ..< names.count { information[index, index] += problem.ridge[index] }
        let finite: [Int] = certainRows.isEmpty ? names.indices.filter { infinite[$0] == 0 } : []
        covariance = Self.covariance(information, finite, dispersion)
        let errors: [Double] = covariance.diagonal().scalars.map { $0.squareRoot() }
        estimates = names.indices.map { index in
            CoefficientEstimate(
                name: names[index],
                coefficient: infinite[index] == 0 ? optimum.coefficients[index] : infinite[index] * .infinity,
                standardError: errors[index])
        }
        logLikelihood = likelihood.logLikelihood(means, dispersion)
        deviance = likelihood.deviance(means)
        nullDeviance = model.hasIntercept ? likelihood.nullDeviance : .nan
    }

    /// Returns the sign of each coefficient that the last step still moved, or 0 for a coefficient that converged.
    ///
    /// If the maximum-likelihood estimate is finite, the last Newton step is negligible. If outcomes are separated, each
    /// Newton step changes the linear predictor of the separated rows by about 1, however small the gradient is.
    private static func directions(
        _ optimum: RegressionOptimum, _ design: Tensor<Double>, _ data: RegressionData
    ) -> [Double] {
        optimum.lastStep.indices.map { index in
            let column: Tensor<Double> = design[.all, index].abs() * (data.weights.sign())
            let change: Double = optimum.lastStep[index] * column.max().scalar
            return abs(change) > 0.05 ? (change < 0 ? -1 : 1) : 0
        }
    }

    private static func covariance(_ information: Curvature, _ finite: [Int], _ dispersion: Double) -> Tensor<Double> {
        var matrix: [Double] = .init(repeating: .nan, count: information.count * information.count)
        if let inverse = information.inverse(for: finite)?.scalars {
            for (place, row) in finite.enumerated() {
                for (offset, column) in finite.enumerated() {
                    matrix[row * information.count + column] = dispersion * inverse[place * finite.count + offset]
                }
            }
        }
        return Tensor(matrix).reshaped(to: [information.count, information.count])
    }

    /// Returns the mean outcome of each row, for one trial: `[N, d]` → `[N]`. See `LinearPrediction.mean`.
    public func mean(_ predictors: Tensor<Double>, exposure: Tensor<Double>? = nil) -> Tensor<Double> {
        prediction.mean(predictors, exposure: exposure)
    }

    public func risk(_ predictors: Tensor<Double>, exposure: Tensor<Double>? = nil) -> Tensor<Double> {
        mean(predictors, exposure: exposure)
    }
}
