// An undefined score is NaN, and an average ignores an undefined score, as in scikit-learn with `zero_division=np.nan`.
extension ConfusionMatrix {
    /// The fraction of correct samples; NaN without samples.
    public var accuracy: Double { hits.reduce(0, +) / total }

    /// The mean recall of the classes that occur, like scikit-learn's `balanced_accuracy_score`; NaN without samples.
    public var balancedAccuracy: Double { recall(average: .macro) }

    /// Returns the precision of each class: the fraction of the predictions of this class that are correct. The element
    /// is NaN for a class that is never predicted.
    public func precision() -> [Double] { scores(.precision) }
    /// Returns the recall of each class: the fraction of the samples of this class that are predicted correctly. The
    /// element is NaN for a class without samples.
    public func recall() -> [Double] { scores(.recall) }
    /// Returns the F1 of each class: the harmonic mean of precision and recall, 2 · correct predictions / (samples +
    /// predictions). The element is NaN for a class with neither samples nor predictions.
    public func f1() -> [Double] { scores(.f1) }

    /// Returns the average precision of all classes.
    ///
    /// - Parameters:
    ///   - average: The way in which the scores of the classes are averaged.
    ///   - undefined: The value that replaces an undefined score. If this value is NaN, the average ignores the class.
    ///     The default of scikit-learn is 0.
    public func precision(average: ClassAverage, undefined: Double = .nan) -> Double {
        score(.precision, average, undefined: undefined)
    }

    /// Returns the average recall of all classes.
    ///
    /// - Parameters:
    ///   - average: The way in which the scores of the classes are averaged.
    ///   - undefined: The value that replaces an undefined score. If this value is NaN, the average ignores the class.
    ///     The default of scikit-learn is 0.
    public func recall(average: ClassAverage, undefined: Double = .nan) -> Double {
        score(.recall, average, undefined: undefined)
    }

    /// Returns the average F1 of all classes.
    ///
    /// - Parameters:
    ///   - average: The way in which the scores of the classes are averaged.
    ///   - undefined: The value that replaces an undefined score. If this value is NaN, the average ignores the class.
    ///     The default of scikit-learn is 0.
    public func f1(average: ClassAverage, undefined: Double = .nan) -> Double {
        score(.f1, average, undefined: undefined)
    }

    func scores(_ score: ClassScore) -> [Double] { tally.scores(score) }

    func score(_ score: ClassScore, _ average: ClassAverage, undefined: Double) -> Double {
        tally.score(score, average, undefined: undefined)
    }

    private var tally: ClassTally { ClassTally(hits: hits, predicted: predicted, support: support) }
}
