import Foundation

/// Fisher's noncentral hypergeometric distribution: of the first cell of a 2 × 2 table, all margins fixed, when the odds
/// ratio of the population is θ.
///
///     P(X = k) ∝ C(m₁, k) · C(m₂, n − k) · θᵏ,   max(0, n − m₂) ≤ k ≤ min(n, m₁)
///
/// m₁ and m₂ are the sums of the rows, n that of the first column.
struct NoncentralHypergeometric {
    let firstRow: Int
    let secondRow: Int
    let firstColumn: Int
    /// The logarithm of θ.
    var logOddsRatio: Double = 0
    /// The standard deviation from which on sums are integrals.
    var smoothDeviation: Double = 1000

    var support: ClosedRange<Int> { max(0, firstColumn - secondRow) ... min(firstColumn, firstRow) }

    /// P(X ≥ k).
    func upperTail(from k: Int) -> Double {
        let mode: Int = self.mode
        if let smooth = smooth(at: mode) { return smooth.tails(from: k - mode).upper }
        return share(mode) { $0 >= k }
    }

    /// P(X ≤ k).
    func lowerTail(to k: Int) -> Double {
        let mode: Int = self.mode
        if let smooth = smooth(at: mode) { return smooth.tails(from: k + 1 - mode).lower }
        return share(mode) { $0 <= k }
    }

    /// The expectation of X − k: about k, so that no digits cancel where the mean is near.
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

    /// The sums' smooth form, where the distribution is so wide that it is faster than its terms and no less exact.
    private func smooth(at mode: Int) -> SmoothHypergeometric? {
        let cells: [Int] = [mode, firstRow - mode, firstColumn - mode, secondRow - firstColumn + mode]
        guard SmoothHypergeometric.deviation(of: cells) >= smoothDeviation else { return nil }
        return SmoothHypergeometric(cells: cells, logOddsRatio: logOddsRatio)
    }

    private func share(_ mode: Int, where isCounted: (Int) -> Bool) -> Double {
        var (total, counted) = (0.0, 0.0)
        forEachWeight(from: mode) { position, weight in
            total += weight
            if isCounted(position) { counted += weight }
        }
        return counted / total
    }

    /// Every k whose probability is not below 1e-40 of the mode's, with its probability in units of the mode's.
    ///
    /// The quotients of neighbours are rational, so no logarithm of a factorial is needed, which for large counts would have
    /// an absolute error of its size times 1e-16; and no weight is above 1, so that nothing overflows. The number of terms
    /// is some 27 standard deviations, of which there are 1000 at most: see `SmoothHypergeometric`.
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

    /// P(X = k + 1)/P(X = k), which falls with k.
    private func quotient(at k: Int, _ theta: Double) -> Double {
        let up: Double = Double(firstRow - k) * Double(firstColumn - k)
        let down: Double = Double(k + 1) * Double(secondRow - firstColumn + k + 1)
        return theta * (up / down)
    }

    /// The most probable k, by bisection of where the quotient falls below 1.
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
