import Foundation
import Tensors

/// A 2 × 2 table of counts: the numbers of cases and noncases among the exposed and among the controls.
///
///                 cases   noncases
///     exposed       a        b
///     controls      c        d
///
/// No continuity correction is added to the counts. If a count is 0, a ratio is therefore exactly 0 or ∞, or NaN for
/// 0/0. The comment of each ratio states when the ratio has these values.
public struct ContingencyTable: Sendable, Hashable, CustomStringConvertible {
    /// The number of exposed cases.
    public let exposedCases: Int
    /// The number of exposed noncases.
    public let exposedNoncases: Int
    /// The number of controls that are cases.
    public let controlCases: Int
    /// The number of controls that are noncases.
    public let controlNoncases: Int

    /// The greatest allowed sum of the four counts. A `Double` represents every count and margin up to this sum
    /// exactly.
    public static let greatestTotal = 1 << 53

    /// Creates a table of four counts. Traps if a count is negative, or if the sum of the counts is above
    /// `greatestTotal`.
    ///
    /// - Parameters:
    ///   - exposedCases: The number of exposed cases.
    ///   - exposedNoncases: The number of exposed noncases.
    ///   - controlCases: The number of controls that are cases.
    ///   - controlNoncases: The number of controls that are noncases.
    public init(exposedCases: Int, exposedNoncases: Int, controlCases: Int, controlNoncases: Int) {
        let cells: [Int] = [exposedCases, exposedNoncases, controlCases, controlNoncases]
        require(
            Self.isPossible(cells),
            "ContingencyTable: counts must be 0 or more, with a sum of at most 2^53, not \(cells)")
        self.exposedCases = exposedCases
        self.exposedNoncases = exposedNoncases
        self.controlCases = controlCases
        self.controlNoncases = controlNoncases
    }

    /// Creates a table from the number of cases and the number of subjects in each row. Traps if a row has more cases
    /// than subjects, if a number of cases is negative, or if the number of all subjects is above `greatestTotal`.
    ///
    /// - Parameters:
    ///   - exposedCases: The number of exposed cases.
    ///   - exposedTotal: The number of exposed subjects, which are cases or noncases.
    ///   - controlCases: The number of controls that are cases.
    ///   - controlTotal: The number of controls, which are cases or noncases.
    public init(exposedCases: Int, of exposedTotal: Int, controlCases: Int, of controlTotal: Int) {
        require(
            exposedCases <= exposedTotal && controlCases <= controlTotal,
            "ContingencyTable: there are more cases than the total: "
                + "\(exposedCases) of \(exposedTotal), \(controlCases) of \(controlTotal)")
        self.init(
            exposedCases: exposedCases, exposedNoncases: exposedTotal - exposedCases,
            controlCases: controlCases, controlNoncases: controlTotal - controlCases)
    }

    private static func isPossible(_ cells: [Int]) -> Bool {
        // The code checks each count before it adds the counts, so that the sum cannot overflow.
        cells.allSatisfy { $0 >= 0 && $0 <= greatestTotal } && cells.reduce(0, +) <= greatestTotal
    }

    /// The number of exposed subjects, which are cases or noncases.
    public var exposedTotal: Int { exposedCases + exposedNoncases }
    /// The number of controls, which are cases or noncases.
    public var controlTotal: Int { controlCases + controlNoncases }
    /// The number of cases, which are exposed or controls.
    public var caseTotal: Int { exposedCases + controlCases }
    /// The number of noncases, which are exposed or controls.
    public var noncaseTotal: Int { exposedNoncases + controlNoncases }

    /// The fraction of cases among the exposed; NaN if there are no exposed subjects.
    public var exposedRisk: Double { Double(exposedCases) / Double(exposedTotal) }
    /// The fraction of cases among the controls; NaN if there are no controls.
    public var controlRisk: Double { Double(controlCases) / Double(controlTotal) }

    /// The table as a text of two rows, each with the cases and the noncases, such as `[[3, 7], [1, 9]]`. The exposed
    /// are the first row.
    public var description: String { "[[\(exposedCases), \(exposedNoncases)], [\(controlCases), \(controlNoncases)]]" }
}

extension ContingencyTable {
    /// The odds ratio of the sample, `ad/(bc)`, where a, b, c and d are `exposedCases`, `exposedNoncases`,
    /// `controlCases` and `controlNoncases`. This ratio is the maximum-likelihood estimate of the odds ratio of the
    /// population if the rows are two independent samples. This ratio is also the swap ratio of `exposedRisk` and
    /// `controlRisk` in a synapse with α = β = 1. The value is 0 if only ad is 0, ∞ if only bc is 0, and NaN if both ad
    /// and bc are 0.
    public var oddsRatio: Double {
        (Double(exposedCases) * Double(controlNoncases)) / (Double(exposedNoncases) * Double(controlCases))
    }

    /// The logarithm of `oddsRatio`. The logarithm of 0 is −∞, the logarithm of ∞ is ∞, and the logarithm of NaN is
    /// NaN.
    public var logOddsRatio: Double { log(oddsRatio) }

    /// The relative risk `(a/(a + b)) / (c/(c + d))`, where a, b, c and d are `exposedCases`, `exposedNoncases`,
    /// `controlCases` and `controlNoncases`. The relative risk is 0 if only a is 0, and ∞ if only c is 0. The relative
    /// risk is NaN if both a and c are 0, or if a row is empty.
    public var relativeRisk: Double {
        (Double(exposedCases) * Double(controlTotal)) / (Double(controlCases) * Double(exposedTotal))
    }

    /// Returns Woolf's interval of the odds ratio, also called the logit interval. The ends are
    /// `ad/(bc) · e^(±z·√(1/a + 1/b + 1/c + 1/d))`, where a, b, c and d are `exposedCases`, `exposedNoncases`,
    /// `controlCases` and `controlNoncases`, and z is the (1 + confidence)/2 quantile of the standard normal
    /// distribution. The interval is [0, ∞] if a count is 0.
    ///
    /// Source: B. Woolf, "On estimating the relation between blood group and disease", Annals of Human Genetics 19
    /// (1955) 251–253.
    ///
    /// - Parameter confidence: The confidence level, above 0 and below 1; another level traps.
    public func woolfInterval(confidence: Double = 0.95) -> ConfidenceInterval {
        let cells: [Int] = [exposedCases, exposedNoncases, controlCases, controlNoncases]
        let variance: Double = cells.reduce(0.0) { $0 + 1 / Double($1) }
        return .ofRatio(oddsRatio, standardErrorOfLog: variance.squareRoot(), confidence: confidence)
    }

    /// Returns Katz's interval of the relative risk RR. The ends are `RR · e^(±z·√(b/(a(a + b)) + d/(c(c + d))))`,
    /// where a, b, c and d are `exposedCases`, `exposedNoncases`, `controlCases` and `controlNoncases`, and z is the (1
    /// + confidence)/2 quantile of the standard normal distribution. The interval is [0, ∞] if a or c is 0. The
    /// interval is [1, 1] if all subjects are cases and no row is empty.
    ///
    /// Source: D. Katz, J. Baptista, S. P. Azen, M. C. Pike, "Obtaining confidence intervals for the risk ratio in
    /// cohort studies", Biometrics 34 (1978) 469–474.
    ///
    /// - Parameter confidence: The confidence level, above 0 and below 1; another level traps.
    public func katzInterval(confidence: Double = 0.95) -> ConfidenceInterval {
        let exposed: Double = Double(exposedNoncases) / (Double(exposedCases) * Double(exposedTotal))
        let control: Double = Double(controlNoncases) / (Double(controlCases) * Double(controlTotal))
        return .ofRatio(relativeRisk, standardErrorOfLog: (exposed + control).squareRoot(), confidence: confidence)
    }
}
