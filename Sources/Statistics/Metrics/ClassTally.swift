import Tensors

/// The way in which the scores of several classes are averaged.
public enum ClassAverage: String, Sendable, Hashable, Codable {
    /// The mean over the classes whose score is defined.
    case macro
    /// The score computed from the numbers of correct predictions, of predictions and of samples, each summed over all
    /// classes. If each sample has exactly one label, this score is the accuracy.
    case micro
    /// The mean over the classes whose score is defined. The weight of a class is its support, the total weight of the
    /// samples of the class.
    case weighted
}

/// A score of a single class, computed from the confusion matrix.
public enum ClassScore: String, Sendable, Hashable, Codable, CaseIterable {
    /// The fraction of the predictions of a class that are correct.
    case precision
    /// The fraction of the samples of a class that are predicted correctly.
    case recall
    /// The harmonic mean of precision and recall.
    case f1
}

/// The counts from which precision, recall and F1 are computed, for each class or each label of a sample.
struct ClassTally: Sendable, Hashable, Codable {
    /// The total weight of the correct predictions of the class.
    var hits: [Double]
    /// The total weight of the predictions of the class.
    var predicted: [Double]
    /// The total weight of the samples of the class.
    var support: [Double]

    /// Adds the counts of `other`. Traps if `other` has another number of classes.
    mutating func merge(_ other: ClassTally) {
        require(
            hits.count == other.hits.count,
            "binaryScore: tallies of \(hits.count) and \(other.hits.count) labels cannot be merged")
        func sum(_ left: [Double], _ right: [Double]) -> [Double] { zip(left, right).map { $0 + $1 } }
        (hits, predicted) = (sum(hits, other.hits), sum(predicted, other.predicted))
        support = sum(support, other.support)
    }

    /// Returns the score of each class, or NaN for a class whose score is undefined.
    func scores(_ score: ClassScore) -> [Double] {
        zip(numerators(score), denominators(score)).map { $0 / $1 }
    }

    /// Returns the average of the scores of all classes. The average is NaN if a count is NaN, or if there are no
    /// samples.
    ///
    /// - Parameters:
    ///   - score: Precision, recall or F1.
    ///   - average: The way in which the scores of the classes are averaged.
    ///   - undefined: The value that replaces an undefined score. If this value is NaN, the average ignores the class.
    func score(_ score: ClassScore, _ average: ClassAverage, undefined: Double) -> Double {
        let (above, below): ([Double], [Double]) = (numerators(score), denominators(score))
        // A count is NaN only if a sample had a NaN among its scores. The result must then be NaN, although the average
        // ignores undefined precisions, recalls and F1.
        if (above + below).contains(where: { $0.isNaN }) { return .nan }
        if (predicted + support).allSatisfy({ $0 == 0 }) { return .nan }
        if average == .micro {
            return below.reduce(0, +) == 0 ? undefined : above.reduce(0, +) / below.reduce(0, +)
        }
        let weights: [Double] = average == .weighted ? support : [Double](repeating: 1, count: support.count)
        var (sum, weight): (Double, Double) = (0, 0)
        for index in above.indices {
            let value: Double = below[index] == 0 ? undefined : above[index] / below[index]
            if value.isNaN || weights[index] == 0 { continue }
            sum += weights[index] * value
            weight += weights[index]
        }
        return sum / weight
    }

    private func numerators(_ score: ClassScore) -> [Double] { score == .f1 ? hits.map { 2 * $0 } : hits }

    private func denominators(_ score: ClassScore) -> [Double] {
        switch score {
        case .precision: predicted
        case .recall: support
        case .f1: zip(predicted, support).map { $0 + $1 }
        }
    }
}
