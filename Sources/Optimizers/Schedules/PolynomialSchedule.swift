import Foundation
import Tensors

/// Falls from `rate` to 0 at `stepCount` and stays 0: `rate · (1 − step / stepCount)^power` (PyTorch's
/// PolynomialLR).
public struct PolynomialSchedule: Schedule {
    private let rate, power: Double
    private let stepCount: Int

    /// Traps if `stepCount` is not positive.
    ///
    /// - Parameters:
    ///   - rate: The first rate.
    ///   - stepCount: The step at which the rate is 0.
    ///   - power: The exponent; 1 is a line.
    public init(_ rate: Double, stepCount: Int, power: Double = 1) {
        require(stepCount > 0, "PolynomialSchedule: the number of steps \(stepCount) is not positive")
        (self.rate, self.stepCount, self.power) = (rate, stepCount, power)
    }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double {
        rate * pow(1 - Double(min(step, stepCount)) / Double(stepCount), power)
    }
}
