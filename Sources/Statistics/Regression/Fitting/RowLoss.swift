import Tensors

/// The loss of each row as a convex or smooth function of one or two linear predictors, which a `RegressionProblem`
/// sums. The loss is the negative log-likelihood, apart from terms that do not depend on the linear predictors.
protocol RowLoss: Sendable {
    /// Returns the sum of the losses. The arrays of `predictors` have one element for each row. The result is ∞ if a
    /// predictor is outside of the domain.
    func loss(_ predictors: [Tensor<Double>]) -> Double

    /// Returns the derivatives of each row's loss: the first derivatives with respect to each predictor, and the second
    /// derivatives in the order 11, or 11, 12, 22.
    func derivatives(_ predictors: [Tensor<Double>]) -> RowDerivatives
}

/// The derivatives of the losses of all rows with respect to the linear predictors.
struct RowDerivatives {
    /// For each predictor: `[N]`.
    var first: [Tensor<Double>]
    /// The second derivatives `[N]`, in the order 11, or 11, 12, 22.
    var second: [Tensor<Double>]

    /// Returns the derivatives of `rows` rows. The closure computes them for one row.
    static func ofOnePredictor(
        _ predictors: Tensor<Double>, _ row: (Int, Double) -> (first: Double, second: Double)
    ) -> RowDerivatives {
        var (first, second) = (Tensor<Double>(zeros: predictors.shape), Tensor<Double>(zeros: predictors.shape))
        predictors.withUnsafeBuffer { predictors in
            first.withUnsafeMutableBuffer { first in
                second.withUnsafeMutableBuffer { second in
                    for index in predictors.indices {
                        (first[index], second[index]) = row(index, predictors[index])
                    }
                }
            }
        }
        return RowDerivatives(first: [first], second: [second])
    }
}

/// The numbers of each row that a loss needs.
struct RowOutcomes: Sendable {
    /// The events, the trials and the weights: `[N]`.
    let events, trials, weights: Tensor<Double>

    init(_ data: RegressionData) {
        (events, trials, weights) = (data.outcome, data.trials, data.weights)
    }

    /// The same rows with events and non-events exchanged.
    var complement: RowOutcomes { RowOutcomes(events: trials - events, trials: trials, weights: weights) }

    /// Returns some of the rows, in the given order.
    func selecting(_ rows: Tensor<Int>) -> RowOutcomes {
        RowOutcomes(
            events: events.gathered(at: rows), trials: trials.gathered(at: rows), weights: weights.gathered(at: rows))
    }

    private init(events: Tensor<Double>, trials: Tensor<Double>, weights: Tensor<Double>) {
        (self.events, self.trials, self.weights) = (events, trials, weights)
    }

    /// Returns the sum of `row(events, trials, value)` over the rows, times their weights. Rows without weight do not
    /// count.
    func weightedSum(_ values: Tensor<Double>, _ row: (Double, Double, Double) -> Double) -> Double {
        withBuffers { events, trials, weights in
            values.withUnsafeBuffer { values in
                values.indices.reduce(0.0) { sum, index in
                    weights[index] > 0 ? sum + weights[index] * row(events[index], trials[index], values[index]) : sum
                }
            }
        }
    }

    /// Calls `body` with the events, the trials and the weights as buffers.
    func withBuffers<Result>(
        _ body: (UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>) -> Result
    ) -> Result {
        events.withUnsafeBuffer { events in
            trials.withUnsafeBuffer { trials in
                weights.withUnsafeBuffer { weights in body(events, trials, weights) }
            }
        }
    }
}
