import Foundation

extension ContingencyTable {
    /// The conditional maximum-likelihood estimate of the odds ratio θ. For this θ, the expectation of the first count,
    /// given all margins (the sums of the rows and of the columns), equals the observed first count a, `exposedCases`.
    /// R's `fisher.test` returns the same estimate.
    ///
    /// The estimate is 0 if a is the least count that the margins allow, and ∞ if a is the greatest count. The estimate
    /// is NaN if the margins allow only a single count. The relative error is below 1e-12 for any counts. The
    /// computation takes at most about two milliseconds.
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

    /// Returns the exact interval of the odds ratio θ, from the conditional distribution of the first count X given all
    /// margins (the sums of the rows and of the columns). a is the observed first count, `exposedCases`. If θ is the
    /// lower end, P(X ≥ a) is (1 − confidence)/2. If θ is the upper end, P(X ≤ a) is (1 − confidence)/2. R's
    /// `fisher.test` returns the same interval.
    ///
    /// The interval contains the true θ with a probability of at least `confidence`. The lower end is 0 if a is the
    /// least count that the margins allow, and the upper end is ∞ if a is the greatest count. The relative error of the
    /// ends is below 1e-12 for any counts. For wide distributions the method computes the sums as integrals with the
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

    /// Returns the odds ratio θ for which `rising` is 0. The argument of `rising` is the distribution of the first
    /// count, given all margins, for a trial value of θ. The value of `rising` must increase with θ and change its
    /// sign.
    private func oddsRatio(where rising: (NoncentralHypergeometric) -> Double) -> Double {
        // The summand ½ keeps the start of the search finite. The root does not depend on this start.
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
