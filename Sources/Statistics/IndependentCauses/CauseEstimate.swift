import Foundation

/// The estimate of a cause in a model of independent causes.
public struct CauseEstimate: Sendable, Hashable, Codable {
    /// What a cause does.
    public enum Role: String, Sendable, Hashable, Codable {
        /// The risk without any of the causes.
        case background
        /// The cause can bring the event about.
        case cause
        /// The cause can prevent the event.
        case preventive
    }

    /// The name of the predictor, or `background`.
    public let name: String
    /// What the cause does.
    public let role: Role
    /// The rate γ of one unit, at least 0; ∞ if the data contains only events (for a preventive cause, no events) where
    /// the cause is present; NaN if no row determines the rate.
    public let rate: Double

    /// Creates an estimate. The initializer does not check the rate.
    public init(name: String, role: Role, rate: Double) { (self.name, self.role, self.rate) = (name, role, rate) }

    /// The probability β = 1 − e^(−γ) that one unit brings the event about, or prevents it.
    public var probability: Double { -expm1(-rate) }
}

extension ConfidenceInterval {
    /// The interval of the probability 1 − e^(−γ), if this is the interval of the rate γ.
    public var ofProbability: ConfidenceInterval {
        ConfidenceInterval(lower: -expm1(-lower), upper: -expm1(-upper), confidence: confidence)
    }
}
