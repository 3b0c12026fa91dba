import Tensors

/// The expected calibration error: how far a classifier's probabilities are from how often it is right, Σ over bins of
/// the bin's share of the samples times |accuracy − mean confidence| in it.
///
/// Confidence is the greatest of a sample's class probabilities; 15 bins of equal width over 0…1. 0 is perfectly
/// calibrated. NaN where there are no samples, or where a score is NaN.
///
/// Source: C. Guo and others, "On calibration of modern neural networks", ICML 2017.
///
/// - Parameters:
///   - scores: Logits or log-probabilities, `[..., classes]`.
///   - labels: The classes, `[...]`.
public func calibrationError<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ labels: Tensor<Int>, bins: Int = 15
) -> Double {
    var tally = CalibrationTally(bins: bins)
    tally.add(scores, labels)
    return tally.error
}

/// Confidence and correctness of a classifier, summed in bins batch by batch.
public struct CalibrationTally: Sendable, Hashable, Codable {
    private var counts: [Double]
    private var confidences: [Double]
    private var hits: [Double]

    /// - Parameter bins: How many bins of equal width the confidences 0…1 fall into.
    public init(bins: Int = 15) {
        require(bins > 0, "calibrationError: \(bins) bins")
        counts = [Double](repeating: 0, count: bins)
        (confidences, hits) = (counts, counts)
    }

    /// Adds a batch of logits or log-probabilities `[..., classes]` with their labels `[...]`.
    public mutating func add<Scalar: RealScalar>(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>) {
        requireScores(scores, labels, "calibrationError")
        if labels.count == 0 { return }
        let confidence: [Scalar] = scores.asConstant().softmax().max(axis: -1).scalars
        let answers: [Int] = scores.argmax(axis: -1).scalars
        for (row, label) in labels.scalars.enumerated() {
            let value = Double(confidence[row])
            let bin: Int = value.isNaN ? 0 : min(counts.count - 1, Int(value * Double(counts.count)))
            counts[bin] += 1
            confidences[bin] += value
            hits[bin] += answers[row] == label ? 1 : 0
        }
    }

    /// The expected calibration error; NaN without samples.
    public var error: Double {
        let total: Double = counts.reduce(0, +)
        let distances: [Double] = counts.indices.map { abs(hits[$0] - confidences[$0]) }
        return distances.reduce(0, +) / total
    }

    /// For each bin that holds samples, how often the classifier was right against how sure it was.
    public var reliabilityCurve: ReliabilityCurve {
        let filled: [Int] = counts.indices.filter { counts[$0] != 0 }
        return ReliabilityCurve(
            meanProbabilities: filled.map { confidences[$0] / counts[$0] },
            frequencies: filled.map { hits[$0] / counts[$0] }, counts: filled.map { counts[$0] })
    }
}

/// `calibrationError`, batch by batch.
public struct CalibrationError<Scalar: RealScalar>: Metric, Codable, Hashable {
    private var tally: CalibrationTally
    private let bins: Int

    public init(bins: Int = 15) { (tally, self.bins) = (CalibrationTally(bins: bins), bins) }

    public var name: String { "calibration_error" }
    public var value: Double { tally.error }
    public var goal: MetricGoal { .minimum }
    public mutating func add(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>) { tally.add(scores, labels) }
    public mutating func reset() { tally = CalibrationTally(bins: bins) }
}
