import Foundation
import Tensors

/// A schedule whose rate follows a cosine: the rate falls from `rate` at step 0 to `minimum` at step `stepCount`, rises
/// to `rate` at step 2 · `stepCount`, and so on. The rate is
/// `minimum + (rate − minimum) · (1 + cos(π · step / stepCount)) / 2` (PyTorch's CosineAnnealingLR).
///
/// Source: I. Loshchilov, F. Hutter, "SGDR", ICLR 2017.
public struct CosineSchedule: Schedule {
    private let rate, minimum: Double
    private let stepCount: Int

    /// Creates a cosine schedule.
    ///
    /// - Parameters:
    ///   - rate: The rate at step 0.
    ///   - stepCount: The number of steps from `rate` to `minimum`. A number below 1 traps.
    ///   - minimum: The rate at step `stepCount`.
    public init(_ rate: Double, stepCount: Int, minimum: Double = 0) {
        require(stepCount > 0, "CosineSchedule: the number of steps \(stepCount) is not positive")
        (self.rate, self.stepCount, self.minimum) = (rate, stepCount, minimum)
    }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double {
        minimum + (rate - minimum) * (1 + cos(.pi * Double(step) / Double(stepCount))) / 2
    }
}

/// A schedule of periods. In each period the rate falls along half a cosine from `rate` towards `minimum`. The first
/// period has `period` steps, and each later period is `growth` times as long as the period before (PyTorch's
/// CosineAnnealingWarmRestarts).
///
/// Source: I. Loshchilov, F. Hutter, "SGDR", ICLR 2017.
public struct CosineRestartSchedule: Schedule {
    private let rate, minimum: Double
    private let period, growth: Int

    /// Creates a cosine schedule with restarts.
    ///
    /// - Parameters:
    ///   - rate: The rate at the start of each period.
    ///   - period: The number of steps of the first period. A number below 1 traps.
    ///   - growth: The length of a period divided by the length of the period before. A number below 1 traps.
    ///   - minimum: The rate that each period approaches at its end.
    public init(_ rate: Double, period: Int, growth: Int = 1, minimum: Double = 0) {
        require(
            period > 0 && growth > 0,
            "CosineRestartSchedule: the period \(period) and its growth \(growth) are not both positive")
        (self.rate, self.minimum, self.period, self.growth) = (rate, minimum, period, growth)
    }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double {
        var (position, length): (Int, Int) = (growth == 1 ? step % period : step, period)
        while position >= length {
            position -= length
            length = length.multipliedReportingOverflow(by: growth).overflow ? .max : length * growth
        }
        return minimum + (rate - minimum) * (1 + cos(.pi * Double(position) / Double(length))) / 2
    }
}
