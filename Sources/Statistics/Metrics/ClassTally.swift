/// How the scores of several classes become one number.
public enum ClassAverage: String, Sendable, Hashable, Codable {
    /// The mean over the classes whose score exists.
    case macro
    /// The score of the summed counts of all classes. With one label a sample it is the accuracy.
    case micro
    /// The mean over the classes, each weighted by its support.
    case weighted
}

/// A score of one class, from the confusion matrix.
public enum ClassScore: String, Sendable, Hashable, Codable, CaseIterable {
    /// Of the predictions of a class, the fraction that is correct.
    case precision
    /// Of the samples of a class, the fraction that is predicted correctly.
    case recall
    /// The harmonic mean of precision and recall.
    case f1
}

/// The counts behind precision, recall and F1, for each class, or for each label of a sample.
struct ClassTally: Sendable, Hashable, Codable {
    /// The weight of the correct predictions of the class.
    var hits: [Double]
    /// The weight of all predictions of the class.
    var predicted: [Double]
    /// The weight of the samples of the class.
    var support: [Double]

    /// Returns the score of each class; NaN where it does not exist.
    func scores(_ score: ClassScore) -> [Double] {
        zip(numerators(score), denominators(score)).map { $0 / $1 }
    }

    /// Returns the scores of all classes as one number.
    ///
    /// - Parameter undefined: The score of a class that has none. An average leaves NaN out.
    func score(_ score: ClassScore, _ average: ClassAverage, undefined: Double) -> Double {
        let (above, below): ([Double], [Double]) = (numerators(score), denominators(score))
        // A count is NaN only because a score was NaN. It must not be left out as a class without samples is.
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
