import Foundation
import Tensors

/// A closed interval that contains the true value with a given confidence.
public struct ConfidenceInterval: Sendable, Hashable, CustomStringConvertible {
    /// The lower end, which may be −∞.
    public let lower: Double
    /// The upper end, which may be ∞.
    public let upper: Double
    /// The confidence level, above 0 and below 1: 0.95 for 95 %.
    public let confidence: Double

    /// Creates an interval from the lower and the upper end. The initializer does not compare the ends.
    ///
    /// - Parameters:
    ///   - lower: The lower end.
    ///   - upper: The upper end.
    ///   - confidence: The confidence level, above 0 and below 1; another level traps.
    public init(lower: Double, upper: Double, confidence: Double) {
        requireLevel(confidence)
        self.lower = lower
        self.upper = upper
        self.confidence = confidence
    }

    /// Returns whether the value is in the interval, ends included. The result is false for NaN.
    public func contains(_ value: Double) -> Bool { value >= lower && value <= upper }

    /// The interval as the text `[lower, upper]`.
    public var description: String { "[\(lower), \(upper)]" }
}

extension ConfidenceInterval {
    /// Returns the interval of a ratio whose logarithm is normally distributed: from `ratio · e^(−z·error)` to
    /// `ratio · e^(z·error)`. `error` is the standard error of the logarithm, and z is the (1 + confidence)/2 quantile
    /// of the standard normal distribution. The interval is [0, ∞] if the ratio is 0, ∞ or NaN, or if the standard
    /// error is not finite. Traps unless the confidence level is above 0 and below 1.
    static func ofRatio(_ ratio: Double, standardErrorOfLog error: Double, confidence: Double) -> ConfidenceInterval {
        requireLevel(confidence)
        guard ratio > 0 && ratio.isFinite && error.isFinite else {
            return ConfidenceInterval(lower: 0, upper: .infinity, confidence: confidence)
        }
        let distance: Double = -normalQuantile((1 - confidence) / 2) * error
        return ConfidenceInterval(
            lower: ratio * exp(-distance), upper: ratio * exp(distance), confidence: confidence)
    }
}

/// Traps unless the confidence level is above 0 and below 1.
func requireLevel(_ confidence: Double) {
    require(confidence > 0 && confidence < 1, "confidence: the level must be between 0 and 1, not \(confidence)")
}
