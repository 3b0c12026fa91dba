import Tensors

// The metrics as functions of arrays. The first argument contains scores or predictions, the second the true values.
// Binary targets are 0 or 1. Arrays of different lengths trap.

/// Returns the fraction of predictions that equal their labels. The result is NaN without samples.
///
/// - Parameters:
///   - predictions: One class for each sample.
///   - labels: The true classes.
///   - weights: One weight for each sample. All weights are 1 by default.
public func accuracy(_ predictions: [Int], _ labels: [Int], weights: [Double]? = nil) -> Double {
    require(predictions.count == labels.count, "accuracy: \(predictions.count) predictions for \(labels.count) labels")
    requireWeights(weights, count: labels.count, "accuracy")
    var mean = WeightedMean()
    for index in labels.indices {
        mean.add(predictions[index] == labels[index] ? 1 : 0, weight: weights?[index] ?? 1)
    }
    return mean.value
}

/// Returns the ROC curve of scores; see `rocCurve` of tensors.
public func rocCurve(_ scores: [Double], _ targets: [Int], weights: [Double]? = nil) -> ROCCurve {
    rocCurve(Tensor(scores), Tensor(targets), weights: weights)
}

/// Returns the area under the ROC curve of scores; see `areaUnderROC` of tensors.
public func areaUnderROC(_ scores: [Double], _ targets: [Int], weights: [Double]? = nil) -> Double {
    areaUnderROC(Tensor(scores), Tensor(targets), weights: weights)
}

/// Returns the precision–recall curve of scores; see `precisionRecallCurve` of tensors.
public func precisionRecallCurve(
    _ scores: [Double], _ targets: [Int], weights: [Double]? = nil
) -> PrecisionRecallCurve {
    precisionRecallCurve(Tensor(scores), Tensor(targets), weights: weights)
}

/// Returns the average precision of scores; see `averagePrecision` of tensors.
public func averagePrecision(_ scores: [Double], _ targets: [Int], weights: [Double]? = nil) -> Double {
    averagePrecision(Tensor(scores), Tensor(targets), weights: weights)
}

/// Returns the Brier score of probabilities of the positive class; see `brierScore` of tensors.
public func brierScore(_ probabilities: [Double], _ targets: [Int], weights: [Double]? = nil) -> Double {
    brierScore(Tensor(probabilities), Tensor(targets), weights: weights)
}

/// Returns the reliability curve of probabilities of the positive class; see `reliabilityCurve` of tensors.
public func reliabilityCurve(
    _ probabilities: [Double], _ targets: [Int], bins: Int = 5, strategy: BinStrategy = .uniform
) -> ReliabilityCurve {
    reliabilityCurve(Tensor(probabilities), Tensor(targets), bins: bins, strategy: strategy)
}

/// Returns all errors of the predictions; see `RegressionErrors`.
public func regressionErrors(
    _ predictions: [Double], _ targets: [Double], weights: [Double]? = nil
) -> RegressionErrors {
    regressionErrors(Tensor(predictions), Tensor(targets), weights: weights)
}

/// Returns the coefficient of determination R² of predictions; see `RegressionErrors.rSquared`.
public func rSquared(_ predictions: [Double], _ targets: [Double], weights: [Double]? = nil) -> Double {
    rSquared(Tensor(predictions), Tensor(targets), weights: weights)
}
