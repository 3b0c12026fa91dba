import Foundation
import Tensors

/// An interval that holds the true value with a given confidence, both ends belonging to it.
public struct ConfidenceInterval: Sendable, Hashable, CustomStringConvertible {
    public let lower: Double
    public let upper: Double
    /// The confidence level, above 0 and below 1: 0.95 of 95 %.
    public let confidence: Double

    public init(lower: Double, upper: Double, confidence: Double) {
        requireLevel(confidence)
        self.lower = lower
        self.upper = upper
        self.confidence = confidence
    }

    public func contains(_ value: Double) -> Bool { value >= lower && value <= upper }

    public var description: String { "[\(lower), \(upper)]" }
}

extension ConfidenceInterval {
    /// The interval of a ratio whose logarithm is normally distributed, `ratio · e^(±z·error)`: all of [0, ∞] where the
    /// ratio is 0, ∞ or undefined, since the standard error of its logarithm is then infinite.
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

func requireLevel(_ confidence: Double) {
    require(confidence > 0 && confidence < 1, "confidence: a level between 0 and 1 is needed, not \(confidence)")
}
