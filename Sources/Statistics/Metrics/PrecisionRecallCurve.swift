import Tensors

/// Precision against recall at every threshold, from the least threshold to the greatest.
///
/// Ends at precision 1, recall 0, which has no threshold. NaN where there are no positive samples, and where a score is NaN.
public struct PrecisionRecallCurve: Sendable, Hashable, Codable {
    /// The share of positives among the samples at or above each threshold, and 1.
    public let precisions: [Double]
    /// The share of the positives that are at or above each threshold, and 0.
    public let recalls: [Double]
    /// The scores that occur, ascending; one fewer than points.
    public let thresholds: [Double]

    init(_ samples: BinarySamples) {
        let steps = samples.cumulated
        let positives: Double = steps.positives.last ?? 0
        let exists: Bool = !samples.hasNaN && positives > 0
        thresholds = steps.thresholds.reversed()
        recalls = steps.positives.reversed().map { exists ? $0 / positives : .nan } + [exists ? 0 : .nan]
        // Samples of weight 0 alone have no precision.
        precisions =
            zip(steps.positives, steps.negatives).reversed().map { exists ? $0 / ($0 + $1) : .nan } + [
                exists ? 1 : .nan
            ]
    }

    /// The average precision, Σ (R_n − R_{n−1}) · P_n from the greatest threshold on, without interpolation.
    public var averagePrecision: Double {
        recalls.indices.dropLast().reversed().reduce(recalls.last ?? .nan) { sum, index in
            let gain: Double = recalls[index] - recalls[index + 1]
            // Nothing is gained where only samples of weight 0 are: their precision may be NaN.
            return gain == 0 ? sum : sum + gain * precisions[index]
        }
    }
}

/// The precision–recall curve of scores: scikit-learn's `precision_recall_curve`. Parameters as those of `rocCurve`.
public func precisionRecallCurve<Scalar: RealScalar, Target: NumericScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> PrecisionRecallCurve {
    PrecisionRecallCurve(BinarySamples(scores, targets, weights: weights, "precisionRecallCurve"))
}

/// The average precision: the area under the precision–recall curve as a sum of rectangles; NaN without positive samples.
public func averagePrecision<Scalar: RealScalar, Target: NumericScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> Double {
    PrecisionRecallCurve(BinarySamples(scores, targets, weights: weights, "averagePrecision")).averagePrecision
}

/// `averagePrecision` of everything that is added: keeps every score.
public struct AveragePrecision<Scalar: RealScalar>: Metric, Codable, Hashable {
    private var samples = BinarySamples()

    public init() {}

    public var name: String { "average_precision" }
    public var value: Double { curve.averagePrecision }
    /// The curve under which the area lies.
    public var curve: PrecisionRecallCurve { PrecisionRecallCurve(samples) }

    public mutating func add(_ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        add(scores, targets, weights: nil)
    }

    /// Adds targets of any numeric type, with weights.
    public mutating func add<Target: NumericScalar>(
        _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]?
    ) {
        samples.add(scores, targets, weights: weights, "averagePrecision")
    }

    public mutating func reset() { samples = BinarySamples() }
}
