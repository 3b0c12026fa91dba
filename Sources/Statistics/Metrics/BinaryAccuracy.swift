import Tensors

/// The fraction of correct binary predictions, accumulated batch by batch. A score above the threshold predicts 1. A
/// sample with several labels counts as several predictions. The value is NaN without samples, or if a score, a target
/// or a weight is NaN.
public struct BinaryAccuracy<Scalar: RealScalar>: MergeableMetric, Codable, Hashable {
    /// The score above which the prediction is 1. Use 0.5 for probabilities and 0 for logits.
    public let threshold: Double
    private var mean = WeightedMean()

    /// Creates a metric without samples.
    ///
    /// - Parameter threshold: The score above which the prediction is 1. Use 0.5 for probabilities and 0 for logits.
    public init(threshold: Double = 0.5) { self.threshold = threshold }

    /// The name of the metric, `"accuracy"`.
    public var name: String { "accuracy" }
    /// The weighted fraction of correct predictions; NaN without samples.
    public var value: Double { mean.value }

    /// Adds scores of any shape with targets of the same shape. Each target is 0 or 1; any other value except NaN
    /// traps. Another shape of the targets traps.
    public mutating func add(_ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        add(scores, targets, weights: nil)
    }

    /// Adds scores with targets of any numeric type, and a weight for each prediction in row-major order. For `nil` all
    /// weights are 1. Traps if the shapes differ, if a target is not 0, 1 or NaN, if a weight is negative, or if the
    /// number of weights differs from the number of scores.
    public mutating func add<Target: NumericScalar>(
        _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]?
    ) {
        let samples = BinarySamples(scores, targets, weights: weights, "binaryAccuracy")
        for (index, score) in samples.scores.enumerated() {
            let isRight: Bool = (score > threshold) == samples.arePositive[index]
            mean.add(samples.hasNaN ? .nan : isRight ? 1 : 0, weight: samples.weight(index))
        }
    }

    /// Adds all samples that were added to `other`. Traps if `other` has another threshold.
    public mutating func merge(_ other: BinaryAccuracy) {
        require(
            threshold == other.threshold,
            "binaryAccuracy: metrics with thresholds \(threshold) and \(other.threshold) cannot be merged")
        mean.merge(other.mean)
    }

    /// Removes all samples that were added.
    public mutating func reset() { mean = WeightedMean() }
}

/// The precision, the recall or the F1 of binary predictions, accumulated batch by batch. A score above the threshold
/// predicts 1.
///
/// Scores of shape `[N]` or `[N, 1]` belong to a single label. Scores of shape `[..., labels]` belong to several
/// labels, and `values` then contains the result of each label. An undefined result is NaN, for example the recall of a
/// label that never occurs. A result is also NaN if a score or a target is NaN.
public struct BinaryScore<Scalar: RealScalar>: MergeableMetric, Codable, Hashable {
    /// The score of each label: precision, recall or F1.
    public let score: ClassScore
    /// The score above which the prediction is 1.
    public let threshold: Double
    /// The way in which the results of several labels are averaged.
    public let average: ClassAverage
    private var tally = ClassTally(hits: [], predicted: [], support: [])

    /// Creates a metric without samples.
    ///
    /// - Parameters:
    ///   - score: The score of each label: precision, recall or F1.
    ///   - threshold: The score above which the prediction is 1. Use 0.5 for probabilities and 0 for logits.
    ///   - average: The way in which the results of several labels are averaged.
    public init(_ score: ClassScore, threshold: Double = 0.5, average: ClassAverage = .macro) {
        (self.score, self.threshold, self.average) = (score, threshold, average)
    }

    /// The name of the metric: `"precision"`, `"recall"` or `"f1"`.
    public var name: String { score.rawValue }
    /// The result of a single label, or the average over several labels.
    public var value: Double { tally.score(score, average, undefined: .nan) }
    /// `value` with the name `name`. If there are several labels, the result of each label follows, with a name such as
    /// `f1_0`.
    public var values: [(name: String, value: Double)] {
        let labels: [Double] = tally.scores(score)
        return [(name, value)] + (labels.count > 1 ? labels.enumerated().map { ("\(name)_\($0)", $1) } : [])
    }

    /// Adds scores with targets of the same shape; another shape traps. Each target is 0 or 1; any other value except
    /// NaN traps. Also traps if the number of labels differs from the number of labels in the first batch.
    public mutating func add(_ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        add(scores, targets, weights: nil)
    }

    /// Adds scores with targets of any numeric type, and a weight for each sample; for `nil` all weights are 1. Traps
    /// if the shapes differ, if a target is not 0, 1 or NaN, or if the number of labels differs from the number of
    /// labels in the first batch. Also traps if a weight is negative, or if the number of weights differs from the
    /// number of samples.
    public mutating func add<Target: NumericScalar>(
        _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]?
    ) {
        let labels: Int = scores.rank > 1 ? scores.shape[-1] : 1
        if labels == 0 { return }
        requireWeights(weights, count: scores.count / labels, "binaryScore")
        let samples = BinarySamples(scores, targets, weights: nil, "binaryScore")
        if tally.hits.isEmpty {
            let zeros = [Double](repeating: 0, count: labels)
            tally = ClassTally(hits: zeros, predicted: zeros, support: zeros)
        }
        require(
            tally.hits.count == labels,
            "binaryScore: \(labels) labels of scores \(scores.shape) after batches of \(tally.hits.count)")
        for (index, number) in samples.scores.enumerated() {
            let weight: Double = samples.hasNaN ? .nan : weights?[index / labels] ?? 1
            let (isYes, isTrue): (Bool, Bool) = (number > threshold || samples.hasNaN, samples.arePositive[index])
            if isYes && isTrue { tally.hits[index % labels] += weight }
            if isYes { tally.predicted[index % labels] += weight }
            if isTrue { tally.support[index % labels] += weight }
        }
    }

    /// Adds all samples that were added to `other`. Traps if `other` has another score, threshold, average or number of labels.
    public mutating func merge(_ other: BinaryScore) {
        require(
            (score, threshold, average) == (other.score, other.threshold, other.average),
            "binaryScore: metrics with different settings cannot be merged")
        if other.tally.hits.isEmpty { return }
        if tally.hits.isEmpty { tally = other.tally } else { tally.merge(other.tally) }
    }

    /// Removes all samples that were added.
    public mutating func reset() { tally = ClassTally(hits: [], predicted: [], support: []) }
}
