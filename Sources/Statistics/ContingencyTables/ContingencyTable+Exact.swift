import Foundation

extension ContingencyTable {
    /// The conditional maximum-likelihood estimate of the odds ratio. It is the θ for which the expectation of the
    /// first count, given all margins, equals the observed count. R's `fisher.test` returns the same estimate.
    ///
    /// The estimate is 0 if the count is the least that the margins allow, ∞ if it is the greatest, and NaN if the
    /// margins allow only one count. The relative error is below 1e-12 for any counts. The computation takes at most
    /// about two milliseconds.
    ///
    /// Source: R. A. Fisher, "The logic of inductive inference", Journal of the Royal Statistical Society 98 (1935)
    /// 39–82.
    public var conditionalOddsRatio: Double {
        let (support, count) = (conditional.support, exposedCases)
        if support.lowerBound == support.upperBound { return .nan }
        if count == support.lowerBound { return 0 }
        if count == support.upperBound { return .infinity }
        return oddsRatio { $0.mean(about: count) }
    }

    /// Returns the exact interval of the odds ratio, from the conditional distribution of the first count X given all
    /// margins. P(X ≥ a) is (1 − confidence)/2 at the lower end, and P(X ≤ a) is (1 − confidence)/2 at the upper end.
    /// R's `fisher.test` returns the same interval.
    ///
    /// The interval contains the true θ with a probability of at least `confidence`. The lower end is 0 if the count is
    /// the least that the margins allow, and the upper end is ∞ if the count is the greatest. The relative error of the
    /// ends is below 1e-12 for any counts. For wide distributions the sums are computed as integrals with the
    /// Euler–Maclaurin correction. The computation takes at most about ten milliseconds.
    ///
    /// - Parameter confidence: The confidence level, above 0 and below 1; another level traps.
    public func exactInterval(confidence: Double = 0.95) -> ConfidenceInterval {
        requireLevel(confidence)
        let (support, count, tail) = (conditional.support, exposedCases, (1 - confidence) / 2)
        var (lower, upper) = (0.0, Double.infinity)
        if count > support.lowerBound { lower = oddsRatio { $0.upperTail(from: count) - tail } }
        if count < support.upperBound { upper = oddsRatio { tail - $0.lowerTail(to: count) } }
        return ConfidenceInterval(lower: lower, upper: upper, confidence: confidence)
    }

    /// The distribution of the first count, given all margins.
    private var conditional: NoncentralHypergeometric {
        NoncentralHypergeometric(firstRow: exposedTotal, secondRow: controlTotal, firstColumn: caseTotal)
    }

    /// Returns the θ for which `rising` is 0. `rising` is a function of the conditional distribution that increases
    /// with θ.
    private func oddsRatio(where rising: (NoncentralHypergeometric) -> Double) -> Double {
        // Adding ½ keeps the start of the search finite. The root does not depend on it.
        let cells: [Double] = [exposedCases, exposedNoncases, controlCases, controlNoncases].map { Double($0) + 0.5 }
        let step: Double = cells.reduce(0.0) { $0 + 1 / $1 }.squareRoot()
        let start: Double = log(cells[0] / cells[1]) - log(cells[2] / cells[3])
        var distribution: NoncentralHypergeometric = conditional
        let logarithm: Double = rootOfRising(near: start, step: step, tolerance: 1e-14) { logOddsRatio in
            distribution.logOddsRatio = logOddsRatio
            return rising(distribution)
        }
        return exp(logarithm)
    }
}
