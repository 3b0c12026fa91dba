import Foundation
import Tensors

/// The likelihood of outcomes as a function of the means of the rows, for each family of generalized linear models.
struct FamilyLikelihood {
    private let family: GeneralizedLinearModel.Family
    private let data: RegressionData

    init(_ family: GeneralizedLinearModel.Family, _ data: RegressionData) {
        (self.family, self.data) = (family, data)
    }

    /// Returns the expected information of each row about its linear predictor.
    func informations(_ means: Tensor<Double>) -> Tensor<Double> {
        switch family {
        case .logistic: data.weights * data.trials * means * (1 - means)
        case .logBinomial: data.weights * data.trials * means / (1 - means)
        case .poisson: data.weights * means
        case .gamma: data.weights
        }
    }

    func logLikelihood(_ means: Tensor<Double>, _ dispersion: Double) -> Double {
        switch family {
        case .logistic, .logBinomial: return BinomialLikelihood(data).logLikelihood(means)
        case .poisson:
            return sum(means) { outcome, mean in
                (outcome > 0 ? outcome * log(mean) : 0) - mean - lgamma(outcome + 1)
            }
        case .gamma:
            let shape: Double = 1 / dispersion
            return sum(means) { outcome, mean in
                shape * (log(shape) + log(outcome / mean) - outcome / mean) - log(outcome) - lgamma(shape)
            }
        }
    }

    func deviance(_ means: Tensor<Double>) -> Double {
        switch family {
        case .logistic, .logBinomial: BinomialLikelihood(data).deviance(means)
        case .poisson:
            2 * sum(means) { outcome, mean in (outcome > 0 ? outcome * log(outcome / mean) : 0) - (outcome - mean) }
        case .gamma: 2 * sum(means) { outcome, mean in (outcome - mean) / mean - log(outcome / mean) }
        }
    }

    /// The deviance of the model that has only an intercept.
    var nullDeviance: Double {
        let base: Tensor<Double> = family.base(data)
        let mean: Double =
            (data.outcome * data.weights).sum().scalar / (base * data.weights).sum().scalar
        return deviance(family == .poisson ? data.exposure * mean : Tensor(zeros: [data.rowCount]) + mean)
    }

    /// Pearson's X² divided by the degrees of freedom, for the Gamma family.
    func pearsonDispersion(_ means: Tensor<Double>, _ parameters: Int) -> Double {
        let freedom: Double = data.weights.sum().scalar - Double(parameters)
        if freedom <= 0 { return .nan }
        return sum(means) { outcome, mean in (outcome / mean - 1) * (outcome / mean - 1) } / freedom
    }

    private func sum(_ means: Tensor<Double>, _ row: (Double, Double) -> Double) -> Double {
        RowOutcomes(data).weightedSum(means) { outcome, _, mean in row(outcome, mean) }
    }
}

extension GeneralizedLinearModel.Family {
    /// The amounts to which the outcomes of the rows are proportional if the rows do not differ otherwise: `[N]`.
    func base(_ data: RegressionData) -> Tensor<Double> {
        switch self {
        case .logistic, .logBinomial: data.trials
        case .poisson: data.exposure
        case .gamma: Tensor(ones: [data.rowCount])
        }
    }
}
