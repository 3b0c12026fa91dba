import Foundation

/// Fisher's noncentral hypergeometric distribution where it is wide. Sums over its terms are integrals of their smooth
/// continuation, at a cost that does not depend on the counts.
///
/// With d steps from the mode, and the counts a, b, c, d of the table at the mode,
///
///     ln P(mode + d)/P(mode) = d · ln(θ · b·c/(a·d)) − G(a, d) − G(b, −d) − G(c, −d) − G(d, d)
///     G(N, t) = ln Γ(N + t + 1) − ln Γ(N + 1) − t · ln N
///
/// G has no large parts that cancel: by Stirling's formula it is N·h(t/N) + ½·log1p(t/N) + …, h(u) = (1 + u)·log1p(u) −
/// u. The rounding error of the first term is that of ln θ.
///
/// - A sum over all terms is computed by the trapezoidal rule with the step σ/4. Its relative error is e^(−2π²·16)
///   (Poisson's summation formula).
/// - A sum from k on is `∫ f` from k − ½, plus `f'/24 − 7 f'''/5760` there (Euler and Maclaurin), in differences
///   `δf/24 − 17 δ³f/5760`. The next term is about (z/σ)⁶/1000, where z is the distance of k from the mode in standard
///   deviations σ: below 1e-15. The integral is computed by Gauss's rule with 8 nodes for each σ/4.
///
/// `NoncentralHypergeometric` uses it where σ is 1000 or more; every count at the mode is then above a million.
struct SmoothHypergeometric {
    private let logQuotient: Double
    /// The counts that grow with d (a and d), and those that shrink (b and c).
    private let growing, shrinking: (Double, Double)
    /// The standard deviation of a normal distribution with the same curvature at the mode.
    let deviation: Double

    /// The number of standard deviations beyond which a term is below 1e-40 of the mode's.
    private static let reach = 15.0

    /// Returns the square of the deviation is the reciprocal of the sum of the counts' reciprocals; adding ½ to each
    /// count keeps it finite.
    static func deviation(of cells: [Int]) -> Double {
        1 / cells.reduce(0.0) { $0 + 1 / (Double($1) + 0.5) }.squareRoot()
    }

    /// - Parameters:
    ///   - cells: The table at the mode: a, b, c, d.
    ///   - logOddsRatio: ln θ.
    init(cells: [Int], logOddsRatio: Double) {
        let values: [Double] = cells.map { Double($0) }
        growing = (values[0], values[3])
        shrinking = (values[1], values[2])
        logQuotient = log(exp(logOddsRatio) * (values[1] / values[0]) * (values[2] / values[3]))
        deviation = Self.deviation(of: cells)
    }

    /// Returns the probability `steps` (a real number) from the mode, over the mode's probability.
    private func weight(_ steps: Double) -> Double {
        let up: Double = logGammaBend(growing.0, steps) + logGammaBend(growing.1, steps)
        let down: Double = logGammaBend(shrinking.0, -steps) + logGammaBend(shrinking.1, -steps)
        return exp(steps * logQuotient - (up + down))
    }

    /// The expectation of the steps from the mode.
    var meanSteps: Double {
        let spacing: Double = deviation / 4
        var (total, moment) = (1.0, 0.0)
        for index in 1 ... Int(Self.reach * 4) {
            let steps: Double = Double(index) * spacing
            let (above, below): (Double, Double) = (weight(steps), weight(-steps))
            total += above + below
            // Subtract first: both sides are nearly equal.
            moment += (above - below) * steps
        }
        return moment / total
    }

    /// P(X ≥ mode + steps) and P(X < mode + steps).
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

    /// ∫ weight between two distances from the mode.
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

    /// The positive nodes of Gauss and Legendre's rule with 8 points on [−1, 1], with their weights.
    private static let nodes: [(Double, Double)] = [
        (0.18343464249564980494, 0.36268378337836198297), (0.52553240991632898582, 0.31370664587788728734),
        (0.79666647741362673959, 0.22238103445337447054), (0.96028985649753623168, 0.10122853629037625915),
    ]
}

/// ln Γ(N + t + 1) − ln Γ(N + 1) − t·ln N, for N above a million and |t| far below N.
private func logGammaBend(_ n: Double, _ t: Double) -> Double {
    let u: Double = t / n
    return n * entropyBend(u) + 0.5 * log1p(u) + (1 / (n + t) - 1 / n) / 12
}

/// (1 + u)·log1p(u) − u = u²/2 − u³/6 + u⁴/12 − …, for |u| ≤ 0.02. The series loses no digits; the closed form does.
private func entropyBend(_ u: Double) -> Double {
    // The coefficients are 1/(k(k − 1)) with alternating signs.
    let high: Double = 1.0 / 56 - u * (1.0 / 72 - u * (1.0 / 90 - u * (1.0 / 110)))
    let low: Double = 1.0 / 20 - u * (1.0 / 30 - u * (1.0 / 42 - u * high))
    return u * u * (1.0 / 2 - u * (1.0 / 6 - u * (1.0 / 12 - u * low)))
}
