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

    func scores(_ score: ClassScore) -> [Double] { tally.scores(score) }

    func score(_ score: ClassScore, _ average: ClassAverage, undefined: Double) -> Double {
        tally.score(score, average, undefined: undefined)
    }

    private var tally: ClassTally { ClassTally(hits: hits, predicted: predicted, support: support) }
}
