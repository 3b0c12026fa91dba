import Foundation
import Tensors

/// The rate is multiplied by `factor` after every `period` steps: `rate · factor^⌊step / period⌋` (PyTorch's StepLR).
public struct StepSchedule: Schedule {
    private let rate: Double
    private let period: Int
    private let factor: Double

    public init(_ rate: Double, period: Int, factor: Double = 0.1) {
        require(period > 0, "StepSchedule: the period \(period) is not positive")
        (self.rate, self.period, self.factor) = (rate, period, factor)
    }

    public func learningRate(at step: Int) -> Double { rate * pow(factor, Double(step / period)) }
}
