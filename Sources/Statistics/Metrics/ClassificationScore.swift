import Tensors

/// The precision, the recall or the F1 over all classes and for each class, accumulated batch by batch.
///
///     var f1 = ClassificationScore<Float>(.f1, classCount: 10)
///     f1.add(scores, labels)
///     f1.value          // the macro average
///     f1.values         // "f1", then "f1_0" to "f1_9"
public struct ClassificationScore<Scalar: RealScalar>: MergeableMetric, Codable, Hashable {
    /// The confusion matrix of all samples that were added.
    public private(set) var matrix: ConfusionMatrix
    /// The score of each class: precision, recall or F1.
    public let score: ClassScore
    /// The way in which the scores of the classes are averaged.
    public let average: ClassAverage
    private let ignoreIndex: Int?

    /// Creates a metric without samples.
    ///
    /// - Parameters:
    ///   - score: The score of each class: precision, recall or F1.
    ///   - classCount: The number of classes; a number below 1 traps.
    ///   - average: The way in which the scores of the classes are averaged.
    ///   - ignoreIndex: A label whose samples are omitted; `nil` omits no sample.
    public init(_ score: ClassScore, classCount: Int, average: ClassAverage = .macro, ignoreIndex: Int? = nil) {
        matrix = ConfusionMatrix(classCount: classCount)
        (self.score, self.average, self.ignoreIndex) = (score, average, ignoreIndex)
    }

    /// The name of the metric: `"precision"`, `"recall"` or `"f1"`.
    public var name: String { score.rawValue }
    /// The average of the scores of the classes, according to `average`. The average is NaN if no score of a class is
    /// defined, or if a score that was added with `add` is NaN.
    public var value: Double { matrix.score(score, average, undefined: .nan) }
    /// The average with the name of the metric, then the score of each class, with a name such as `f1_0`.
    public var values: [(name: String, value: Double)] {
        [(name, value)] + matrix.scores(score).enumerated().map { ("\(name)_\($0)", $1) }
    }

    /// Adds scores `[..., classes]` with their labels `[...]`; other shapes and labels outside of the classes trap.
    public mutating func add(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>) {
        matrix.add(scores, labels, ignoreIndex: ignoreIndex)
    }

    /// Adds all samples that were added to `other`. Traps if `other` has another score, average, ignored label or number of classes.
    public mutating func merge(_ other: ClassificationScore) {
        require(
            (score, average) == (other.score, other.average) && ignoreIndex == other.ignoreIndex,
            "ClassificationScore: metrics with different settings cannot be merged")
        matrix.merge(other.matrix)
    }

    /// Removes all samples that were added.
    public mutating func reset() { matrix.reset() }
}
