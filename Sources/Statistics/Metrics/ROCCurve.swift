import Tensors

/// The receiver operating characteristic: the true positive rate and the false positive rate at every threshold.
///
/// The curve starts at (0, 0) with the threshold ∞ and ends at (1, 1). The true positive rates are NaN without positive
/// samples, and the false positive rates are NaN without negative samples. All rates are NaN if a score, a target or a
/// weight is NaN.
public struct ROCCurve: Sendable, Hashable, Codable {
    /// For each threshold, the fraction of the negative samples whose score is at or above the threshold.
    public let falsePositiveRates: [Double]
    /// For each threshold, the fraction of the positive samples whose score is at or above the threshold.
    public let truePositiveRates: [Double]
    /// The thresholds: ∞, then the distinct scores in descending order.
    public let thresholds: [Double]

    init(_ samples: BinarySamples) {
        let steps = samples.cumulated
        let positives: Double = samples.hasNaN ? .nan : steps.positives.last ?? 0
        let negatives: Double = samples.hasNaN ? .nan : steps.negatives.last ?? 0
        thresholds = [.infinity] + steps.thresholds
        truePositiveRates = ([0] + steps.positives).map { $0 / positives }
        falsePositiveRates = ([0] + steps.negatives).map { $0 / negatives }
    }

    /// The area under the curve, by the trapezoidal rule. This area is the probability that a positive sample has a
    /// greater score than a negative sample. A pair with equal scores counts half (Mann–Whitney statistic). The area is
    /// NaN without positive samples, without negative samples, or if a score, a target or a weight is NaN.
    public var area: Double {
        let sum: Double = thresholds.indices.dropFirst().reduce(0) { sum, index in
            let width: Double = falsePositiveRates[index] - falsePositiveRates[index - 1]
            return sum + width * (truePositiveRates[index] + truePositiveRates[index - 1]) / 2
        }
        return thresholds.count > 1 ? sum : .nan
    }
}

/// Returns the ROC curve of scores, like scikit-learn's `roc_curve` with every threshold (`drop_intermediate=False`).
///
/// - Parameters:
///   - scores: The scores, of any shape. A greater score means that the sample is more probably positive.
///   - targets: The targets, of the same shape; another shape traps. Each target is 0 or 1; any other value except NaN
///     traps.
///   - weights: One weight for each sample in row-major order, all 1 by default. A negative weight and another number
///     of weights trap.
public func rocCurve<Scalar: RealScalar, Target: NumericScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> ROCCurve {
    ROCCurve(BinarySamples(scores, targets, weights: weights, "rocCurve"))
}

/// Returns the area under the ROC curve, "AUC". The area is 1 for scores that separate the classes, and 0.5 for scores
/// without information. The area is NaN if all samples are positive, if all samples are negative, or if a score, a
/// target or a weight is NaN. The function sorts the scores, which takes most of the time.
///
/// - Parameters:
///   - scores: The scores, of any shape. A greater score means that the sample is more probably positive.
///   - targets: The targets, of the same shape; another shape traps. Each target is 0 or 1; any other value except NaN
///     traps.
///   - weights: One weight for each sample in row-major order, all 1 by default. A negative weight and another number
///     of weights trap.
public func areaUnderROC<Scalar: RealScalar, Target: NumericScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> Double {
    ROCCurve(BinarySamples(scores, targets, weights: weights, "areaUnderROC")).area
}

/// The area under the ROC curve over the samples of all batches: see `areaUnderROC(_:_:weights:)`. The metric keeps
/// every score in memory.
public struct AreaUnderROC<Scalar: RealScalar>: MergeableMetric, Codable, Hashable {
    private var samples = BinarySamples()

    /// Creates a metric without samples.
    public init() {}

    /// The name of the metric, `"auc"`.
    public var name: String { "auc" }
    /// The area under the ROC curve; NaN without positive samples, without negative samples, or if a score, a target or
    /// a weight is NaN.
    public var value: Double { curve.area }
    /// The ROC curve of all samples that were added.
    public var curve: ROCCurve { ROCCurve(samples) }

    /// Adds scores with targets of the same shape; another shape traps. Each target is 0 or 1; any other value except
    /// NaN traps.
    public mutating func add(_ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        add(scores, targets, weights: nil)
    }

    /// Adds scores with targets of any numeric type, and a weight for each sample in row-major order; for `nil` all
    /// weights are 1. Traps if the shapes differ, if a target is not 0, 1 or NaN, if a weight is negative, or if the
    /// number of weights differs from the number of scores.
    public mutating func add<Target: NumericScalar>(
        _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]?
    ) {
        samples.add(scores, targets, weights: weights, "areaUnderROC")
    }

    /// Adds all samples that were added to `other`.
    public mutating func merge(_ other: AreaUnderROC) { samples.merge(other.samples) }

    /// Removes all samples that were added.
    public mutating func reset() { samples = BinarySamples() }
}
