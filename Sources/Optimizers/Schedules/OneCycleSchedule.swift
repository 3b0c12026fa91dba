import Foundation
import Tensors

/// Up from `peak / divisor` to `peak` within the first `risingFraction` of the steps, then down to
/// `peak / divisor / finalDivisor` at the last one, each along half a cosine; the momentum moves the other way (PyTorch's
/// OneCycleLR). Steps beyond the last one take its rate.
///
/// Source: L. Smith, N. Topin, "Super-convergence", 2017.
public struct OneCycleSchedule: Schedule {
    private let peak, initial, final: Double
    private let turn, last: Double
    private let momentumRange: ClosedRange<Double>

    public init(
        peak: Double, stepCount: Int, risingFraction: Double = 0.3, divisor: Double = 25, finalDivisor: Double = 1e4,
        momentum: ClosedRange<Double> = 0.85 ... 0.95
    ) {
        require(stepCount > 0, "OneCycleSchedule: the number of steps \(stepCount) is not positive")
        require(
            (0 ... 1).contains(risingFraction),
            "OneCycleSchedule: the rising fraction \(risingFraction) is not within 0 and 1")
        self.peak = peak
        initial = peak / divisor
        final = initial / finalDivisor
        turn = risingFraction * Double(stepCount) - 1
        last = Double(stepCount - 1)
        momentumRange = momentum
    }

    public func learningRate(at step: Int) -> Double { value(at: step, initial, peak, final) }

    /// The momentum (or Adam's β₁) that goes with the rate.
    public func momentum(at step: Int) -> Double {
        value(at: step, momentumRange.upperBound, momentumRange.lowerBound, momentumRange.upperBound)
    }

    private func value(at step: Int, _ start: Double, _ middle: Double, _ end: Double) -> Double {
        let position: Double = min(Double(step), last)
        // The way up may be a single step, which then begins at the peak.
        if position <= turn { return turn == 0 ? middle : anneal(start, middle, position / turn) }
        return anneal(middle, end, (position - turn) / max(last - turn, .leastNonzeroMagnitude))
    }

    private func anneal(_ from: Double, _ to: Double, _ fraction: Double) -> Double {
        to + (from - to) / 2 * (1 + cos(.pi * fraction))
    }
}
