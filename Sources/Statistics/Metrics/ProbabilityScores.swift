import Foundation
import Tensors

/// Returns the Brier score: the mean of (p − t)² for probabilities p of the positive class and targets t. The result is
/// NaN without samples, or if a probability, a target or a weight is NaN.
///
/// - Parameters:
///   - probabilities: The probabilities p, of any shape, from 0 to 1. Any other value except NaN traps.
///   - targets: The targets, of the same shape; another shape traps. Each target is 0 or 1; any other value except NaN
///     traps.
///   - weights: One weight for each sample in row-major order, all 1 by default. A negative weight and another number
///     of weights trap.
public func brierScore<Scalar: RealScalar, Target: NumericScalar>(
    _ probabilities: Tensor<Scalar>, _ targets: Tensor<Target>, weights: [Double]? = nil
) -> Double {
    var metric = BrierScore<Scalar>()
    metric.add(probabilities, targets, weights: weights)
    return metric.value
}

/// Returns the log loss: the mean of −log(probability of the true class). The result is NaN without samples, or if a
/// weight or the probability of a true class is NaN.
///
/// The loss is ∞ if a true class has the probability 0. scikit-learn instead clips the probabilities to [ε, 1 − ε],
/// where ε is the machine epsilon of the scalar type.
///
/// - Parameters:
///   - probabilities: The probabilities of the classes, `[..., classes]`. A probability of a true class that is not
///     between 0 and 1 traps, except NaN. The function does not check the probabilities of other classes, or that the
///     probabilities of a sample sum to 1.
///   - labels: The true classes, `[...]`. Another shape, or a label that is not a class, traps.
///   - weights: One weight for each sample in row-major order, all 1 by default. A negative weight and another number
///     of weights trap.
public func logLoss<Scalar: RealScalar>(
    _ probabilities: Tensor<Scalar>, _ labels: Tensor<Int>, weights: [Double]? = nil
) -> Double {
    var metric = LogLoss<Scalar>()
    metric.add(probabilities, labels, weights: weights)
    return metric.value
}

/// The Brier score, accumulated batch by batch: see `brierScore(_:_:weights:)`.
public struct BrierScore<Scalar: RealScalar>: MergeableMetric, Codable, Hashable {
    private var mean = WeightedMean()

    /// Creates a metric without samples.
    public init() {}

    /// The name of the metric, `"brier_score"`.
    public var name: String { "brier_score" }
    /// The Brier score; NaN without samples, or if a probability, a target or a weight is NaN.
    public var value: Double { mean.value }
    /// The goal `minimum`: a smaller value is better.
    public var goal: MetricGoal { .minimum }

    /// Adds probabilities with targets of the same shape. Each probability is from 0 to 1, and each target is 0 or 1.
    /// Any other value except NaN traps. Another shape of the targets also traps.
    public mutating func add(_ probabilities: Tensor<Scalar>, _ targets: Tensor<Scalar>) {
        add(probabilities, targets, weights: nil)
    }

    /// Adds probabilities with targets of any numeric type, and a weight for each sample in row-major order; for `nil`
    /// all weights are 1. Traps if the shapes differ, if a probability is outside of [0, 1], if a target is not 0, 1 or
    /// NaN, if a weight is negative, or if the number of weights differs from the number of probabilities.
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

    /// Adds all samples that were added to `other`.
    public mutating func merge(_ other: BrierScore) { mean.merge(other.mean) }

    /// Removes all samples that were added.
    public mutating func reset() { mean = WeightedMean() }
}

/// The log loss, accumulated batch by batch: see `logLoss(_:_:weights:)`.
public struct LogLoss<Scalar: RealScalar>: MergeableMetric, Codable, Hashable {
    private var mean = WeightedMean()

    /// Creates a metric without samples.
    public init() {}

    /// The name of the metric, `"log_loss"`.
    public var name: String { "log_loss" }
    /// The log loss; NaN without samples, or if a weight or the probability of a true class is NaN.
    public var value: Double { mean.value }
    /// The goal `minimum`: a smaller value is better.
    public var goal: MetricGoal { .minimum }

    /// Adds probabilities `[..., classes]` with their labels `[...]`. Other shapes, a label that is not a class, and a
    /// probability of a true class outside of [0, 1] trap.
    public mutating func add(_ probabilities: Tensor<Scalar>, _ labels: Tensor<Int>) {
        add(probabilities, labels, weights: nil)
    }

    /// Adds probabilities and labels, with a weight for each sample in row-major order; for `nil` all weights are 1.
    /// Other shapes, a label that is not a class, and a probability of a true class outside of [0, 1] trap. A negative
    /// weight and another number of weights trap, too.
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

    /// Adds all samples that were added to `other`.
    public mutating func merge(_ other: LogLoss) { mean.merge(other.mean) }

    /// Removes all samples that were added.
    public mutating func reset() { mean = WeightedMean() }
}

/// A weighted mean of values that are added one after another.
struct WeightedMean: Sendable, Hashable, Codable {
    private(set) var sum = 0.0
    private(set) var weight = 0.0

    /// Adds a value with a weight. A value of weight 0 changes nothing, even if the value is NaN.
    mutating func add(_ value: Double, weight new: Double) {
        if new == 0 { return }
        sum += new * value
        weight += new
    }

    mutating func merge(_ other: WeightedMean) { (sum, weight) = (sum + other.sum, weight + other.weight) }

    var value: Double { sum / weight }
}

private func requireProbability(_ p: Double, _ name: String) {
    require(p.isNaN || (0 ... 1).contains(p), "\(name): \(p) is not a probability")
}
