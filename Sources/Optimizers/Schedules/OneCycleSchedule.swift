import Foundation
import Tensors

/// A schedule whose rate first rises and then falls, each time along half a cosine (PyTorch's OneCycleLR). The rate
/// rises from `peak / divisor` to `peak` in the first `risingFraction` of the steps. Then the rate falls to
/// `peak / divisor / finalDivisor` at the last step. Later steps keep this last rate. The momentum changes in the
/// opposite direction: the momentum falls from the upper end of its range to the lower end while the rate rises, and
/// rises while the rate falls.
///
/// Source: L. Smith, N. Topin, "Super-convergence", 2017.
public struct OneCycleSchedule: Schedule {
    private let peak, initial, final: Double
    private let peakStep, last: Double
    private let momentumRange: ClosedRange<Double>?

    /// Creates a schedule with a single rise and a single fall.
    ///
    /// - Parameters:
    ///   - peak: The greatest rate.
    ///   - stepCount: The number of steps. A number below 1 traps.
    ///   - risingFraction: The part of the steps in which the rate rises. A number that is not between 0 and 1 traps.
    ///   - divisor: The peak divided by the first rate. A number that is not positive traps.
    ///   - finalDivisor: The first rate divided by the last rate. A number that is not positive traps.
    ///   - momentum: The range of the momentum (of β₁ for Adam). For `nil` the schedule does not change the momentum.
    ///     PyTorch's default is 0.85 to 0.95.
    public init(
        peak: Double, stepCount: Int, risingFraction: Double = 0.3, divisor: Double = 25, finalDivisor: Double = 1e4,
        momentum: ClosedRange<Double>? = nil
    ) {
        require(stepCount > 0, "OneCycleSchedule: the number of steps \(stepCount) is not positive")
        require(
            (0 ... 1).contains(risingFraction),
            "OneCycleSchedule: the rising fraction \(risingFraction) is not within 0 and 1")
        require(
            divisor > 0 && finalDivisor > 0,
            "OneCycleSchedule: the divisors \(divisor) and \(finalDivisor) are not positive")
        self.peak = peak
        initial = peak / divisor
        final = initial / finalDivisor
        peakStep = risingFraction * Double(stepCount) - 1
        last = Double(stepCount - 1)
        momentumRange = momentum
    }

    public func learningRate(at step: Int) -> Double { value(at: step, initial, peak, final) }

    public func momentum(at step: Int) -> Double? {
        momentumRange.map { value(at: step, $0.upperBound, $0.lowerBound, $0.upperBound) }
    }

    public var baseLearningRate: Double { peak }

    private func value(at step: Int, _ start: Double, _ middle: Double, _ end: Double) -> Double {
        let position: Double = min(Double(step), last)
        // If the rate rises in a single step, this step has the peak rate.
        if position <= peakStep { return peakStep == 0 ? middle : anneal(start, middle, position / peakStep) }
        return anneal(middle, end, (position - peakStep) / max(last - peakStep, .leastNonzeroMagnitude))
    }

    private func anneal(_ from: Double, _ to: Double, _ fraction: Double) -> Double {
        to + (from - to) / 2 * (1 + cos(.pi * fraction))
    }
}
