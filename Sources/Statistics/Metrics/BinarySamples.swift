import Tensors

/// The data of ROC curves and similar metrics: the score, the binary target and an optional weight of each sample.
struct BinarySamples: Sendable, Hashable, Codable {
    private(set) var scores: [Double] = []
    private(set) var arePositive: [Bool] = []
    /// The weights of the samples; `nil` if every weight is 1.
    private(set) var weights: [Double]?
    /// Whether a score, a target or a weight was NaN.
    private(set) var hasNaN = false

    init() {}

    init<Scalar: RealScalar, Target: NumericScalar>(
        _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]?, _ name: String
    ) {
        add(scores, targets, weights: weights, name)
    }

    /// Adds samples. Traps if the shapes differ, if a target is not 0, 1 or NaN, if a weight is negative, or if the
    /// number of weights differs from the number of scores.
    mutating func add<Scalar: RealScalar, Target: NumericScalar>(
        _ scores: Tensor<Scalar>, _ targets: Tensor<Target>, weights new: [Double]?, _ name: String
    ) {
        require(
            scores.shape == targets.shape,
            "\(name): scores \(scores.shape) and targets \(targets.shape) differ in shape")
        requireWeights(new, count: scores.count, name)
        for target in targets.scalars {
            require(
                target == 0 || target == 1 || target != target, "\(name): the target \(target) is neither 0 nor 1")
            hasNaN = hasNaN || target != target
            arePositive.append(target == 1)
        }
        let numbers: [Double] = scores.scalars.map { Double($0) }
        hasNaN = hasNaN || numbers.contains { $0.isNaN } || (new ?? []).contains { $0.isNaN }
        if weights != nil || new != nil {
            weights =
                (weights ?? [Double](repeating: 1, count: self.scores.count))
                + (new ?? [Double](repeating: 1, count: numbers.count))
        }
        self.scores += numbers
    }

    mutating func merge(_ other: BinarySamples) {
        if weights != nil || other.weights != nil {
            weights =
                (weights ?? [Double](repeating: 1, count: scores.count))
                + (other.weights ?? [Double](repeating: 1, count: other.scores.count))
        }
        scores += other.scores
        arePositive += other.arePositive
        hasNaN = hasNaN || other.hasNaN
    }

    func weight(_ index: Int) -> Double { weights?[index] ?? 1 }

    /// For each threshold, the total weight of the positive samples and the total weight of the negative samples whose
    /// score is at or above the threshold. The thresholds are the distinct scores in descending order.
    var cumulated: (thresholds: [Double], positives: [Double], negatives: [Double]) {
        let order: [Int] = scores.indices.sorted { scores[$0] > scores[$1] }
        var (thresholds, positives, negatives): ([Double], [Double], [Double]) = ([], [], [])
        var (positive, negative): (Double, Double) = (0, 0)
        for (place, index) in order.enumerated() {
            if arePositive[index] { positive += weight(index) } else { negative += weight(index) }
            // Equal scores form a single threshold.
            if place + 1 < order.count, scores[order[place + 1]] == scores[index] { continue }
            thresholds.append(scores[index])
            positives.append(positive)
            negatives.append(negative)
        }
        return (thresholds, positives, negatives)
    }
}

/// Traps if the number of weights is not `count`, the number of samples, or if a weight is negative. No weights (`nil`)
/// never trap. The message starts with `name`.
func requireWeights(_ weights: [Double]?, count: Int, _ name: String) {
    guard let weights else { return }
    require(weights.count == count, "\(name): \(weights.count) weights for \(count) samples")
    for weight in weights { require(!(weight < 0), "\(name): the weight \(weight) is negative") }
}
