import Foundation
import Tensors

/// Half a cosine from `rate` at step 0 down to `minimum` at `stepCount`, then up again, and so on:
/// `minimum + (rate − minimum) · (1 + cos(π · step / stepCount)) / 2` (PyTorch's CosineAnnealingLR).
///
/// Source: I. Loshchilov, F. Hutter, "SGDR", ICLR 2017.
public struct CosineSchedule: Schedule {
    private let rate, minimum: Double
    private let stepCount: Int

    /// Traps if `stepCount` is not positive.
    ///
    /// - Parameters:
    ///   - rate: The first rate.
    ///   - stepCount: The number of steps from `rate` to `minimum`.
    ///   - minimum: The least rate.
    public init(_ rate: Double, stepCount: Int, minimum: Double = 0) {
        require(stepCount > 0, "CosineSchedule: the number of steps \(stepCount) is not positive")
        (self.rate, self.stepCount, self.minimum) = (rate, stepCount, minimum)
    }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double {
        minimum + (rate - minimum) * (1 + cos(.pi * Double(step) / Double(stepCount))) / 2
    }
}

/// Half a cosine from `rate` down to `minimum` over `period` steps, then again from `rate`. Each period is `growth` times
/// as long as the last one (PyTorch's CosineAnnealingWarmRestarts).
///
/// Source: I. Loshchilov, F. Hutter, "SGDR", ICLR 2017.
public struct CosineRestartSchedule: Schedule {
    private let rate, minimum: Double
    private let period, growth: Int

    /// Traps if `period` or `growth` is not positive.
    ///
    /// - Parameters:
    ///   - rate: The rate at the start of each period.
    ///   - period: The number of steps of the first period.
    ///   - growth: The ratio of the lengths of neighbouring periods.
    ///   - minimum: The rate at the end of each period.
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
