import Tensors

// The metrics as functions of arrays. The first argument contains scores or predictions, and the second argument
// contains the true values. Binary targets are 0 or 1; any other target traps. Arrays of different lengths trap.

/// Returns the fraction of predictions that equal their labels, or the weighted fraction if weights are given. The
/// result is NaN without samples.
///
/// - Parameters:
///   - predictions: The predicted classes, one for each sample.
///   - labels: The true classes, one for each prediction. Another number of labels traps.
///   - weights: One weight for each sample, all 1 by default. A negative weight and another number of weights trap.
public func accuracy(_ predictions: [Int], _ labels: [Int], weights: [Double]? = nil) -> Double {
    require(predictions.count == labels.count, "accuracy: \(predictions.count) predictions for \(labels.count) labels")
    requireWeights(weights, count: labels.count, "accuracy")
    var mean = WeightedMean()
    for index in labels.indices {
        mean.add(predictions[index] == labels[index] ? 1 : 0, weight: weights?[index] ?? 1)
    }
    return mean.value
}

/// Returns the ROC curve of scores for targets 0 or 1: see the function `rocCurve` of tensors.
///
/// - Parameters:
///   - scores: The scores. A greater score means that the sample is more probably positive.
///   - targets: The targets, one for each score, each 0 or 1. Another target or another number of targets traps.
///   - weights: One weight for each sample, all 1 by default. A negative weight and another number of weights trap.
public func rocCurve(_ scores: [Double], _ targets: [Int], weights: [Double]? = nil) -> ROCCurve {
    rocCurve(Tensor(scores), Tensor(targets), weights: weights)
}

/// Returns the area under the ROC curve of scores for targets 0 or 1: see the function `areaUnderROC` of tensors.
///
/// - Parameters:
///   - scores: The scores. A greater score means that the sample is more probably positive.
///   - targets: The targets, one for each score, each 0 or 1. Another target or another number of targets traps.
///   - weights: One weight for each sample, all 1 by default. A negative weight and another number of weights trap.
public func areaUnderROC(_ scores: [Double], _ targets: [Int], weights: [Double]? = nil) -> Double {
    areaUnderROC(Tensor(scores), Tensor(targets), weights: weights)
}

/// Returns the precision–recall curve of scores for targets 0 or 1: see the function `precisionRecallCurve` of tensors.
///
/// - Parameters:
///   - scores: The scores. A greater score means that the sample is more probably positive.
///   - targets: The targets, one for each score, each 0 or 1. Another target or another number of targets traps.
///   - weights: One weight for each sample, all 1 by default. A negative weight and another number of weights trap.
public func precisionRecallCurve(
    _ scores: [Double], _ targets: [Int], weights: [Double]? = nil
) -> PrecisionRecallCurve {
    precisionRecallCurve(Tensor(scores), Tensor(targets), weights: weights)
}

/// Returns the average precision of scores for targets 0 or 1: see the function `averagePrecision` of tensors.
///
/// - Parameters:
///   - scores: The scores. A greater score means that the sample is more probably positive.
///   - targets: The targets, one for each score, each 0 or 1. Another target or another number of targets traps.
///   - weights: One weight for each sample, all 1 by default. A negative weight and another number of weights trap.
public func averagePrecision(_ scores: [Double], _ targets: [Int], weights: [Double]? = nil) -> Double {
    averagePrecision(Tensor(scores), Tensor(targets), weights: weights)
}

/// Returns the Brier score of probabilities of the positive class for targets 0 or 1: see the function `brierScore` of
/// tensors.
///
/// - Parameters:
///   - probabilities: The probabilities, from 0 to 1. Any other value except NaN traps.
///   - targets: The targets, one for each probability, each 0 or 1. Another target or another number of targets traps.
///   - weights: One weight for each sample, all 1 by default. A negative weight and another number of weights trap.
public func brierScore(_ probabilities: [Double], _ targets: [Int], weights: [Double]? = nil) -> Double {
    brierScore(Tensor(probabilities), Tensor(targets), weights: weights)
}

/// Returns the reliability curve of probabilities of the positive class for targets 0 or 1: see the function
/// `reliabilityCurve` of tensors.
///
/// - Parameters:
///   - probabilities: The probabilities, from 0 to 1. Any other value except NaN traps.
///   - targets: The targets, one for each probability, each 0 or 1. Another target or another number of targets traps.
///   - bins: The number of bins; a number below 1 traps.
///   - strategy: The way in which the edges of the bins are chosen.
public func reliabilityCurve(
    _ probabilities: [Double], _ targets: [Int], bins: Int = 5, strategy: BinStrategy = .uniform
) -> ReliabilityCurve {
    reliabilityCurve(Tensor(probabilities), Tensor(targets), bins: bins, strategy: strategy)
}

/// Returns all errors of the predictions: see `RegressionErrors`.
///
/// - Parameters:
///   - predictions: The predictions.
///   - targets: The true values, one for each prediction. Another number of targets traps.
///   - weights: One weight for each sample, all 1 by default. A negative weight and another number of weights trap.
public func regressionErrors(
    _ predictions: [Double], _ targets: [Double], weights: [Double]? = nil
) -> RegressionErrors {
    regressionErrors(Tensor(predictions), Tensor(targets), weights: weights)
}

/// Returns the coefficient of determination R² of predictions: see `RegressionErrors.rSquared`.
///
/// - Parameters:
///   - predictions: The predictions.
///   - targets: The true values, one for each prediction. Another number of targets traps.
///   - weights: One weight for each sample, all 1 by default. A negative weight and another number of weights trap.
public func rSquared(_ predictions: [Double], _ targets: [Double], weights: [Double]? = nil) -> Double {
    rSquared(Tensor(predictions), Tensor(targets), weights: weights)
}
