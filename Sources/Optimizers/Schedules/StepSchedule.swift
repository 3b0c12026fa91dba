import Foundation
import Tensors

/// A schedule that multiplies the rate by `factor` after every `period` steps: `rate · factor^⌊step / period⌋`
/// (PyTorch's StepLR).
public struct StepSchedule: Schedule {
    private let rate: Double
    private let period: Int
    private let factor: Double

    /// Creates a schedule of equal periods.
    ///
    /// - Parameters:
    ///   - rate: The rate of the first period.
    ///   - period: The number of steps of a period. A number below 1 traps.
    ///   - factor: The rate of a period divided by the rate of the period before.
    public init(_ rate: Double, period: Int, factor: Double = 0.1) {
        require(period > 0, "StepSchedule: the period \(period) is not positive")
        (self.rate, self.period, self.factor) = (rate, period, factor)
    }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double { rate * pow(factor, Double(step / period)) }
}

/// A schedule that multiplies the rate by `factor` at each of the given steps (PyTorch's MultiStepLR).
public struct MultiStepSchedule: Schedule {
    private let rate: Double
    private let milestones: [Int]
    private let factor: Double

    /// Creates a schedule that changes the rate at given steps.
    ///
    /// - Parameters:
    ///   - rate: The rate at step 0, unless a milestone is 0 or less.
    ///   - milestones: The steps, counted from 0, at which the rate is multiplied by `factor`. The order of the list
    ///     has no effect. A step that occurs twice multiplies the rate twice.
    ///   - factor: The factor of the rate at each milestone.
    public init(_ rate: Double, milestones: [Int], factor: Double = 0.1) {
        (self.rate, self.milestones, self.factor) = (rate, milestones, factor)
    }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double { rate * pow(factor, Double(milestones.count { $0 <= step })) }
}

/// A schedule that multiplies the rate by `factor` after every step: `rate · factor^step` (PyTorch's ExponentialLR).
public struct ExponentialSchedule: Schedule {
    private let rate, factor: Double

    /// Creates an exponential schedule.
    ///
    /// - Parameters:
    ///   - rate: The rate at step 0.
    ///   - factor: The rate of a step divided by the rate of the step before.
    public init(_ rate: Double, factor: Double) { (self.rate, self.factor) = (rate, factor) }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double { rate * pow(factor, Double(step)) }
}
