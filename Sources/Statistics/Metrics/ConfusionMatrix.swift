import Tensors

/// The number of samples for each pair of a true class and a predicted class. The methods compute precision, recall and
/// F1 from these numbers.
///
///     var matrix = ConfusionMatrix(classCount: 10)
///     matrix.add(scores, labels)
///     print(matrix.recall(), matrix.f1(average: .macro))
public struct ConfusionMatrix: Sendable, Hashable, Codable {
    /// The number of classes.
    public let classCount: Int
    /// The total weight of the samples for each pair of classes: `counts[label][prediction]`. If a score of a sample is
    /// NaN, an element in the row of the sample's label becomes NaN.
    public private(set) var counts: [[Double]]

    /// Creates a matrix of zeros; a number of classes below 1 traps.
    public init(classCount: Int) {
        require(classCount > 0, "ConfusionMatrix: the number of classes, \(classCount), must be positive")
        self.classCount = classCount
        counts = [[Double]](repeating: [Double](repeating: 0, count: classCount), count: classCount)
    }

    /// Adds samples. The prediction is the class with the greatest score, or the first such class if several scores are
    /// greatest.
    ///
    /// - Parameters:
    ///   - scores: The scores, `[..., classes]`. Another number of classes than `classCount` traps.
    ///   - labels: The true classes, `[...]`; another shape traps. A label that is neither a class nor `ignoreIndex`
    ///     traps.
    ///   - weights: One weight for each sample in row-major order, all 1 by default. A negative weight and another
    ///     number of weights trap.
    ///   - ignoreIndex: A label whose samples are omitted; `nil` omits no sample.
    public mutating func add<Scalar: RealScalar>(
        _ scores: Tensor<Scalar>, _ labels: Tensor<Int>, weights: [Double]? = nil, ignoreIndex: Int? = nil
    ) {
        requireScores(scores, labels, "ConfusionMatrix")
        require(
            scores.shape[-1] == classCount, "ConfusionMatrix: scores \(scores.shape) do not fit \(classCount) classes")
        let predictions: [Int] = scores.argmax(axis: -1).scalars
        let isUndecided: [Bool] = scores.withUnsafeBuffer { scores in
            predictions.enumerated().map { scores[$0 * classCount + $1].isNaN }
        }
        add(predictions, labels.scalars, weights: weights, ignoreIndex: ignoreIndex) { isUndecided[$0] }
    }

    /// Adds predicted classes with their labels.
    ///
    /// - Parameters:
    ///   - predictions: The predicted classes in `0 ..< classCount`; any other value traps.
    ///   - labels: The true classes in `0 ..< classCount`, one for each prediction. Other classes and another number of
    ///     labels trap.
    ///   - weights: One weight for each sample, all 1 by default. A negative weight and another number of weights trap.
    ///   - ignoreIndex: A label whose samples are omitted; `nil` omits no sample.
    public mutating func add(
        predictions: [Int], labels: [Int], weights: [Double]? = nil, ignoreIndex: Int? = nil
    ) {
        require(
            predictions.count == labels.count,
            "ConfusionMatrix: \(predictions.count) predictions for \(labels.count) labels")
        add(predictions, labels, weights: weights, ignoreIndex: ignoreIndex) { _ in false }
    }

    private mutating func add(
        _ predictions: [Int], _ labels: [Int], weights: [Double]?, ignoreIndex: Int?, isUndecided: (Int) -> Bool
    ) {
        requireWeights(weights, count: labels.count, "ConfusionMatrix")
        for (index, (prediction, label)) in zip(predictions, labels).enumerated() where label != ignoreIndex {
            let classes: Range<Int> = 0 ..< classCount
            require(
                classes.contains(prediction) && classes.contains(label),
                "ConfusionMatrix: prediction \(prediction) or label \(label) is not one of \(classCount) classes, "
                    + "counted from 0"
            )
            counts[label][prediction] += isUndecided(index) ? .nan : weights?[index] ?? 1
        }
    }

    /// Adds all samples of `other`. Traps if `other` has another number of classes.
    public mutating func merge(_ other: ConfusionMatrix) {
        require(
            classCount == other.classCount,
            "ConfusionMatrix: matrices of \(classCount) and \(other.classCount) classes cannot be merged")
        for label in counts.indices {
            for prediction in counts[label].indices { counts[label][prediction] += other.counts[label][prediction] }
        }
    }

    /// Removes all samples.
    public mutating func reset() { self = ConfusionMatrix(classCount: classCount) }

    /// The total weight of all samples.
    public var total: Double { counts.reduce(0) { $0 + $1.reduce(0, +) } }

    /// The total weight of the samples of each true class.
    public var support: [Double] { counts.map { $0.reduce(0, +) } }

    var hits: [Double] { (0 ..< classCount).map { counts[$0][$0] } }

    var predicted: [Double] { (0 ..< classCount).map { column in counts.reduce(0) { $0 + $1[column] } } }
}

/// Returns the confusion matrix of predicted classes, like scikit-learn's `confusion_matrix`.
///
/// - Parameters:
///   - predictions: The predicted classes in `0 ..< classCount`; any other value traps.
///   - labels: The true classes in `0 ..< classCount`, one for each prediction. Other classes and another number of
///     labels trap.
///   - classCount: The number of classes; a number below 1 traps.
///   - weights: One weight for each sample, all 1 by default. A negative weight and another number of weights trap.
public func confusionMatrix(
    _ predictions: [Int], _ labels: [Int], classCount: Int, weights: [Double]? = nil
) -> ConfusionMatrix {
    var matrix = ConfusionMatrix(classCount: classCount)
    matrix.add(predictions: predictions, labels: labels, weights: weights)
    return matrix
}

extension ConfusionMatrix: CustomStringConvertible {
    /// A table with a row for each true class and a column for each predicted class.
    public var description: String {
        let cells: [[String]] = counts.map { row in
            row.map { $0 == $0.rounded() && abs($0) < 1e15 ? String(Int($0)) : String($0) }
        }
        let headings: [String] = (0 ..< classCount).map { String($0) }
        let width: Int = (cells.flatMap { $0 } + headings).reduce(0) { max($0, $1.count) } + 2
        func right(_ text: String) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
        let label: Int = headings.reduce(0) { max($0, $1.count) }
        let header: String = String(repeating: " ", count: label) + headings.map(right).joined()
        let rows: [String] = cells.enumerated().map { index, row in
            let name = String(index)
            return String(repeating: " ", count: label - name.count) + name + row.map(right).joined()
        }
        return ([header] + rows).joined(separator: "\n")
    }
}
