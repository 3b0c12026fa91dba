import Foundation
import Tensors

/// Up from `peak / divisor` to `peak` within the first `risingFraction` of the steps, then down to
/// `peak / divisor / finalDivisor` at the last one, each along half a cosine (PyTorch's OneCycleLR). Steps beyond the last
/// one take its rate. Where a range of momenta is given the momentum moves the other way: from the upper end down to the
/// lower one while the rate rises, and back.
///
/// Source: L. Smith, N. Topin, "Super-convergence", 2017.
public struct OneCycleSchedule: Schedule {
    private let peak, initial, final: Double
    private let turn, last: Double
    private let momentumRange: ClosedRange<Double>?

    /// - Parameters:
    ///   - peak: The greatest rate.
    ///   - stepCount: The number of steps, at least 1.
    ///   - risingFraction: The part of the steps, within 0 and 1, in which the rate rises.
    ///   - divisor: The peak over the first rate, greater than 0.
    ///   - finalDivisor: The first rate over the last one, greater than 0.
    ///   - momentum: The range of the momentum (of Adam's β₁), which PyTorch moves within 0.85 and 0.95 unless told
    ///     otherwise. The optimizer keeps its own unless given.
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
        turn = risingFraction * Double(stepCount) - 1
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
        // The way up may be a single step, which then begins at the peak.
        if position <= turn { return turn == 0 ? middle : anneal(start, middle, position / turn) }
        return anneal(middle, end, (position - turn) / max(last - turn, .leastNonzeroMagnitude))
    }

    private func anneal(_ from: Double, _ to: Double, _ fraction: Double) -> Double {
        to + (from - to) / 2 * (1 + cos(.pi * fraction))
    }
}
