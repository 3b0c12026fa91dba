import Tensors

/// The fraction of samples whose label has one of the k greatest scores, in 0…1; NaN without samples.
///
/// Of equal scores the first ones come first, so that k = 1 is `accuracy`. A sample with a NaN among its scores is never right.
///
/// - Parameters:
///   - scores: `[..., classes]`.
///   - labels: `[...]`; those outside the classes trap.
///   - weights: One for each sample in row-major order; all 1 unless given.
public func topKAccuracy<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ labels: Tensor<Int>, k: Int = 5, weights: [Double]? = nil
) -> Double {
    var metric = TopKAccuracy<Scalar>(k: k)
    metric.add(scores, labels, weights: weights)
    return metric.value
}

/// `topKAccuracy`, batch by batch.
public struct TopKAccuracy<Scalar: RealScalar>: Metric, Codable, Hashable {
    public let k: Int
    private var hits = 0.0
    private var total = 0.0

    public init(k: Int = 5) {
        require(k > 0, "topKAccuracy: k \(k) is not positive")
        self.k = k
    }

    public var name: String { "top_\(k)_accuracy" }
    public var value: Double { hits / total }

    public mutating func add(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>) { add(scores, labels, weights: nil) }

    /// Adds samples with weights.
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

    public mutating func reset() { self = TopKAccuracy(k: k) }
}
