import Foundation

/// Fisher's noncentral hypergeometric distribution: the distribution of the first count X of a 2 × 2 table with fixed
/// margins, if the odds ratio of the population is θ.
///
///     P(X = k) ∝ C(m₁, k) · C(m₂, n − k) · θᵏ,   max(0, n − m₂) ≤ k ≤ min(n, m₁)
///
/// m₁ and m₂ are the sums of the rows, and n is the sum of the first column.
struct NoncentralHypergeometric {
    let firstRow: Int
    let secondRow: Int
    let firstColumn: Int
    /// The logarithm of the odds ratio θ of the population.
    var logOddsRatio: Double = 0
    /// The least standard deviation for which `SmoothHypergeometric` computes the sums.
    var smoothDeviation: Double = 1000

    /// The values of the first count that the margins (the sums of the rows and of the columns) allow.
    var support: ClosedRange<Int> { max(0, firstColumn - secondRow) ... min(firstColumn, firstRow) }

    /// Returns P(X ≥ k), where X is the first count of the table.
    func upperTail(from k: Int) -> Double {
        let mode: Int = self.mode
        if let smooth = smooth(at: mode) { return smooth.tails(from: k - mode).upper }
        return share(mode) { $0 >= k }
    }

    /// Returns P(X ≤ k), where X is the first count of the table.
    func lowerTail(to k: Int) -> Double {
        let mode: Int = self.mode
        if let smooth = smooth(at: mode) { return smooth.tails(from: k + 1 - mode).lower }
        return share(mode) { $0 <= k }
    }

    /// Returns the expectation of X − k, where X is the first count of the table. The sum contains differences from the
    /// mode instead of counts, so the result keeps its digits if the mean is near k.
    func mean(about k: Int) -> Double {
        let mode: Int = self.mode
        if let smooth = smooth(at: mode) { return smooth.meanSteps + Double(mode - k) }
        var (total, moment) = (0.0, 0.0)
        forEachWeight(from: mode) { position, weight in
            total += weight
            moment += weight * Double(position - mode)
        }
        return moment / total + Double(mode - k)
    }

    /// Returns the smooth form of the sums if the standard deviation is at least `smoothDeviation`, otherwise `nil`.
    /// For such a standard deviation, the smooth form is faster than a sum of the terms, and equally accurate.
    private func smooth(at mode: Int) -> SmoothHypergeometric? {
        let cells: [Int] = [mode, firstRow - mode, firstColumn - mode, secondRow - firstColumn + mode]
        guard SmoothHypergeometric.deviation(of: cells) >= smoothDeviation else { return nil }
        return SmoothHypergeometric(cells: cells, logOddsRatio: logOddsRatio)
    }

    /// Returns the probability that the first count of the table satisfies the condition `isCounted`. `mode` is the
    /// most probable first count.
    private func share(_ mode: Int, where isCounted: (Int) -> Bool) -> Double {
        var (total, counted) = (0.0, 0.0)
        forEachWeight(from: mode) { position, weight in
            total += weight
            if isCounted(position) { counted += weight }
        }
        return counted / total
    }

    /// Calls `body` for each count k of the support with the weight P(X = k)/P(X = mode), if this weight is at least
    /// 1e-40.
    ///
    /// The ratios of neighbouring probabilities are rational, so the method needs no logarithm of a factorial. For
    /// large counts such a logarithm would have an absolute error of 1e-16 times its magnitude. No weight is above 1,
    /// so nothing overflows. The number of terms is about 27 times the standard deviation, which is below
    /// `smoothDeviation` here.
    private func forEachWeight(from mode: Int, _ body: (Int, Double) -> Void) {
        let theta: Double = exp(logOddsRatio)
        body(mode, 1)
        var weight = 1.0
        for k in stride(from: mode, to: support.upperBound, by: 1) {
            weight *= quotient(at: k, theta)
            if weight < Self.negligible { break }
            body(k + 1, weight)
        }
        weight = 1
        for k in stride(from: mode - 1, through: support.lowerBound, by: -1) {
            weight /= quotient(at: k, theta)
            if weight < Self.negligible { break }
            body(k, weight)
        }
    }

    private static let negligible = 1e-40

    /// Returns P(X = k + 1)/P(X = k) for the odds ratio `theta`, where X is the first count. This quotient decreases
    /// with k.
    private func quotient(at k: Int, _ theta: Double) -> Double {
        let up: Double = Double(firstRow - k) * Double(firstColumn - k)
        let down: Double = Double(k + 1) * Double(secondRow - firstColumn + k + 1)
        return theta * (up / down)
    }

    /// The most probable first count. Bisection finds the least count k for which `quotient` is not above 1.
    private var mode: Int {
        let theta: Double = exp(logOddsRatio)
        var (low, high) = (support.lowerBound, support.upperBound)
        while low < high {
            let middle: Int = low + (high - low) / 2
            if quotient(at: middle, theta) > 1 { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
