import Tensors

/// What a cause contributes to the events of a population, with an interval.
public struct AttributableFraction: Sendable, Hashable {
    /// The name of the cause, or `background`.
    public let name: String
    /// The fraction of the expected events that would not occur without the cause. For a preventive cause, the fraction
    /// of the events without the cause that the cause prevents.
    public let fraction: Double
    /// The interval of the fraction.
    public let interval: ConfidenceInterval
    /// The expected number of events that the removal of the cause would prevent. For a preventive cause, the number of
    /// events that the cause prevents.
    public let events: Double
    /// The interval of the number of events.
    public let eventsInterval: ConfidenceInterval
}

extension IndependentCausesFit {
    /// Returns the fraction of the events of the population that is attributable to a cause, or to the background.
    ///
    /// The population is the rows of the data, with their weights and trials: the fraction is
    /// 1 − Σ w·m·P(without the cause)/Σ w·m·P. The causes overlap, so the fractions can add up to more than 1.
    ///
    /// The ends of the interval are the fractions of the fits at the ends of the profile interval of the cause's rate.
    /// Traps for an unknown name, or unless the confidence level is above 0 and below 1.
    ///
    /// Source: S. Greenland and J. M. Robins, "Conceptual problems in the definition and interpretation of attributable
    /// fractions", American Journal of Epidemiology 128 (1988) 1185–1197.
    public func attributableFraction(of name: String, confidence: Double = 0.95) -> AttributableFraction {
        requireLevel(confidence)
        let best: Prevention = prevention(of: name, estimates)
        let ends = Profile(self, name).ends(confidence: confidence)
        let lower: Prevention? = ends.map { prevention(of: name, estimates(at: $0.lower, of: name)) }
        let upper: Prevention? = ends.map { prevention(of: name, estimates(at: $0.upper, of: name)) }
        func interval(_ value: (Prevention) -> Double) -> ConfidenceInterval {
            ConfidenceInterval(
                lower: lower.map(value) ?? .nan, upper: upper.map(value) ?? .nan, confidence: confidence)
        }
        let isDetermined: Bool = ends != nil
        return AttributableFraction(
            name: name, fraction: isDetermined ? best.fraction : .nan, interval: interval(\.fraction),
            events: isDetermined ? best.events : .nan, eventsInterval: interval(\.events))
    }

    /// What the removal of a cause prevents, or what a preventive cause prevents.
    private struct Prevention {
        let fraction, events: Double
    }

    private func prevention(of name: String, _ estimates: [CauseEstimate]) -> Prevention {
        let hasBackground: Bool = rates.background != nil
        let hazards: CauseHazards = CauseRates(
            background: hasBackground ? estimates[0] : nil, causes: Array(estimates.dropFirst(hasBackground ? 1 : 0))
        ).hazards(data.predictors, data.exposure)
        let column: Int? = data.names.firstIndex(of: name)
        let people: Tensor<Double> = data.weights * data.trials
        let with: Double = (people * hazards.risk).sum().scalar
        let without: Double = (people * hazards.risk(without: column)).sum().scalar
        let events: Double = abs(with - without)
        return Prevention(fraction: events / max(with, without), events: events)
    }

    /// Returns the estimates of a point of the profile likelihood of the cause `name`.
    private func estimates(at point: ProfilePoint, of name: String) -> [CauseEstimate] {
        estimates.map { estimate in
            let place: Int = place(of: estimate.name)
            let isKept: Bool = estimate.name != name && !estimate.rate.isFinite
            let rate: Double = estimate.name == name ? point.rate : point.coefficients[place]
            return isKept ? estimate : CauseEstimate(name: estimate.name, role: estimate.role, rate: rate)
        }
    }
}
