import Foundation
import Tensors

/// Half a cosine from `rate` at step 0 down to `minimum` at `stepCount`, and so back and forth:
/// `minimum + (rate − minimum) · (1 + cos(π · step / stepCount)) / 2` (PyTorch's CosineAnnealingLR).
///
/// Source: I. Loshchilov, F. Hutter, "SGDR", ICLR 2017.
public struct CosineSchedule: Schedule {
    private let rate, minimum: Double
    private let stepCount: Int

    public init(_ rate: Double, stepCount: Int, minimum: Double = 0) {
        require(stepCount > 0, "CosineSchedule: the number of steps \(stepCount) is not positive")
        (self.rate, self.stepCount, self.minimum) = (rate, stepCount, minimum)
    }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double {
        minimum + (rate - minimum) * (1 + cos(.pi * Double(step) / Double(stepCount))) / 2
    }
}
