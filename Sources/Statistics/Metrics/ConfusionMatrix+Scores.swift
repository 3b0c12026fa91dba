// A score that does not exist is NaN, and an average leaves it out, as scikit-learn does with `zero_division=np.nan`.
extension ConfusionMatrix {
    /// The fraction of correct samples; NaN without samples.
    public var accuracy: Double { hits.reduce(0, +) / total }

    /// The mean recall of the classes that occur: scikit-learn's `balanced_accuracy_score`.
    public var balancedAccuracy: Double { recall(average: .macro) }

    /// For each class, the fraction of its predictions that are correct; NaN where it is never predicted.
    public func precision() -> [Double] { scores(.precision) }
    /// For each class, the fraction of its samples that are predicted correctly; NaN where it has no samples.
    public func recall() -> [Double] { scores(.recall) }
    /// For each class, 2 · correct predictions / (samples + predictions), the harmonic mean of precision and recall;
    /// NaN where it has neither samples nor predictions.
    public func f1() -> [Double] { scores(.f1) }

    /// Returns the precision of all classes as one number.
    ///
    /// - Parameters:
    ///   - average: How the scores become one number.
    ///   - undefined: The score of a class that has none: NaN, which the average leaves out, or 0, scikit-learn's
    ///     default.
    public func precision(average: ClassAverage, undefined: Double = .nan) -> Double {
        score(.precision, average, undefined: undefined)
    }

    /// Returns the recall of all classes as one number.
    ///
    /// - Parameters:
    ///   - average: How the scores become one number.
    ///   - undefined: The score of a class that has none: NaN, which the average leaves out, or 0, scikit-learn's
    ///     default.
    public func recall(average: ClassAverage, undefined: Double = .nan) -> Double {
        score(.recall, average, undefined: undefined)
    }

    /// Returns the F1 of all classes as one number.
    ///
    /// - Parameters:
    ///   - average: How the scores become one number.
    ///   - undefined: The score of a class that has none: NaN, which the average leaves out, or 0, scikit-learn's
    ///     default.
    public func f1(average: ClassAverage, undefined: Double = .nan) -> Double {
        score(.f1, average, undefined: undefined)
    }

    func scores(_ score: ClassScore) -> [Double] { tally.scores(score) }

    func score(_ score: ClassScore, _ average: ClassAverage, undefined: Double) -> Double {
        tally.score(score, average, undefined: undefined)
    }

    private var tally: ClassTally { ClassTally(hits: hits, predicted: predicted, support: support) }
}
