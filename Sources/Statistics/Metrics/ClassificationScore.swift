import Tensors

/// Precision, recall or F1 over all classes, and each class's own beside it, batch by batch.
///
///     var f1 = ClassificationScore<Float>(.f1, classCount: 10)
///     f1.add(scores, labels)
///     f1.value          // the macro average
///     f1.values         // "f1", then "f1_0" to "f1_9"
public struct ClassificationScore<Scalar: RealScalar>: Metric, Codable, Hashable {
    /// Everything that was added.
    public private(set) var matrix: ConfusionMatrix
    public let score: ClassScore
    public let average: ClassAverage
    private let ignoreIndex: Int?

    /// - Parameter ignoreIndex: A label that marks samples to leave out.
    public init(_ score: ClassScore, classCount: Int, average: ClassAverage = .macro, ignoreIndex: Int? = nil) {
        matrix = ConfusionMatrix(classCount: classCount)
        (self.score, self.average, self.ignoreIndex) = (score, average, ignoreIndex)
    }

    public var name: String { score.rawValue }
    public var value: Double { matrix.score(score, average, undefined: .nan) }
    public var values: [(name: String, value: Double)] {
        [(name, value)] + matrix.scores(score).enumerated().map { ("\(name)_\($0)", $1) }
    }

    public mutating func add(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>) {
        matrix.add(scores, labels, ignoreIndex: ignoreIndex)
    }

    public mutating func reset() { matrix.reset() }
}
