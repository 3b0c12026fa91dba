import Tensors

/// The fraction of samples whose greatest score is the label's, in 0…1; NaN without samples.
///
/// - Parameters:
///   - scores: `[..., classes]`: logits, probabilities or any other scores.
///   - labels: `[...]`, the classes.
///   - ignoreIndex: A label that marks samples to leave out, such as padding.
public func accuracy<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ labels: Tensor<Int>, ignoreIndex: Int? = nil
) -> Double {
    var metric = Accuracy<Scalar>(ignoreIndex: ignoreIndex)
    metric.add(scores, labels)
    return metric.value
}

/// How many samples have their greatest score at the label, the first one where several are greatest. A sample with a NaN
/// among its scores has no greatest score.
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

/// The fraction of samples whose greatest score is the label's: `accuracy`, batch by batch.
public struct Accuracy<Scalar: RealScalar>: Metric, Codable, Hashable {
    /// How many samples were right.
    public private(set) var correct = 0
    /// How many samples were added.
    public private(set) var count = 0
    private let ignoreIndex: Int?

    /// - Parameter ignoreIndex: A label that marks samples to leave out, such as padding.
    public init(ignoreIndex: Int? = nil) { self.ignoreIndex = ignoreIndex }

    public var name: String { "accuracy" }
    public var value: Double { Double(correct) / Double(count) }

    public mutating func add(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>) {
        correct += correctCount(scores, labels)
        count += labels.count
        guard let ignoreIndex, let classes = scores.shape.dimensions.last else { return }
        let ignored: [Bool] = labels.scalars.map { $0 == ignoreIndex }
        count -= ignored.count { $0 }
        // A class can be the one to ignore: its samples may have counted as right.
        if (0 ..< classes).contains(ignoreIndex) {
            let rows: [Int] = ignored.indices.filter { ignored[$0] }
            let rest: Tensor<Scalar> = scores.asConstant().reshaped(to: [ignored.count, classes])
            correct -= correctCount(
                rest.gathered(at: Tensor(rows)), Tensor(repeating: ignoreIndex, shape: [rows.count]))
        }
    }

    public mutating func reset() { self = Accuracy(ignoreIndex: ignoreIndex) }
}

/// Traps unless the scores have one row of classes for each label.
func requireScores<Scalar>(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>, _ name: String) {
    require(
        scores.rank > 0 && scores.shape.dimensions.dropLast() == labels.shape.dimensions[...],
        "\(name): scores \(scores.shape) and labels \(labels.shape) must be [..., classes] and [...]")
}
