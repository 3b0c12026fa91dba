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

// Scores that do not exist are NaN, and an average leaves them out: scikit-learn's `zero_division=np.nan`.
extension ConfusionMatrix {
    /// The fraction of samples that were right; NaN without samples.
    public var accuracy: Double { hits.reduce(0, +) / total }

    /// The mean recall of the classes that occur: scikit-learn's `balanced_accuracy_score`.
    public var balancedAccuracy: Double { recall(average: .macro) }

    /// For each class the fraction of samples taken for it that are of it; NaN where there are none.
    public func precision() -> [Double] { scores(.precision) }
    /// For each class the fraction of its samples that were taken for it; NaN where there are none.
    public func recall() -> [Double] { scores(.recall) }
    /// For each class 2 · hits / (samples of it + samples taken for it), the harmonic mean of precision and recall; NaN where
    /// there are neither.
    public func f1() -> [Double] { scores(.f1) }

    /// The precision of all classes in one number.
    ///
    /// - Parameter undefined: What stands for the score of a class that has none: NaN, which the average leaves out, or 0, as
    ///   scikit-learn has it by default.
    public func precision(average: ClassAverage, undefined: Double = .nan) -> Double {
        score(.precision, average, undefined: undefined)
    }

    /// The recall of all classes in one number.
    public func recall(average: ClassAverage, undefined: Double = .nan) -> Double {
        score(.recall, average, undefined: undefined)
    }

    /// The F1 of all classes in one number.
    public func f1(average: ClassAverage, undefined: Double = .nan) -> Double {
        score(.f1, average, undefined: undefined)
    }

    func scores(_ score: ClassScore) -> [Double] {
        zip(numerators(score), denominators(score)).map { $0 / $1 }
    }

    func score(_ score: ClassScore, _ average: ClassAverage, undefined: Double) -> Double {
        // What is NaN because a score was is no class without samples, and must not be left out.
        if total.isNaN || total == 0 { return .nan }
        let (above, below): ([Double], [Double]) = (numerators(score), denominators(score))
        if average == .micro {
            return below.reduce(0, +) == 0 ? undefined : above.reduce(0, +) / below.reduce(0, +)
        }
        let weights: [Double] = average == .weighted ? support : [Double](repeating: 1, count: classCount)
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
