import Tensors

/// Returns the fraction of samples whose label has the greatest score, from 0 to 1. The result is NaN without samples.
///
/// - Parameters:
///   - scores: The scores, `[..., classes]`: logits, probabilities or any other scores.
///   - labels: The true classes, `[...]`; another shape traps. A sample whose label is not a class is never correct.
///   - ignoreIndex: A label whose samples are ignored, such as padding; `nil` ignores no sample.
public func accuracy<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ labels: Tensor<Int>, ignoreIndex: Int? = nil
) -> Double {
    var metric = Accuracy<Scalar>(ignoreIndex: ignoreIndex)
    metric.add(scores, labels)
    return metric.value
}

/// Returns the number of samples whose label has the greatest score. If several scores are greatest, only the first of
/// these scores counts as greatest. A sample with NaN among its scores is never correct.
///
/// - Parameters:
///   - scores: The scores, `[..., classes]`.
///   - labels: The true classes, `[...]`; another shape traps. A sample whose label is not a class is never correct.
public func correctCount<Scalar: RealScalar>(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>) -> Int {
    requireScores(scores, labels, "accuracy")
    let classes: Int = scores.shape[-1]
    let answers: [Int] = scores.argmax(axis: -1).scalars
    let expected: [Int] = labels.scalars
    return scores.withUnsafeBuffer { scores in
        answers.indices.count { row in
            answers[row] == expected[row] && !scores[row * classes + answers[row]].isNaN
        }
    }
}

/// The fraction of samples whose label has the greatest score, accumulated batch by batch: see
/// `accuracy(_:_:ignoreIndex:)`.
public struct Accuracy<Scalar: RealScalar>: MergeableMetric, Codable, Hashable {
    /// The number of correct samples.
    public private(set) var correct = 0
    /// The number of samples that were added, except the ignored samples.
    public private(set) var count = 0
    private let ignoreIndex: Int?

    /// Creates a metric without samples.
    ///
    /// - Parameter ignoreIndex: A label whose samples are ignored, such as padding; `nil` ignores no sample.
    public init(ignoreIndex: Int? = nil) { self.ignoreIndex = ignoreIndex }

    /// The name of the metric, `"accuracy"`.
    public var name: String { "accuracy" }
    /// The fraction of correct samples; NaN without samples.
    public var value: Double { Double(correct) / Double(count) }

    /// Adds scores `[..., classes]` with their labels `[...]`; other shapes trap.
    public mutating func add(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>) {
        correct += correctCount(scores, labels)
        count += labels.count
        guard let ignoreIndex, let classes = scores.shape.dimensions.last else { return }
        let ignored: [Bool] = labels.scalars.map { $0 == ignoreIndex }
        count -= ignored.count { $0 }
        // The ignored label may be a class. Then `correct` may contain ignored samples.
        if (0 ..< classes).contains(ignoreIndex) {
            let rows: [Int] = ignored.indices.filter { ignored[$0] }
            let rest: Tensor<Scalar> = scores.asConstant().reshaped(to: [ignored.count, classes])
            correct -= correctCount(
                rest.gathered(at: Tensor(rows)), Tensor(repeating: ignoreIndex, shape: [rows.count]))
        }
    }

    /// Adds all samples that were added to `other`. Traps if `other` ignores another label.
    public mutating func merge(_ other: Accuracy) {
        require(ignoreIndex == other.ignoreIndex, "Accuracy: metrics with different ignored labels cannot be merged")
        (correct, count) = (correct + other.correct, count + other.count)
    }

    /// Removes all samples that were added.
    public mutating func reset() { self = Accuracy(ignoreIndex: ignoreIndex) }
}

/// Traps unless the scores are `[..., classes]` and the labels are `[...]`, with the same leading axes; the message
/// starts with `name`.
func requireScores<Scalar>(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>, _ name: String) {
    require(
        scores.rank > 0 && scores.shape.dimensions.dropLast() == labels.shape.dimensions[...],
        "\(name): scores \(scores.shape) and labels \(labels.shape) must be [..., classes] and [...]")
}
