import Foundation
import Tensors

/// Returns the Brier score: the mean of (p − t)² for probabilities p of the positive class and targets t; NaN without
/// samples.
///
/// - Parameters:
///   - probabilities: A tensor of any shape with elements from 0 to 1; any other value except NaN traps.
///   - targets: A tensor of the same shape. Each element is 0 or 1; any other value except NaN traps.
///   - weights: One weight for each sample in row-major order. All weights are 1 by default.
public func brierScore<Scalar: RealScalar, Target: NumericScalar>(
    _ probabilities: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> Double {
    var metric = BrierScore<Scalar>()
    metric.add(probabilities, targets, weights: weights)
    return metric.value
}

/// Returns the log loss: the mean of −log(probability of the true class); NaN without samples.
///
/// The loss is ∞ if a true class has the probability 0. scikit-learn instead clips probabilities to [ε, 1 − ε] with the
/// type's epsilon ε.
///
/// - Parameters:
///   - probabilities: `[..., classes]`, each from 0 to 1; any other value except NaN traps. Their sums are not checked.
///   - labels: `[...]`; labels outside of the classes trap.
///   - weights: One weight for each sample in row-major order. All weights are 1 by default.
public func logLoss<Scalar: RealScalar>(
    _ probabilities: Tensor<Scalar>, _ labels: Tensor<Int>, weights: [Double]? = nil
) -> Double {
    var metric = LogLoss<Scalar>()
    metric.add(probabilities, labels, weights: weights)
    return metric.value
}

/// The metric `brierScore`, accumulated batch by batch.
public struct BrierScore<Scalar: RealScalar>: Metric, Codable, Hashable {
    private var mean = WeightedMean()

    /// Creates a metric without samples.
    public init() {}

    /// `"brier_score"`.
    public var name: String { "brier_score" }
    /// The Brier score; NaN without samples.
    public var value: Double { mean.value }
    /// A smaller value is better.
    public var goal: MetricGoal { .minimum }

    /// Adds probabilities with targets of the same shape: see `brierScore`.
    public mutating func add(_ probabilities: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        add(probabilities, targets, weights: nil)
    }

    /// Adds scores with targets of any numeric type, and a weight for each sample.
    public mutating func add<Target: NumericScalar>(
        _ probabilities: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]?
    ) {
        let samples = BinarySamples(probabilities, targets, weights: weights, "brierScore")
        let isKnown: [Bool] = targets.scalars.map { $0 == $0 }
        for (index, p) in samples.scores.enumerated() {
            requireProbability(p, "brierScore")
            let target: Double = isKnown[index] ? samples.arePositive[index] ? 1 : 0 : .nan
            mean.add((p - target) * (p - target), weight: samples.weight(index))
        }
    }

    /// Removes everything that was added.
    public mutating func reset() { mean = WeightedMean() }
}

/// The metric `logLoss`, accumulated batch by batch.
public struct LogLoss<Scalar: RealScalar>: Metric, Codable, Hashable {
    private var mean = WeightedMean()

    /// Creates a metric without samples.
    public init() {}

    /// `"log_loss"`.
    public var name: String { "log_loss" }
    /// The log loss; NaN without samples.
    public var value: Double { mean.value }
    /// A smaller value is better.
    public var goal: MetricGoal { .minimum }

    /// Adds probabilities `[..., classes]` with their labels `[...]`: see `logLoss`.
    public mutating func add(_ probabilities: Tensor<Scalar>, _ labels: Tensor<Int>) {
        add(probabilities, labels, weights: nil)
    }

    /// Adds samples with a weight for each sample.
    public mutating func add(_ probabilities: Tensor<Scalar>, _ labels: Tensor<Int>, weights: [Double]?) {
        requireScores(probabilities, labels, "logLoss")
        requireWeights(weights, count: labels.count, "logLoss")
        let classes: Int = probabilities.shape[-1]
        let numbers: [Scalar] = probabilities.scalars
        for (row, label) in labels.scalars.enumerated() {
            require((0 ..< classes).contains(label), "logLoss: label \(label) is not one of \(classes) classes")
            let own = Double(numbers[row * classes + label])
            requireProbability(own, "logLoss")
            mean.add(-log(own), weight: weights?[row] ?? 1)
        }
    }

    /// Removes everything that was added.
    public mutating func reset() { mean = WeightedMean() }
}

/// A weighted mean, to which samples are added one by one.
struct WeightedMean: Sendable, Hashable, Codable {
    private(set) var sum = 0.0
    private(set) var weight = 0.0

    /// Returns a weight of 0 adds nothing, whatever the value.
    mutating func add(_ value: Double, weight new: Double) {
        if new == 0 { return }
        sum += new * value
        weight += new
    }

    var value: Double { sum / weight }
}

private func requireProbability(_ p: Double, _ name: String) {
    require(p.isNaN || (0 ... 1).contains(p), "\(name): \(p) is not a probability")
}
