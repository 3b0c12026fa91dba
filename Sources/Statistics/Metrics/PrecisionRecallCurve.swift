import Tensors

/// The precision and the recall at every threshold, from the least threshold to the greatest.
///
/// The last point has precision 1, recall 0 and no threshold. All precisions and recalls are NaN without positive
/// samples, or if a score, a target or a weight is NaN.
public struct PrecisionRecallCurve: Sendable, Hashable, Codable {
    /// For each threshold, the fraction of positive samples among the samples whose score is at or above the threshold.
    /// The last element is 1.
    public let precisions: [Double]
    /// For each threshold, the fraction of the positive samples whose score is at or above the threshold. The last
    /// element is 0.
    public let recalls: [Double]
    /// The distinct scores in ascending order. The number of thresholds is the number of points minus 1.
    public let thresholds: [Double]

    init(_ samples: BinarySamples) {
        let steps = samples.cumulated
        let positives: Double = steps.positives.last ?? 0
        let exists: Bool = !samples.hasNaN && positives > 0
        thresholds = steps.thresholds.reversed()
        recalls = steps.positives.reversed().map { exists ? $0 / positives : .nan } + [exists ? 0 : .nan]
        // If all samples at or above a threshold have weight 0, the precision is NaN.
        precisions =
            zip(steps.positives, steps.negatives).reversed().map { exists ? $0 / ($0 + $1) : .nan } + [
                exists ? 1 : .nan
            ]
    }

    /// The average precision Σ (R_n − R_{n−1}) · P_n without interpolation. R_n is the recall and P_n is the precision
    /// at the n-th threshold in descending order, and R_0 is 0. The average precision is NaN without positive samples,
    /// or if a score, a target or a weight is NaN.
    public var averagePrecision: Double {
        recalls.indices.dropLast().reversed().reduce(recalls.last ?? .nan) { sum, index in
            let gain: Double = recalls[index] - recalls[index + 1]
            // Samples of weight 0 do not change the recall, but the precision may be NaN, and 0 · NaN is NaN.
            return gain == 0 ? sum : sum + gain * precisions[index]
        }
    }
}

/// Returns the precision–recall curve of scores, like scikit-learn's `precision_recall_curve`.
///
/// - Parameters:
///   - scores: The scores, of any shape. A greater score means that the sample is more probably positive.
///   - targets: The targets, of the same shape; another shape traps. Each target is 0 or 1; any other value except NaN
///     traps.
///   - weights: One weight for each sample in row-major order, all 1 by default. A negative weight and another number
///     of weights trap.
public func precisionRecallCurve<Scalar: RealScalar, Target: NumericScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> PrecisionRecallCurve {
    PrecisionRecallCurve(BinarySamples(scores, targets, weights: weights, "precisionRecallCurve"))
}

/// Returns the average precision: the area under the precision–recall curve as a sum of rectangles. The result is NaN
/// without positive samples, or if a score, a target or a weight is NaN.
///
/// - Parameters:
///   - scores: The scores, of any shape. A greater score means that the sample is more probably positive.
///   - targets: The targets, of the same shape; another shape traps. Each target is 0 or 1; any other value except NaN
///     traps.
///   - weights: One weight for each sample in row-major order, all 1 by default. A negative weight and another number
///     of weights trap.
public func averagePrecision<Scalar: RealScalar, Target: NumericScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> Double {
    PrecisionRecallCurve(BinarySamples(scores, targets, weights: weights, "averagePrecision")).averagePrecision
}

/// The average precision over the samples of all batches: see `averagePrecision(_:_:weights:)`. The metric keeps every
/// score in memory.
public struct AveragePrecision<Scalar: RealScalar>: MergeableMetric, Codable, Hashable {
    private var samples = BinarySamples()

    /// Creates a metric without samples.
    public init() {}

    /// The name of the metric, `"average_precision"`.
    public var name: String { "average_precision" }
    /// The average precision; NaN without positive samples, or if a score, a target or a weight is NaN.
    public var value: Double { curve.averagePrecision }
    /// The precision–recall curve of all samples that were added.
    public var curve: PrecisionRecallCurve { PrecisionRecallCurve(samples) }

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
        samples.add(scores, targets, weights: weights, "averagePrecision")
    }

    /// Adds all samples that were added to `other`.
    public mutating func merge(_ other: AveragePrecision) { samples.merge(other.samples) }

    /// Removes all samples that were added.
    public mutating func reset() { samples = BinarySamples() }
}
