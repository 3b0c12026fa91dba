/// How the scores of classes become one number.
public enum ClassAverage: String, Sendable, Hashable, Codable {
    /// The mean over the classes whose score exists.
    case macro
    /// From the counts of all classes together; for one label a sample that is the accuracy.
    case micro
    /// The mean over the classes, each weighed by its support.
    case weighted
}

/// What is read from a confusion matrix, class by class.
public enum ClassScore: String, Sendable, Hashable, Codable, CaseIterable {
    /// Of the samples taken for a class, the fraction that is of it.
    case precision
    /// Of the samples of a class, the fraction that was taken for it.
    case recall
    /// The harmonic mean of precision and recall.
    case f1
}

/// For each class, or for each label that a sample may have, what precision, recall and F1 are made of.
struct ClassTally: Sendable, Hashable, Codable {
    /// The weight of the samples that are of the class and were taken for it.
    var hits: [Double]
    /// The weight of the samples that were taken for it.
    var predicted: [Double]
    /// The weight of the samples that are of it.
    var support: [Double]

    func scores(_ score: ClassScore) -> [Double] {
        zip(numerators(score), denominators(score)).map { $0 / $1 }
    }

    /// - Parameter undefined: What stands for the score of a class that has none; an average leaves NaN out.
    func score(_ score: ClassScore, _ average: ClassAverage, undefined: Double) -> Double {
        let (above, below): ([Double], [Double]) = (numerators(score), denominators(score))
        // What is NaN because a score was is no class without samples, and must not be left out.
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
