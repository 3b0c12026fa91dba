import Foundation
import Tensors

/// The rate is multiplied by `factor` after every `period` steps: `rate · factor^⌊step / period⌋` (PyTorch's StepLR).
public struct StepSchedule: Schedule {
    private let rate: Double
    private let period: Int
    private let factor: Double

    /// Traps if `period` is not positive. `rate` is the first rate.
    public init(_ rate: Double, period: Int, factor: Double = 0.1) {
        require(period > 0, "StepSchedule: the period \(period) is not positive")
        (self.rate, self.period, self.factor) = (rate, period, factor)
    }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double { rate * pow(factor, Double(step / period)) }
}

/// The rate is multiplied by `factor` at each of the given steps (PyTorch's MultiStepLR).
public struct MultiStepSchedule: Schedule {
    private let rate: Double
    private let milestones: [Int]
    private let factor: Double

    /// `rate` is the first rate. Each step in `milestones` multiplies it, in any order of the list.
    public init(_ rate: Double, milestones: [Int], factor: Double = 0.1) {
        (self.rate, self.milestones, self.factor) = (rate, milestones, factor)
    }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double { rate * pow(factor, Double(milestones.count { $0 <= step })) }
}

/// The rate is multiplied by `factor` after every step: `rate · factor^step` (PyTorch's ExponentialLR).
public struct ExponentialSchedule: Schedule {
    private let rate, factor: Double

    /// `rate` is the first rate.
    public init(_ rate: Double, factor: Double) { (self.rate, self.factor) = (rate, factor) }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double { rate * pow(factor, Double(step)) }
}
