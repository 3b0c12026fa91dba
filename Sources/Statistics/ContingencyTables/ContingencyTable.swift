import Foundation
import Tensors

/// A 2 × 2 table of counts: how many cases and noncases there are among the exposed and among the controls.
///
///                 cases   noncases
///     exposed       a        b
///     controls      c        d
///
/// No count is ever corrected: a cell of 0 gives ratios that are exactly 0, ∞ or, where both sides of a quotient are 0,
/// NaN, and each member says what becomes of it.
public struct ContingencyTable: Sendable, Hashable, CustomStringConvertible {
    public let exposedCases: Int
    public let exposedNoncases: Int
    public let controlCases: Int
    public let controlNoncases: Int

    /// The greatest sum of the four counts: up to it, every count and margin is exact as a `Double`.
    public static let greatestTotal = 1 << 53

    /// - Parameters: The four counts, none negative, their sum at most `greatestTotal`.
    public init(exposedCases: Int, exposedNoncases: Int, controlCases: Int, controlNoncases: Int) {
        let cells: [Int] = [exposedCases, exposedNoncases, controlCases, controlNoncases]
        require(
            Self.isPossible(cells), "ContingencyTable: counts must be 0 or more, and 2^53 or less in all, not \(cells)")
        self.exposedCases = exposedCases
        self.exposedNoncases = exposedNoncases
        self.controlCases = controlCases
        self.controlNoncases = controlNoncases
    }

    /// A table of cases out of totals.
    public init(exposedCases: Int, of exposedTotal: Int, controlCases: Int, of controlTotal: Int) {
        require(
            exposedCases <= exposedTotal && controlCases <= controlTotal,
            "ContingencyTable: more cases than there are in all: "
                + "\(exposedCases) of \(exposedTotal), \(controlCases) of \(controlTotal)")
        self.init(
            exposedCases: exposedCases, exposedNoncases: exposedTotal - exposedCases,
            controlCases: controlCases, controlNoncases: controlTotal - controlCases)
    }

    private static func isPossible(_ cells: [Int]) -> Bool {
        // Each is checked before they are added, so that the sum cannot overflow.
        cells.allSatisfy { $0 >= 0 && $0 <= greatestTotal } && cells.reduce(0, +) <= greatestTotal
    }

    public var exposedTotal: Int { exposedCases + exposedNoncases }
    public var controlTotal: Int { controlCases + controlNoncases }
    public var caseTotal: Int { exposedCases + controlCases }
    public var noncaseTotal: Int { exposedNoncases + controlNoncases }

    /// The share of cases among the exposed, a/(a + b); NaN of an empty row.
    public var exposedRisk: Double { Double(exposedCases) / Double(exposedTotal) }
    /// The share of cases among the controls, c/(c + d); NaN of an empty row.
    public var controlRisk: Double { Double(controlCases) / Double(controlTotal) }

    public var description: String { "[[\(exposedCases), \(exposedNoncases)], [\(controlCases), \(controlNoncases)]]" }
}

extension ContingencyTable {
    /// The odds ratio of the sample, `ad/(bc)`: the swap ratio of both risks at α = β = 1. It is the maximum-likelihood
    /// estimate where the rows are two independent samples. 0 where only ad is 0, ∞ where only bc is, NaN where both are.
    public var oddsRatio: Double {
        (Double(exposedCases) * Double(controlNoncases)) / (Double(exposedNoncases) * Double(controlCases))
    }

    /// The log odds ratio of the sample: −∞, ∞ or NaN where the odds ratio is 0, ∞ or NaN.
    public var logOddsRatio: Double { log(oddsRatio) }

    /// The relative risk `(a/(a + b)) / (c/(c + d))`. 0 where only a is 0, ∞ where only c is, NaN where both are and where
    /// a row is empty.
    public var relativeRisk: Double {
        (Double(exposedCases) * Double(controlTotal)) / (Double(controlCases) * Double(exposedTotal))
    }

    /// Woolf's interval of the odds ratio, or the logit interval: `ad/(bc) · e^(±z·√(1/a + 1/b + 1/c + 1/d))`, z being the
    /// normal quantile. All of [0, ∞] where a cell is 0.
    ///
    /// Source: B. Woolf, "On estimating the relation between blood group and disease", Annals of Human Genetics 19 (1955)
    /// 251–253.
    public func woolfInterval(confidence: Double = 0.95) -> ConfidenceInterval {
        let cells: [Int] = [exposedCases, exposedNoncases, controlCases, controlNoncases]
        let variance: Double = cells.reduce(0.0) { $0 + 1 / Double($1) }
        return .ofRatio(oddsRatio, standardErrorOfLog: variance.squareRoot(), confidence: confidence)
    }

    /// Katz's interval of the relative risk: `RR · e^(±z·√(b/(a(a + b)) + d/(c(c + d))))`. All of [0, ∞] where a or c is 0;
    /// the single point 1 where all are cases.
    ///
    /// Source: D. Katz, J. Baptista, S. P. Azen, M. C. Pike, "Obtaining confidence intervals for the risk ratio in cohort
    /// studies", Biometrics 34 (1978) 469–474.
    public func katzInterval(confidence: Double = 0.95) -> ConfidenceInterval {
        let exposed: Double = Double(exposedNoncases) / (Double(exposedCases) * Double(exposedTotal))
        let control: Double = Double(controlNoncases) / (Double(controlCases) * Double(controlTotal))
        return .ofRatio(relativeRisk, standardErrorOfLog: (exposed + control).squareRoot(), confidence: confidence)
    }
}
