import Tensors

/// The precision and the recall at every threshold, from the least threshold to the greatest.
///
/// The last point has precision 1, recall 0 and no threshold. All precisions and recalls are NaN without positive
/// samples, or if a score or target is NaN.
public struct PrecisionRecallCurve: Sendable, Hashable, Codable {
    /// The fraction of positives among the samples whose score is at or above each threshold; 1 at the end.
    public let precisions: [Double]
    /// The fraction of the positives whose score is at or above each threshold; 0 at the end.
    public let recalls: [Double]
    /// The distinct scores in ascending order. There is one threshold less than there are points.
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

    /// The average precision, Σ (R_n − R_{n−1}) · P_n from the greatest threshold down, without interpolation.
    public var averagePrecision: Double {
        recalls.indices.dropLast().reversed().reduce(recalls.last ?? .nan) { sum, index in
            let gain: Double = recalls[index] - recalls[index + 1]
            // Samples of weight 0 do not change the recall, but their precision may be NaN.
            return gain == 0 ? sum : sum + gain * precisions[index]
        }
    }
}

/// Returns the precision–recall curve of scores: scikit-learn's `precision_recall_curve`.
///
/// - Parameters:
///   - scores: A tensor of any shape. A greater score means that the sample is more probably positive.
///   - targets: A tensor of the same shape. Each element is 0 or 1; any other value except NaN traps.
///   - weights: One weight for each sample in row-major order. All weights are 1 by default.
public func precisionRecallCurve<Scalar: RealScalar, Target: NumericScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> PrecisionRecallCurve {
    PrecisionRecallCurve(BinarySamples(scores, targets, weights: weights, "precisionRecallCurve"))
}

/// Returns the average precision, the area under the precision–recall curve as a sum of rectangles; NaN without
/// positive samples.
///
/// - Parameters:
///   - scores: A tensor of any shape. A greater score means that the sample is more probably positive.
///   - targets: A tensor of the same shape. Each element is 0 or 1; any other value except NaN traps.
///   - weights: One weight for each sample in row-major order. All weights are 1 by default.
public func averagePrecision<Scalar: RealScalar, Target: NumericScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> Double {
    PrecisionRecallCurve(BinarySamples(scores, targets, weights: weights, "averagePrecision")).averagePrecision
}

/// The metric `averagePrecision` over all batches. It keeps every score in memory.
public struct AveragePrecision<Scalar: RealScalar>: Metric, Codable, Hashable {
    private var samples = BinarySamples()

    /// Creates a metric without samples.
    public init() {}

    /// `"average_precision"`.
    public var name: String { "average_precision" }
    /// The average precision; NaN without positive samples.
    public var value: Double { curve.averagePrecision }
    /// The curve whose area is the value.
    public var curve: PrecisionRecallCurve { PrecisionRecallCurve(samples) }

    /// Adds scores with targets of the same shape, each 0 or 1; any other value except NaN traps.
    public mutating func add(_ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        add(scores, targets, weights: nil)
    }

    /// Adds scores with targets of any numeric type, and a weight for each sample.
    public mutating func add<Target: NumericScalar>(
        _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]?
    ) {
        samples.add(scores, targets, weights: weights, "averagePrecision")
    }

    /// Removes everything that was added.
    public mutating func reset() { samples = BinarySamples() }
}
