import Tensors

/// The receiver operating characteristic: what share of the positive samples is found, against the share of the negative ones
/// that is taken for positive, at every threshold.
///
/// Starts at (0, 0) with the threshold ∞ and ends at (1, 1). NaN where there are no positive, or no negative samples, and where
/// a score is NaN.
public struct ROCCurve: Sendable, Hashable, Codable {
    /// The shares of the negatives at or above each threshold.
    public let falsePositiveRates: [Double]
    /// The shares of the positives at or above each threshold.
    public let truePositiveRates: [Double]
    /// The scores that occur, the greatest first, after ∞.
    public let thresholds: [Double]

    init(_ samples: BinarySamples) {
        let steps = samples.cumulated
        let positives: Double = samples.hasNaN ? .nan : steps.positives.last ?? 0
        let negatives: Double = samples.hasNaN ? .nan : steps.negatives.last ?? 0
        thresholds = [.infinity] + steps.thresholds
        truePositiveRates = ([0] + steps.positives).map { $0 / positives }
        falsePositiveRates = ([0] + steps.negatives).map { $0 / negatives }
    }

    /// The area under the curve, by trapezoids: the probability that a positive sample scores above a negative one, where equal
    /// scores count half (Mann and Whitney's statistic).
    public var area: Double {
        let sum: Double = thresholds.indices.dropFirst().reduce(0) { sum, index in
            let width: Double = falsePositiveRates[index] - falsePositiveRates[index - 1]
            return sum + width * (truePositiveRates[index] + truePositiveRates[index - 1]) / 2
        }
        return thresholds.count > 1 ? sum : .nan
    }
}

/// The ROC curve of scores: scikit-learn's `roc_curve` with every threshold (`drop_intermediate=False`).
///
/// - Parameters:
///   - scores: Any shape; greater means more probably positive. Probabilities, logits, or any other scores.
///   - targets: Of the same shape, each 0 or 1; others trap, NaN excepted.
///   - weights: One for each sample in row-major order; all 1 unless given.
public func rocCurve<Scalar: RealScalar, Target: NumericScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> ROCCurve {
    ROCCurve(BinarySamples(scores, targets, weights: weights, "rocCurve"))
}

/// The area under the ROC curve, "AUC": 1 for scores that separate, 0.5 for scores that say nothing; NaN where only one class
/// occurs. Cost: that of sorting the scores.
public func areaUnderROC<Scalar: RealScalar, Target: NumericScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> Double {
    ROCCurve(BinarySamples(scores, targets, weights: weights, "areaUnderROC")).area
}

/// `areaUnderROC` of everything that is added: keeps every score.
public struct AreaUnderROC<Scalar: RealScalar>: Metric, Codable, Hashable {
    private var samples = BinarySamples()

    public init() {}

    public var name: String { "auc" }
    public var value: Double { curve.area }
    /// The curve under which the area lies.
    public var curve: ROCCurve { ROCCurve(samples) }

    public mutating func add(_ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        add(scores, targets, weights: nil)
    }

    /// Adds targets of any numeric type, with weights.
    public mutating func add<Target: NumericScalar>(
        _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]?
    ) {
        samples.add(scores, targets, weights: weights, "areaUnderROC")
    }

    public mutating func reset() { samples = BinarySamples() }
}
