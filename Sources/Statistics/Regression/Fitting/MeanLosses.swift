import Foundation
import Tensors

/// The loss of the Poisson model with mean e^η: e^η − y·η.
struct PoissonLoss: RowLoss {
    let rows: RowOutcomes

    func loss(_ predictors: [Tensor<Double>]) -> Double {
        rows.withBuffers { outcome, _, weights in
            predictors[0].withUnsafeBuffer { eta in
                eta.indices.reduce(0.0) { $0 + weights[$1] * (exp(eta[$1]) - outcome[$1] * eta[$1]) }
            }
        }
    }

    func derivatives(_ predictors: [Tensor<Double>]) -> RowDerivatives {
        rows.withBuffers { outcome, _, weights in
            RowDerivatives.ofOnePredictor(predictors[0]) { index, eta in
                let mean: Double = exp(eta)
                return (weights[index] * (mean - outcome[index]), weights[index] * mean)
            }
        }
    }
}

/// The loss of the Gamma model with mean e^η, in units of the shape parameter: y·e^(−η) + η.
struct GammaLoss: RowLoss {
    let rows: RowOutcomes

    func loss(_ predictors: [Tensor<Double>]) -> Double {
        rows.withBuffers { outcome, _, weights in
            predictors[0].withUnsafeBuffer { eta in
                eta.indices.reduce(0.0) { $0 + weights[$1] * (outcome[$1] * exp(-eta[$1]) + eta[$1]) }
            }
        }
    }

    func derivatives(_ predictors: [Tensor<Double>]) -> RowDerivatives {
        rows.withBuffers { outcome, _, weights in
            RowDerivatives.ofOnePredictor(predictors[0]) { index, eta in
                let ratio: Double = outcome[index] * exp(-eta)
                return (weights[index] * (1 - ratio), weights[index] * ratio)
            }
        }
    }
}
