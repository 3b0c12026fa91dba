import Tensors

/// The receiver operating characteristic: the true positive rate and the false positive rate at every threshold.
///
/// The curve starts at (0, 0) with the threshold ∞ and ends at (1, 1). The true positive rates are NaN without positive
/// samples, and the false positive rates are NaN without negative samples. All rates are NaN if a score or target is
/// NaN.
public struct ROCCurve: Sendable, Hashable, Codable {
    /// The fraction of the negative samples whose score is at or above each threshold.
    public let falsePositiveRates: [Double]
    /// The fraction of the positive samples whose score is at or above each threshold.
    public let truePositiveRates: [Double]
    /// ∞, then the distinct scores in descending order.
    public let thresholds: [Double]

    init(_ samples: BinarySamples) {
        let steps = samples.cumulated
        let positives: Double = samples.hasNaN ? .nan : steps.positives.last ?? 0
        let negatives: Double = samples.hasNaN ? .nan : steps.negatives.last ?? 0
        thresholds = [.infinity] + steps.thresholds
        truePositiveRates = ([0] + steps.positives).map { $0 / positives }
        falsePositiveRates = ([0] + steps.negatives).map { $0 / negatives }
    }

    /// The area under the curve, by the trapezoidal rule. It is the probability that a positive sample has a greater
    /// score than a negative one; a pair with equal scores counts half (Mann–Whitney statistic).
    public var area: Double {
        let sum: Double = thresholds.indices.dropFirst().reduce(0) { sum, index in
            let width: Double = falsePositiveRates[index] - falsePositiveRates[index - 1]
            return sum + width * (truePositiveRates[index] + truePositiveRates[index - 1]) / 2
        }
        return thresholds.count > 1 ? sum : .nan
    }
}

/// Returns the ROC curve of scores: scikit-learn's `roc_curve` with every threshold (`drop_intermediate=False`).
///
/// - Parameters:
///   - scores: A tensor of any shape. A greater score means that the sample is more probably positive.
///   - targets: A tensor of the same shape. Each element is 0 or 1; any other value except NaN traps.
///   - weights: One weight for each sample in row-major order. All weights are 1 by default.
public func rocCurve<Scalar: RealScalar, Target: NumericScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> ROCCurve {
    ROCCurve(BinarySamples(scores, targets, weights: weights, "rocCurve"))
}

/// Returns the area under the ROC curve, "AUC": 1 for scores that separate the classes and 0.5 for scores without
/// information. It is NaN if only one class occurs. The cost is the cost of sorting the scores.
///
/// - Parameters:
///   - scores: A tensor of any shape. A greater score means that the sample is more probably positive.
///   - targets: A tensor of the same shape. Each element is 0 or 1; any other value except NaN traps.
///   - weights: One weight for each sample in row-major order. All weights are 1 by default.
public func areaUnderROC<Scalar: RealScalar, Target: NumericScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> Double {
    ROCCurve(BinarySamples(scores, targets, weights: weights, "areaUnderROC")).area
}

/// The metric `areaUnderROC` over all batches. It keeps every score in memory.
public struct AreaUnderROC<Scalar: RealScalar>: Metric, Codable, Hashable {
    private var samples = BinarySamples()

    /// Creates a metric without samples.
    public init() {}

    /// `"auc"`.
    public var name: String { "auc" }
    /// The area under the ROC curve; NaN if only one class occurs.
    public var value: Double { curve.area }
    /// The curve whose area is the value.
    public var curve: ROCCurve { ROCCurve(samples) }

    /// Adds scores with targets of the same shape, each 0 or 1; any other value except NaN traps.
    public mutating func add(_ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        add(scores, targets, weights: nil)
    }

    /// Adds scores with targets of any numeric type, and a weight for each sample.
    public mutating func add<Target: NumericScalar>(
        _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]?
    ) {
        samples.add(scores, targets, weights: weights, "areaUnderROC")
    }

    /// Removes everything that was added.
    public mutating func reset() { samples = BinarySamples() }
}
