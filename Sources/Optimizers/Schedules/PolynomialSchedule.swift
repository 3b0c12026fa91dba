import Foundation
import Tensors

/// A schedule whose rate falls from `rate` at step 0 to 0 at step `stepCount`, and then stays 0:
/// `rate · (1 − step / stepCount)^power` (PyTorch's PolynomialLR).
public struct PolynomialSchedule: Schedule {
    private let rate, power: Double
    private let stepCount: Int

    /// Creates a polynomial schedule.
    ///
    /// - Parameters:
    ///   - rate: The rate at step 0.
    ///   - stepCount: The step from which on the rate is 0. A number below 1 traps.
    ///   - power: The exponent. For 1 the rate falls linearly. The rate reaches 0 only for a positive exponent.
    public init(_ rate: Double, stepCount: Int, power: Double = 1) {
        require(stepCount > 0, "PolynomialSchedule: the number of steps \(stepCount) is not positive")
        (self.rate, self.stepCount, self.power) = (rate, stepCount, power)
    }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double {
        rate * pow(1 - Double(min(step, stepCount)) / Double(stepCount), power)
    }
}
