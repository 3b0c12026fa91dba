import Foundation

/// Fisher's noncentral hypergeometric distribution with a large standard deviation. The methods replace sums of the
/// terms by sums and integrals of a smooth continuation of the terms. The cost does not depend on the counts.
///
/// Let t be the distance of the first count from the mode, let a, b, c and d be the counts of the table at the mode,
/// and let θ be the odds ratio. Then
///
///     ln P(mode + t)/P(mode) = t · ln(θ · b·c/(a·d)) − G(a, t) − G(b, −t) − G(c, −t) − G(d, t)
///     G(N, t) = ln Γ(N + t + 1) − ln Γ(N + 1) − t · ln N
///
/// By Stirling's formula, G(N, t) = N·h(t/N) + ½·log1p(t/N) + …, where h(u) = (1 + u)·log1p(u) − u. In this form no
/// large terms cancel. The rounding error of the term t · ln(…) is t times the rounding error of the logarithm.
///
/// - Let σ be the standard deviation. The trapezoidal rule with the step σ/4 computes a sum over all terms. The
///   relative error is e^(−2π²·16) by Poisson's summation formula.
/// - Let f be the continuation of the terms. The sum of the terms from k on is the integral of f from k − ½ on, plus
///   `f'/24 − 7 f'''/5760` at k − ½ (Euler–Maclaurin formula). With central differences δf and δ³f, this correction is
///   `δf/24 − 17 δ³f/5760`. The next term of the formula is about (z/σ)⁶/1000, where z is the distance of k from the
///   mode, divided by σ. This term is below 1e-15. Gauss's rule with 8 nodes for each interval of length σ/4 computes
///   the integral.
///
/// `NoncentralHypergeometric` uses this form if σ is 1000 or more. Then each of a, b, c and d is at least a million.
struct SmoothHypergeometric {
    private let logQuotient: Double
    /// The counts of the table at the mode. The counts in `growing` increase with the first count, and the counts in
    /// `shrinking` decrease with the first count.
    private let growing, shrinking: (Double, Double)
    /// The standard deviation of a normal distribution whose log density has the same curvature at the mode as the log
    /// probability of this distribution.
    let deviation: Double

    /// The number of standard deviations from the mode beyond which a term is below 1e-40 times the term of the mode.
    private static let reach = 15.0

    /// Returns the standard deviation 1/√(Σ 1/(count + ½)) of a table. The summand ½ keeps the sum finite.
    static func deviation(of cells: [Int]) -> Double {
        1 / cells.reduce(0.0) { $0 + 1 / (Double($1) + 0.5) }.squareRoot()
    }

    /// Creates the distribution from the table at the mode.
    ///
    /// - Parameters:
    ///   - cells: The four counts of the table at the mode, row by row: a, b, c, d.
    ///   - logOddsRatio: The logarithm of the odds ratio θ.
    init(cells: [Int], logOddsRatio: Double) {
        let values: [Double] = cells.map { Double($0) }
        growing = (values[0], values[3])
        shrinking = (values[1], values[2])
        logQuotient = log(exp(logOddsRatio) * (values[1] / values[0]) * (values[2] / values[3]))
        deviation = Self.deviation(of: cells)
    }

    /// Returns P(mode + steps)/P(mode). `steps` may be any real number, because the probability is continued smoothly
    /// between the counts.
    private func weight(_ steps: Double) -> Double {
        let up: Double = logGammaBend(growing.0, steps) + logGammaBend(growing.1, steps)
        let down: Double = logGammaBend(shrinking.0, -steps) + logGammaBend(shrinking.1, -steps)
        return exp(steps * logQuotient - (up + down))
    }

    /// The expectation of X − mode, where X is the first count of the table.
    var meanSteps: Double {
        let spacing: Double = deviation / 4
        var (total, moment) = (1.0, 0.0)
        for index in 1 ... Int(Self.reach * 4) {
            let steps: Double = Double(index) * spacing
            let (above, below): (Double, Double) = (weight(steps), weight(-steps))
            total += above + below
            // `above` and `below` are nearly equal, so the code subtracts them before the multiplication.
            moment += (above - below) * steps
        }
        return moment / total
    }

    /// Returns P(X ≥ mode + steps) and P(X < mode + steps), where X is the first count of the table.
    func tails(from steps: Int) -> (upper: Double, lower: Double) {
        let edge: Double = Double(steps) - 0.5
        let limit: Double = Self.reach * deviation
        if edge <= -limit { return (1, 0) }
        if edge >= limit { return (0, 1) }
        let near: [Double] = (-2 ... 1).map { weight(Double(steps + $0)) }
        let (first, third): (Double, Double) = (near[2] - near[1], near[3] - near[0] - 3 * (near[2] - near[1]))
        let correction: Double = first / 24 - 17 * third / 5760
        let upper: Double = integral(from: edge, to: limit) + correction
        let lower: Double = integral(from: -limit, to: edge) - correction
        return (upper / (upper + lower), lower / (upper + lower))
    }

    /// Returns the integral of `weight` between two distances from the mode.
    private func integral(from start: Double, to end: Double) -> Double {
        let panels: Int = max(1, Int(((end - start) / (deviation / 4)).rounded(.up)))
        let width: Double = (end - start) / Double(panels)
        var sum = 0.0
        for panel in 0 ..< panels {
            let middle: Double = start + (Double(panel) + 0.5) * width
            for (node, share) in Self.nodes {
                sum += share * (weight(middle - node * width / 2) + weight(middle + node * width / 2))
            }
        }
        return sum * width / 2
    }

    /// The positive nodes of the Gauss–Legendre rule with 8 points on [−1, 1], with their weights.
    private static let nodes: [(Double, Double)] = [
        (0.18343464249564980494, 0.36268378337836198297), (0.52553240991632898582, 0.31370664587788728734),
        (0.79666647741362673959, 0.22238103445337447054), (0.96028985649753623168, 0.10122853629037625915),
    ]
}

/// Returns ln Γ(n + t + 1) − ln Γ(n + 1) − t·ln n, for n above a million and |t| far below n.
private func logGammaBend(_ n: Double, _ t: Double) -> Double {
    let u: Double = t / n
    return n * entropyBend(u) + 0.5 * log1p(u) + (1 / (n + t) - 1 / n) / 12
}

/// Returns (1 + u)·log1p(u) − u = u²/2 − u³/6 + u⁴/12 − …, for |u| ≤ 0.02. The code uses the series, because the closed
/// form would lose digits to cancellation.
private func entropyBend(_ u: Double) -> Double {
    // The coefficient of uᵏ is 1/(k(k − 1)) for k = 2, 3, …, 11, with alternating signs.
    let high: Double = 1.0 / 56 - u * (1.0 / 72 - u * (1.0 / 90 - u * (1.0 / 110)))
    let low: Double = 1.0 / 20 - u * (1.0 / 30 - u * (1.0 / 42 - u * high))
    return u * u * (1.0 / 2 - u * (1.0 / 6 - u * (1.0 / 12 - u * low)))
}
