import Tensors

/// The fraction of yes-or-no answers that are right: a score above the threshold is a yes. Several labels a sample are several
/// answers. NaN without answers; a score of NaN makes the value NaN.
public struct BinaryAccuracy<Scalar: RealScalar>: Metric, Codable, Hashable {
    /// Above it a score is a yes: 0.5 for probabilities, 0 for logits.
    public let threshold: Double
    private var mean = WeightedMean()

    public init(threshold: Double = 0.5) { self.threshold = threshold }

    public var name: String { "accuracy" }
    public var value: Double { mean.value }

    public mutating func add(_ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        add(scores, targets, weights: nil)
    }

    /// Adds targets of any numeric type, each 0 or 1, with a weight for each answer.
    public mutating func add<Target: NumericScalar>(
        _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]?
    ) {
        let samples = BinarySamples(scores, targets, weights: weights, "binaryAccuracy")
        for (index, score) in samples.scores.enumerated() {
            let isRight: Bool = (score > threshold) == samples.arePositive[index]
            mean.add(samples.hasNaN ? .nan : isRight ? 1 : 0, weight: samples.weight(index))
        }
    }

    public mutating func reset() { mean = WeightedMean() }
}

/// Precision, recall or F1 of yes-or-no answers, where a score above the threshold is a yes.
///
/// Scores `[N]` or `[N, 1]` are one label, `[N, labels]` or `[..., labels]` several, each with a score of its own: `values` has them
/// one by one where there are several. NaN where it does not exist, as the recall of a label that never occurs, and where a
/// score is NaN.
public struct BinaryScore<Scalar: RealScalar>: Metric, Codable, Hashable {
    public let score: ClassScore
    public let threshold: Double
    public let average: ClassAverage
    private var tally = ClassTally(hits: [], predicted: [], support: [])

    /// - Parameters:
    ///   - threshold: Above it a score is a yes: 0.5 for probabilities, 0 for logits.
    ///   - average: How the scores of several labels become one.
    public init(_ score: ClassScore, threshold: Double = 0.5, average: ClassAverage = .macro) {
        (self.score, self.threshold, self.average) = (score, threshold, average)
    }

    public var name: String { score.rawValue }
    public var value: Double { tally.score(score, average, undefined: .nan) }
    public var values: [(name: String, value: Double)] {
        let labels: [Double] = tally.scores(score)
        return [(name, value)] + (labels.count > 1 ? labels.enumerated().map { ("\(name)_\($0)", $1) } : [])
    }

    public mutating func add(_ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        add(scores, targets, weights: nil)
    }

    /// Adds targets of any numeric type, each 0 or 1, with a weight for each sample.
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

    public mutating func reset() { tally = ClassTally(hits: [], predicted: [], support: []) }
}
