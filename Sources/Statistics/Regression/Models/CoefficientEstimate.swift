import Foundation
import Tensors

/// A coefficient of a generalized linear model with its uncertainty.
public struct CoefficientEstimate: Sendable, Hashable {
    /// The name of the predictor, or `intercept`.
    public let name: String
    /// The coefficient β. It is −∞ or ∞ if the likelihood increases without bound in this direction (separation).
    public let coefficient: Double
    /// The standard error of the coefficient from the expected information; NaN for an infinite coefficient and where
    /// the optimum lies on the boundary of the domain.
    public let standardError: Double

    /// The ratio e^β: an odds, risk or rate ratio, according to the family.
    public var ratio: Double { exp(coefficient) }
    /// Wald's statistic: the coefficient divided by its standard error.
    public var z: Double { coefficient / standardError }
    /// The two-sided p-value of Wald's test of β = 0.
    public var pValue: Double { z.isNaN ? .nan : 2 * SpecialFunctions.normalCDF(-abs(z)) }

    /// Returns Wald's interval of the coefficient; its ends are NaN if the standard error is NaN. Traps unless the
    /// confidence level is above 0 and below 1.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval {
        let distance: Double = -normalQuantile((1 - confidence) / 2) * standardError
        return ConfidenceInterval(
            lower: coefficient - distance, upper: coefficient + distance, confidence: confidence)
    }

    /// Returns the interval of the ratio e^β. Traps unless the confidence level is above 0 and below 1.
    public func ratioInterval(confidence: Double = 0.95) -> ConfidenceInterval {
        let interval: ConfidenceInterval = interval(confidence: confidence)
        return ConfidenceInterval(lower: exp(interval.lower), upper: exp(interval.upper), confidence: confidence)
    }
}
