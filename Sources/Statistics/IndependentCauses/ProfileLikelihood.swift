import Foundation
import Tensors

extension IndependentCausesFit {
    /// Returns the confidence interval of the rate of a cause, or of the background, from the profile likelihood.
    ///
    /// The interval contains the rates γ for which twice the difference of the log-likelihoods of the optimum and of the
    /// best fit with this γ is at most c(γ/σ). σ is the standard error of the rate at γ. Far from 0, c is the quantile of
    /// χ² with one degree of freedom. Near 0, where the estimate cannot be negative, c is the quantile of the statistic's
    /// distribution there, so that the interval keeps its confidence at the boundary too: 2.71 instead of 3.84 at 0 for
    /// 95 %.
    ///
    /// The penalty and the pseudo-events of the model do not count: the interval is that of the likelihood alone. The
    /// lower end is 0 if the data is compatible with no effect. The upper end is ∞ if the rows with the cause have only
    /// events. Both ends are NaN if no row determines the rate. The function fits the model about 10 to 20 times.
    ///
    /// Sources: D. J. Venzon and S. H. Moolgavkar, "A method for computing profile-likelihood-based confidence
    /// intervals", Applied Statistics 37 (1988) 87–94; G. J. Feldman and R. D. Cousins, "Unified approach to the
    /// classical statistical analysis of small signals", Physical Review D 57 (1998) 3873–3889; G. Cowan et al.,
    /// "Asymptotic formulae for likelihood-based tests of new physics", European Physical Journal C 71 (2011) 1554, for
    /// the distribution near the boundary.
    ///
    /// - Parameters:
    ///   - name: The name of a cause, or `background`. Traps for an unknown name.
    ///   - confidence: The confidence level, above 0 and below 1; another level traps.
    public func interval(of name: String, confidence: Double = 0.95) -> ConfidenceInterval {
        requireLevel(confidence)
        let profile = Profile(self, name)
        let ends: (lower: ProfilePoint, upper: ProfilePoint)? = profile.ends(confidence: confidence)
        return ConfidenceInterval(
            lower: ends?.lower.rate ?? .nan, upper: ends?.upper.rate ?? .nan, confidence: confidence)
    }

    /// Returns the likelihood-ratio test of a rate of 0: whether the cause has an effect at all.
    ///
    /// The statistic is twice the difference of the log-likelihoods of the fits with and without the cause, both without
    /// penalty. Its distribution under γ = 0 is half a point mass at 0 and half χ² with one degree of freedom, because
    /// the estimate cannot be negative. Traps for an unknown name.
    ///
    /// Source: S. G. Self and K.-Y. Liang, "Asymptotic properties of maximum likelihood estimators and likelihood ratio
    /// tests under nonstandard conditions", Journal of the American Statistical Association 82 (1987) 605–610.
    public func likelihoodRatioTest(of name: String) -> LikelihoodRatioTest {
        let profile = Profile(self, name)
        guard profile.isDetermined else { return LikelihoodRatioTest(statistic: .nan, pValue: .nan) }
        let statistic: Double = max(0, 2 * (profile.point(at: 0).loss - profile.best))
        // Below the rounding error of the likelihood, the statistic is 0.
        let isZero: Bool = statistic < 1e-9
        return LikelihoodRatioTest(
            statistic: isZero ? 0 : statistic,
            pValue: isZero ? 1 : SpecialFunctions.normalCDF(-statistic.squareRoot()))
    }
}

/// The result of a likelihood-ratio test.
public struct LikelihoodRatioTest: Sendable, Hashable {
    /// Twice the difference of the log-likelihoods.
    public let statistic: Double
    /// The probability of a statistic at least as great if the hypothesis holds.
    public let pValue: Double
}

/// The best fit with a given rate of one cause.
struct ProfilePoint {
    /// The given rate.
    let rate: Double
    /// The negative log-likelihood; ∞ if a row with an event has no risk.
    let loss: Double
    /// The standard error of the rate there, from the observed information; ∞ without information.
    let standardError: Double
    /// The coefficients of the fit.
    let coefficients: [Double]
}

/// The profile likelihood of one rate.
struct Profile {
    private let problem: CausesProblem
    /// The problem in which the rate can have any finite value.
    private let released: CausesProblem
    private let place: Int
    /// The coefficients of the optimum without penalty, and the loss there.
    private let coefficients: [Double]
    let best: Double

    init(_ fit: IndependentCausesFit, _ name: String) {
        place = fit.place(of: name)
        var (problem, optimum): (CausesProblem, RegressionOptimum) = (fit.problem, fit.optimum)
        if fit.model.penalty > 0 || fit.model.pseudoEvents > 0 {
            problem = CausesProblem(fit.model.withoutPenalty, fit.data)
            optimum = problem.minimum() ?? optimum
        }
        (self.problem, coefficients, best) = (problem, optimum.coefficients, optimum.value)
        released =
            problem.certain.contains(place)
            ? CausesProblem(fit.model.withoutPenalty, fit.data, releasing: place) : problem
    }

    /// Whether a row determines the rate.
    var isDetermined: Bool { !problem.undetermined.contains(place) }

    private var estimate: Double { problem.certain.contains(place) ? .infinity : coefficients[place] }

    /// Returns the best fit with the rate `rate`.
    func point(at rate: Double) -> ProfilePoint {
        guard let optimum = released.minimum(fixed: [place: rate], near: coefficients) else {
            return ProfilePoint(rate: rate, loss: .infinity, standardError: .infinity, coefficients: coefficients)
        }
        return ProfilePoint(
            rate: rate, loss: optimum.value, standardError: optimum.standardError(of: place),
            coefficients: optimum.coefficients)
    }

    /// Returns the ends of the interval, or nil if no row determines the rate.
    func ends(confidence: Double) -> (lower: ProfilePoint, upper: ProfilePoint)? {
        guard isDetermined else { return nil }
        func excess(_ point: ProfilePoint) -> Double {
            2 * (point.loss - best) - boundedCriticalValue(point.rate / point.standardError, confidence: confidence)
        }
        let zero: ProfilePoint = point(at: 0)
        let lower: ProfilePoint = excess(zero) <= 0 ? zero : root(from: estimate, to: 0, excess)
        if estimate == .infinity {
            return (
                lower, ProfilePoint(rate: .infinity, loss: best, standardError: .nan, coefficients: coefficients)
            )
        }
        var beyond: Double = max(2 * estimate, 1e-8)
        while excess(point(at: beyond)) <= 0, beyond < 1e8 { beyond *= 2 }
        return (lower, root(from: estimate, to: beyond, excess))
    }

    /// Returns the point between an inner rate, where `excess` is negative, and an outer rate, where `excess` is
    /// positive, at which `excess` is 0. The relative error of the rate is about 1e-9.
    private func root(from inner: Double, to outer: Double, _ excess: (ProfilePoint) -> Double) -> ProfilePoint {
        var inside: Double = inner
        if inner == .infinity {
            inside = max(1e-3, 2 * outer)
            while excess(point(at: inside)) > 0 { inside *= 2 }
        }
        func rate(_ fraction: Double) -> Double { inside + fraction * (outer - inside) }
        // The excess rises from the inner to the outer rate. An infinite excess would spoil the interpolation.
        let fraction: Double = rootOfRising(near: 0.5, step: 0.5, tolerance: 1e-10) { fraction in
            min(1e6, excess(point(at: rate(fraction))))
        }
        return point(at: rate(fraction))
    }
}

extension RegressionOptimum {
    /// Returns the standard error of a coefficient from the observed information, if the other coefficients that are
    /// above 0 are estimated too; ∞ without information.
    func standardError(of place: Int) -> Double {
        let others: [Int] = coefficients.indices.filter { $0 != place && coefficients[$0] > 0 }
        let column: [Double] = coefficients.indices.map { hessian[$0, place] }
        guard let solution = hessian.solution(column, for: others) else { return .infinity }
        let explained: Double = zip(others, solution).reduce(0.0) { $0 + column[$1.0] * $1.1 }
        let information: Double = hessian[place, place] - explained
        return information > 1e-12 * hessian[place, place] ? 1 / information.squareRoot() : .infinity
    }
}

/// Returns the critical value c of the likelihood-ratio statistic of a bounded parameter, if its true value lies
/// `distance` standard errors above the bound: the number with P(statistic ≤ c) = confidence.
///
/// The statistic of a normal estimate X ~ N(θ, 1), θ ≥ 0, is (X − θ)² for X ≥ 0 and (X − θ)² − X² for X < 0. So
/// P(statistic ≤ c) is Φ(√c) − Φ(−√c) for √c ≤ θ, and Φ(√c) − Φ(−(θ² + c)/(2·θ)) otherwise.
func boundedCriticalValue(_ distance: Double, confidence: Double) -> Double {
    let root: Double = -normalQuantile((1 - confidence) / 2)
    if distance.isNaN || distance >= root { return root * root }
    let least: Double = normalQuantile(confidence)
    if distance <= 0 { return least > 0 ? least * least : 0 }
    let square: Double = distance * distance
    let bounded: Double = rootOfRising(near: root, step: 0.5, tolerance: 1e-12) { root in
        let clamped: Double = max(root, 0)
        let c: Double = clamped * clamped
        let below: Double = clamped <= distance ? -clamped : -(square + c) / (2 * distance)
        return SpecialFunctions.normalCDF(clamped) - SpecialFunctions.normalCDF(below) - confidence
            + min(root, 0)
    }
    return bounded * bounded
}
