import NeuralNetworks
import Tensors

/// How far a classifier's probabilities are from how often it is right: Σ over bins of the bin's share of the samples times
/// |accuracy − mean confidence| in it.
///
/// Confidence is the greatest of a sample's class probabilities; 15 bins of equal width over 0…1. 0 is perfectly
/// calibrated. NaN where there are no samples, or where a score is NaN.
///
/// Source: C. Guo and others, "On calibration of modern neural networks", ICML 2017.
///
/// - Parameters:
///   - scores: Logits or log-probabilities, `[N, classes]`.
///   - labels: The classes, `[N]`.
public func calibrationError<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ labels: Tensor<Int>, bins: Int = 15
) -> Double {
    var tally = CalibrationTally(bins: bins)
    tally.add(scores, labels)
    return tally.error
}

/// Confidence and correctness, summed in bins batch by batch.
struct CalibrationTally {
    private var counts: [Double]
    private var confidences: [Double]
    private var hits: [Double]

    init(bins: Int = 15) {
        require(bins > 0, "calibrationError: \(bins) bins")
        counts = [Double](repeating: 0, count: bins)
        (confidences, hits) = (counts, counts)
    }

    mutating func add<Scalar: RealScalar>(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>) {
        require(
            scores.rank == 2 && labels.shape == [scores.shape[0]],
            "calibrationError: scores \(scores.shape) and labels \(labels.shape) do not fit")
        if labels.count == 0 { return }
        let confidence: [Scalar] = scores.asConstant().softmax().max(axis: 1).scalars
        let answers: [Int] = scores.argmax(axis: 1).scalars
        for (row, label) in labels.scalars.enumerated() {
            let value = Double(confidence[row])
            let bin: Int = value.isNaN ? 0 : min(counts.count - 1, Int(value * Double(counts.count)))
            counts[bin] += 1
            confidences[bin] += value
            hits[bin] += answers[row] == label ? 1 : 0
        }
    }

    var error: Double {
        let total: Double = counts.reduce(0, +)
        let distances: [Double] = counts.indices.map { abs(hits[$0] - confidences[$0]) }
        return distances.reduce(0, +) / total
    }
}
