import Foundation
import Tensors
import Testing

@testable import Statistics

@Suite("Generalized linear models")
struct GeneralizedLinearModelTests {
    @Test("The fits equal statsmodels' fits", arguments: RegressionReferences.all.models)
    func references(_ reference: RegressionReferences.Model) throws {
        let family = try #require(GeneralizedLinearModel.Family(rawValue: reference.name))
        let fit = try GeneralizedLinearModel(family).fit(reference.data)
        for (estimate, index) in zip(fit.estimates, 0...) {
            #expect(isClose(estimate.coefficient, reference.coefficients[index], 1e-8))
            // statsmodels' Gamma model uses the dispersion of the last but one iteration.
            #expect(isClose(estimate.standardError, reference.standardErrors[index], 1e-7))
            #expect(isClose(estimate.pValue, reference.pValues[index], 1e-6))
        }
        #expect(isClose(fit.deviance, reference.deviance, 1e-9))
        #expect(isClose(fit.nullDeviance, reference.nullDeviance, 1e-9))
        #expect(isClose(fit.dispersion, reference.dispersion, 1e-7))
        #expect(isClose(fit.logLikelihood, reference.logLikelihood, 1e-8))
        #expect(fit.separated.isEmpty && fit.certainRows.isEmpty)
    }

    @Test("A log-binomial optimum with a risk of 1 is found, its rows are named, and it has no standard errors")
    func boundary() throws {
        let reference = RegressionReferences.all.logBinomialAtBoundary
        let fit = try GeneralizedLinearModel(.logBinomial).fit(
            RegressionReferences.data(reference.predictors, reference.outcome))
        for (estimate, expected) in zip(fit.estimates, reference.coefficients) {
            #expect(isClose(estimate.coefficient, expected, 1e-5))
            #expect(estimate.standardError.isNaN)
        }
        #expect(isClose(fit.logLikelihood, reference.logLikelihood, 1e-8))
        #expect(fit.certainRows == [12, 13, 14, 15])
        #expect(fit.means.scalars.allSatisfy { $0 <= 1 })
    }

    @Test("Separated outcomes have infinite coefficients without standard errors, and the limits as risks")
    func separation() throws {
        // x1 separates the outcomes where it is 1; x2 does not.
        let x1: [Double] = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]
        let x2: [Double] = [0, 1, 0, 1, 0, 1, 0, 1, 1, 0]
        let y: [Double] = [0, 1, 1, 0, 0, 0, 1, 1, 1, 1]
        let data = try RegressionReferences.data(zip(x1, x2).map { [$0, $1] }, y)
        let fit = try GeneralizedLinearModel(.logistic).fit(data)
        #expect(fit.separated == ["x1"])
        #expect(fit.estimates[1].coefficient == .infinity && fit.estimates[1].standardError.isNaN)
        #expect(fit.estimates[1].interval().lower.isNaN && fit.estimates[1].pValue.isNaN)
        #expect(fit.estimates[2].coefficient.isFinite && fit.estimates[2].standardError > 0)
        #expect(fit.means.scalars[6...].allSatisfy { $0 > 1 - 1e-9 })
        // The other rows alone give the same coefficients.
        let others = try GeneralizedLinearModel(.logistic).fit(
            RegressionReferences.data(x2[..<6].map { [$0] }, Array(y[..<6])))
        #expect(isClose(fit.estimates[2].coefficient, others.estimates[1].coefficient, 1e-6))
        #expect(isClose(fit.estimates[2].standardError, others.estimates[1].standardError, 1e-5))
    }

    @Test("A row of weight w counts as w rows, and a grouped row as its trials")
    func weightsAndTrials() throws {
        let (x, y): ([[Double]], [Double]) = ([[0], [1], [2], [3]], [1, 2, 1, 4])
        let trials: [Double] = [4, 5, 3, 5]
        let grouped = try GeneralizedLinearModel(.logistic).fit(RegressionReferences.data(x, y, trials))
        var (rows, outcomes): ([[Double]], [Double]) = ([], [])
        var (weighted, events, weights): ([[Double]], [Double], [Double]) = ([], [], [])
        for index in x.indices {
            for trial in 0 ..< Int(trials[index]) {
                rows.append(x[index])
                outcomes.append(trial < Int(y[index]) ? 1 : 0)
            }
            weighted += [x[index], x[index]]
            events += [1, 0]
            weights += [y[index], trials[index] - y[index]]
        }
        let single = try GeneralizedLinearModel(.logistic).fit(RegressionReferences.data(rows, outcomes))
        let data = try RegressionData(
            predictors: Tensor(weighted), names: ["x1"], outcome: Tensor(events), weights: Tensor(weights))
        let heavy = try GeneralizedLinearModel(.logistic).fit(data)
        for other in [single, heavy] {
            #expect(isClose(other.estimates[1].coefficient, grouped.estimates[1].coefficient, 1e-10))
            #expect(isClose(other.estimates[1].standardError, grouped.estimates[1].standardError, 1e-10))
        }
        #expect(isClose(heavy.logLikelihood, single.logLikelihood, 1e-10))
        #expect(isClose(heavy.deviance, single.deviance, 1e-10))
    }

    @Test("The gradient of the penalised loss is 0 at a ridge fit")
    func ridge() throws {
        let reference = RegressionReferences.all.models[0]
        let data = try reference.data
        let model = GeneralizedLinearModel(.logistic, ridge: 3)
        let fit = try model.fit(data)
        let residuals: Tensor<Double> = data.outcome - fit.means
        for column in 0 ..< 3 {
            let x: Tensor<Double> = data.predictors[.all, column]
            let deviation: Double = (x - x.mean().scalar).squared().mean().scalar
            let slope: Double = (x * residuals).sum().scalar - 3 * deviation * fit.estimates[column + 1].coefficient
            #expect(abs(slope) < 1e-9)
        }
    }

    @Test("Data outside of a model's domain gets a typed error with the row")
    func errors() throws {
        let x: [[Double]] = [[0], [1], [2]]
        func expectError(
            _ family: GeneralizedLinearModel.Family, _ y: [Double], exposure: [Double]? = nil, _ error: RegressionError
        ) {
            #expect(throws: error) {
                try GeneralizedLinearModel(family).fit(RegressionReferences.data(x, y, nil, exposure))
            }
        }
        expectError(.logistic, [0, 2, 1], .outcomeOutsideTrials(row: 1))
        expectError(.logBinomial, [0, 1, -1], .outcomeOutsideTrials(row: 2))
        expectError(.poisson, [0, -2, 1], .outcomeOutsideDomain(family: "Poisson", row: 1))
        expectError(.poisson, [0, 2, 1], exposure: [1, 0, 1], .noExposure(row: 1))
        expectError(.gamma, [1, 2, 0], .outcomeOutsideDomain(family: "Gamma", row: 2))
        let doubled = try RegressionReferences.data([[1, 2], [2, 4], [0, 0], [1, 2]], [0, 1, 1, 0])
        #expect(throws: RegressionError.dependentPredictor(name: "x2", others: ["x1"])) {
            try GeneralizedLinearModel(.logistic).fit(doubled)
        }
        #expect(throws: RegressionError.notFinite(column: "x1", row: 1)) {
            try RegressionReferences.data([[0], [.nan]], [0, 1])
        }
        #expect(throws: RegressionError.noRows) {
            try RegressionData(
                predictors: Tensor(zeros: [0, 1]), names: ["x"], outcome: Tensor(zeros: [0]))
        }
        #expect(throws: RegressionError.negative(column: "weights", row: 1)) {
            try RegressionData(
                predictors: Tensor(zeros: [2, 1]), names: ["x"], outcome: Tensor(zeros: [2]),
                weights: Tensor([1, -1]))
        }
    }
}
