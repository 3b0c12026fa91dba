import Foundation

extension ContingencyTable {
    /// The conditional maximum-likelihood estimate of the odds ratio: the θ at which the expectation of the first
    /// count, with all margins fixed, is the count itself. R's `fisher.test` returns the same estimate.
    ///
    /// 0 or ∞ where the count is the least or the greatest that the margins allow; NaN where they allow only one.
    /// Relative error below 1e-12 for any counts. Takes at most a millisecond or two.
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

    /// Returns the exact interval of the odds ratio, from the conditional distribution of the first count X. At the
    /// lower end P(X ≥ a) is (1 − confidence)/2; at the upper end P(X ≤ a) is. R's `fisher.test` returns the same
    /// interval.
    ///
    /// It contains θ at least as often as `confidence` says. The lower end is 0 where the count is the least that the
    /// margins allow; the upper end is ∞ where it is the greatest. Relative error of the ends below 1e-12 for any
    /// counts: for wide distributions the sums are integrals with the correction of Euler and Maclaurin. Takes at most
    /// about ten milliseconds.
    ///
    /// - Parameter confidence: The level, above 0 and below 1; another one traps.
    public func exactInterval(confidence: Double = 0.95) -> ConfidenceInterval {
        requireLevel(confidence)
        let (support, count, tail) = (conditional.support, exposedCases, (1 - confidence) / 2)
        var (lower, upper) = (0.0, Double.infinity)
        if count > support.lowerBound { lower = oddsRatio { $0.upperTail(from: count) - tail } }
        if count < support.upperBound { upper = oddsRatio { tail - $0.lowerTail(to: count) } }
        return ConfidenceInterval(lower: lower, upper: upper, confidence: confidence)
    }

    /// The distribution of the first count, with all margins fixed.
    private var conditional: NoncentralHypergeometric {
        NoncentralHypergeometric(firstRow: exposedTotal, secondRow: controlTotal, firstColumn: caseTotal)
    }

    /// Returns the θ at which a function of the conditional distribution, which rises with θ, is 0.
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
