import Tensors

/// Returns the expected calibration error, which compares the confidence of a classifier with its accuracy. The samples
/// are divided into bins by confidence. The error is the mean of |accuracy − mean confidence| over the bins, weighted
/// by the number of samples in each bin. An error of 0 means perfect calibration.
///
/// The confidence of a sample is the greatest class probability of the sample, computed by softmax. The bins have equal
/// width. The error is NaN without samples, or if a score is NaN.
///
/// Source: C. Guo and others, "On calibration of modern neural networks", ICML 2017.
///
/// - Parameters:
///   - scores: Logits or log-probabilities, `[..., classes]`.
///   - labels: The true classes, `[...]`; another shape traps.
///   - bins: The number of bins from 0 to 1; a number below 1 traps.
public func calibrationError<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ labels: Tensor<Int>, bins: Int = 15
) -> Double {
    var tally = CalibrationTally(bins: bins)
    tally.add(scores, labels)
    return tally.error
}

/// The number of samples, the sum of the confidences and the number of correct predictions in each bin of confidence,
/// accumulated batch by batch.
public struct CalibrationTally: Sendable, Hashable, Codable {
    private var counts: [Double]
    private var confidences: [Double]
    private var hits: [Double]

    /// Creates a tally without samples.
    ///
    /// - Parameter bins: The number of bins of equal width from 0 to 1; a number below 1 traps.
    public init(bins: Int = 15) {
        require(bins > 0, "calibrationError: the number of bins, \(bins), must be positive")
        counts = [Double](repeating: 0, count: bins)
        (confidences, hits) = (counts, counts)
    }

    /// Adds a batch of logits or log-probabilities `[..., classes]` with their labels `[...]`; other shapes trap.
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

    /// Adds all samples that were added to `other`. Traps if `other` has another number of bins.
    public mutating func merge(_ other: CalibrationTally) {
        require(
            counts.count == other.counts.count,
            "calibrationError: tallies of \(counts.count) and \(other.counts.count) bins cannot be merged")
        for bin in counts.indices {
            counts[bin] += other.counts[bin]
            confidences[bin] += other.confidences[bin]
            hits[bin] += other.hits[bin]
        }
    }

    /// The expected calibration error; NaN without samples, or if a score is NaN.
    public var error: Double {
        let total: Double = counts.reduce(0, +)
        let distances: [Double] = counts.indices.map { abs(hits[$0] - confidences[$0]) }
        return distances.reduce(0, +) / total
    }

    /// The accuracy and the mean confidence of each bin that contains samples.
    public var reliabilityCurve: ReliabilityCurve {
        let filled: [Int] = counts.indices.filter { counts[$0] != 0 }
        return ReliabilityCurve(
            meanProbabilities: filled.map { confidences[$0] / counts[$0] },
            frequencies: filled.map { hits[$0] / counts[$0] }, counts: filled.map { counts[$0] })
    }
}

/// The expected calibration error, accumulated batch by batch: see `calibrationError(_:_:bins:)`.
public struct CalibrationError<Scalar: RealScalar>: MergeableMetric, Codable, Hashable {
    private var tally: CalibrationTally
    private let bins: Int

    /// Creates a metric without samples.
    ///
    /// - Parameter bins: The number of bins of equal width from 0 to 1; a number below 1 traps.
    public init(bins: Int = 15) { (tally, self.bins) = (CalibrationTally(bins: bins), bins) }

    /// The name of the metric, `"calibration_error"`.
    public var name: String { "calibration_error" }
    /// The expected calibration error; NaN without samples, or if a score is NaN.
    public var value: Double { tally.error }
    /// The goal `minimum`: a smaller value is better.
    public var goal: MetricGoal { .minimum }
    /// Adds logits or log-probabilities `[..., classes]` with their labels `[...]`; other shapes trap.
    public mutating func add(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>) { tally.add(scores, labels) }
    /// Adds all samples that were added to `other`. Traps if `other` has another number of bins.
    public mutating func merge(_ other: CalibrationError) {
        require(bins == other.bins, "calibrationError: metrics with \(bins) and \(other.bins) bins cannot be merged")
        tally.merge(other.tally)
    }

    /// Removes all samples that were added.
    public mutating func reset() { tally = CalibrationTally(bins: bins) }
}
