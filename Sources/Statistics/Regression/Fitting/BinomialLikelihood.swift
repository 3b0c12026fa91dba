import Foundation
import Tensors

/// The likelihood of binomial outcomes as a function of the risks of the rows.
struct BinomialLikelihood {
    private let rows: RowOutcomes

    init(_ data: RegressionData) { rows = RowOutcomes(data) }

    /// Returns Σ w·(log C(m, k) + k·log p + (m − k)·log(1 − p)). Γ extends the binomial coefficient to fractions.
    func logLikelihood(_ risks: Tensor<Double>) -> Double {
        rows.weightedSum(risks) { events, trials, risk in
            let coefficient: Double = lgamma(trials + 1) - lgamma(events + 1) - lgamma(trials - events + 1)
            return coefficient + Self.logLikelihood(events, trials, risk)
        }
    }

    /// Returns twice the difference of the log-likelihoods of the risks k/m and of the given risks.
    func deviance(_ risks: Tensor<Double>) -> Double {
        2
            * rows.weightedSum(risks) { events, trials, risk in
                Self.logLikelihood(events, trials, events / trials) - Self.logLikelihood(events, trials, risk)
            }
    }

    /// Returns the sum of −k·log p − (m − k)·log(1 − p) over the rows, divided by the number of trials.
    func meanLogLoss(_ risks: Tensor<Double>) -> Double {
        let trials: Double = rows.weightedSum(risks) { _, trials, _ in trials }
        return rows.weightedSum(risks) { -Self.logLikelihood($0, $1, $2) } / trials
    }

    private static func logLikelihood(_ events: Double, _ trials: Double, _ risk: Double) -> Double {
        var sum = 0.0
        if events > 0 { sum += events * log(risk) }
        if trials > events { sum += (trials - events) * log1p(-risk) }
        return sum
    }
}
