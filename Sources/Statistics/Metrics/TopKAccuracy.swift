import Tensors

/// Returns the fraction of samples whose label has one of the k greatest scores, from 0 to 1. The result is NaN without
/// samples.
///
/// If two scores are equal, the first score counts as greater, as in `accuracy`. For k = 1 the result is the same as
/// the result of `accuracy`. A sample with NaN among its scores is never correct.
///
/// - Parameters:
///   - scores: The scores, `[..., classes]`.
///   - labels: The true classes, `[...]`. Another shape, or a label that is not a class, traps.
///   - k: The number of greatest scores that count; a number below 1 traps.
///   - weights: One weight for each sample in row-major order, all 1 by default. A negative weight and another number
///     of weights trap.
public func topKAccuracy<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ labels: Tensor<Int>, k: Int = 5, weights: [Double]? = nil
) -> Double {
    var metric = TopKAccuracy<Scalar>(k: k)
    metric.add(scores, labels, weights: weights)
    return metric.value
}

/// The fraction of samples whose label has one of the k greatest scores, accumulated batch by batch: see
/// `topKAccuracy(_:_:k:weights:)`.
public struct TopKAccuracy<Scalar: RealScalar>: MergeableMetric, Codable, Hashable {
    /// The number of greatest scores that count. A sample is correct if the score of its label is among the k greatest
    /// scores of the sample.
    public let k: Int
    private var hits = 0.0
    private var total = 0.0

    /// Creates a metric without samples.
    ///
    /// - Parameter k: The number of greatest scores that count; a number below 1 traps.
    public init(k: Int = 5) {
        require(k > 0, "topKAccuracy: k = \(k) must be positive")
        self.k = k
    }

    /// The name of the metric, for example `"top_5_accuracy"` for k = 5.
    public var name: String { "top_\(k)_accuracy" }
    /// The weighted fraction of correct samples; NaN without samples.
    public var value: Double { hits / total }

    /// Adds scores `[..., classes]` with their labels `[...]`; other shapes and labels outside of the classes trap.
    public mutating func add(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>) { add(scores, labels, weights: nil) }

    /// Adds scores and labels, with a weight for each sample in row-major order; for `nil` all weights are 1. Other
    /// shapes, labels outside of the classes, negative weights and another number of weights trap.
    public mutating func add(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>, weights: [Double]?) {
        requireScores(scores, labels, "topKAccuracy")
        requireWeights(weights, count: labels.count, "topKAccuracy")
        let classes: Int = scores.shape[-1]
        let numbers: [Double] = scores.scalars.map { Double($0) }
        for (row, label) in labels.scalars.enumerated() {
            require((0 ..< classes).contains(label), "topKAccuracy: label \(label) is not one of \(classes) classes")
            let own: ArraySlice<Double> = numbers[(row * classes) ..< ((row + 1) * classes)]
            let score: Double = own[row * classes + label]
            let before: Int = own.indices.count { own[$0] > score || (own[$0] == score && $0 < row * classes + label) }
            let isHit: Bool = before < k && !own.contains { $0.isNaN }
            let weight: Double = weights?[row] ?? 1
            hits += isHit ? weight : 0
            total += weight
        }
    }

    /// Adds all samples that were added to `other`. Traps if `other` has another k.
    public mutating func merge(_ other: TopKAccuracy) {
        require(k == other.k, "topKAccuracy: metrics with k = \(k) and k = \(other.k) cannot be merged")
        (hits, total) = (hits + other.hits, total + other.total)
    }

    /// Removes all samples that were added.
    public mutating func reset() { self = TopKAccuracy(k: k) }
}
