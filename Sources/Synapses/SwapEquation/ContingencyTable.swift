import Foundation

/// A 2 × 2 table: how often something happened, and did not, in a group and in the one that it is compared with.
///
///     let table = ContingencyTable(events: 104, nonevents: 10_933, referenceEvents: 189, referenceNonevents: 10_845)
///     table.oddsRatio                            // 0.546
///     table.woolfInterval(confidence: 0.95)      // 0.429 … 0.695
///
/// Nothing is added to cells that are 0: estimates are then 0, infinite, or NaN where nothing is known, and intervals reach
/// as far as the data leave open.
public struct ContingencyTable: Sendable, Hashable {
    /// The group's events and non-events.
    public let events, nonevents: Int
    /// The same of the group that it is compared with.
    public let referenceEvents, referenceNonevents: Int

    /// Traps on a negative count.
    public init(events: Int, nonevents: Int, referenceEvents: Int, referenceNonevents: Int) {
        precondition(
            events >= 0 && nonevents >= 0 && referenceEvents >= 0 && referenceNonevents >= 0,
            "ContingencyTable: a count of [[\(events), \(nonevents)], [\(referenceEvents), \(referenceNonevents)]] is negative"
        )
        (self.events, self.nonevents) = (events, nonevents)
        (self.referenceEvents, self.referenceNonevents) = (referenceEvents, referenceNonevents)
    }

    /// The share of events in the group; NaN of an empty one.
    public var risk: Double { Double(events) / Double(events + nonevents) }

    /// The share of events in the group that it is compared with.
    public var referenceRisk: Double { Double(referenceEvents) / Double(referenceEvents + referenceNonevents) }

    /// The sample's odds ratio, a·d / (b·c).
    public var oddsRatio: Double {
        (Double(events) * Double(referenceNonevents)) / (Double(nonevents) * Double(referenceEvents))
    }

    /// The logarithm of the odds ratio, in nats.
    public var logOddsRatio: Double { log(oddsRatio) }

    /// The ratio of the two risks.
    public var relativeRisk: Double { risk / referenceRisk }

    /// Woolf's interval of the odds ratio: exp(log OR ± z·√(1/a + 1/b + 1/c + 1/d)). From 0 to ∞ where a cell is 0.
    ///
    /// - Parameter confidence: The share of samples whose interval holds the true value, above 0 and below 1.
    ///
    /// Source: B. Woolf, "On estimating the relation between blood group and disease", 1955.
    public func woolfInterval(confidence: Double) -> ClosedRange<Double> {
        let cells: [Int] = [events, nonevents, referenceEvents, referenceNonevents]
        if cells.contains(0) { return 0 ... .infinity }
        return interval(around: logOddsRatio, variance: cells.reduce(0) { $0 + 1 / Double($1) }, confidence)
    }

    /// Katz's interval of the relative risk: exp(log RR ± z·√(1/a − 1/(a + b) + 1/c − 1/(c + d))). From 0 to ∞ where a group
    /// has no events.
    ///
    /// Source: D. Katz et al., "Obtaining confidence intervals for the risk ratio in cohort studies", 1978.
    public func katzInterval(confidence: Double) -> ClosedRange<Double> {
        if events == 0 || referenceEvents == 0 { return 0 ... .infinity }
        let variance: Double =
            1 / Double(events) - 1 / Double(events + nonevents) + 1 / Double(referenceEvents)
            - 1 / Double(referenceEvents + referenceNonevents)
        return interval(around: log(relativeRisk), variance: variance, confidence)
    }

    private func interval(around center: Double, variance: Double, _ confidence: Double) -> ClosedRange<Double> {
        let halfWidth: Double = normalQuantile(0.5 + validated(confidence) / 2) * variance.squareRoot()
        return exp(center - halfWidth) ... exp(center + halfWidth)
    }
}

/// A confidence that can be had. Traps on another.
func validated(_ confidence: Double) -> Double {
    precondition(confidence > 0 && confidence < 1, "a confidence lies above 0 and below 1: \(confidence) does not")
    return confidence
}
