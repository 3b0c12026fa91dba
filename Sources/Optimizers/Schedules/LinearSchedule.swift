import Tensors

/// The rate times a factor that moves along a line from `start` at step 0 to `end` at `stepCount`, and stays there
/// (PyTorch's LinearLR).
public struct LinearSchedule: Schedule {
    private let rate, start, end: Double
    private let stepCount: Int

    /// Traps if `stepCount` is not positive.
    ///
    /// - Parameters:
    ///   - rate: The rate that the factor multiplies.
    ///   - start: The factor at step 0.
    ///   - end: The factor from `stepCount` on.
    ///   - stepCount: The number of steps between the two.
    public init(_ rate: Double, from start: Double, to end: Double = 1, stepCount: Int) {
        require(stepCount > 0, "LinearSchedule: the number of steps \(stepCount) is not positive")
        (self.rate, self.start, self.end, self.stepCount) = (rate, start, end, stepCount)
    }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double { rate * factor(at: step) }

    private func factor(at step: Int) -> Double {
        step < stepCount ? start + (end - start) * Double(step) / Double(stepCount) : end
    }
}

/// A warm-up before another schedule. In `stepCount` steps the rate rises linearly from `start` times the other
/// schedule's first rate to that rate. Then the other schedule begins (PyTorch's SequentialLR of a LinearLR and the
/// other).
///
/// If the other schedule changes the momentum, the momentum has its first value during the warm-up.
public struct WarmUpSchedule<Main: Schedule>: Schedule {
    private let warmUp: LinearSchedule
    private let stepCount: Int
    /// The schedule after the warm-up.
    public private(set) var main: Main

    /// - Parameters:
    ///   - main: The schedule after the warm-up. Its steps are counted from the end of the warm-up.
    ///   - stepCount: The length of the warm-up.
    ///   - start: The factor of the rate at the first step.
    public init(before main: Main, stepCount: Int, from start: Double = 1.0 / 3) {
        warmUp = LinearSchedule(1, from: start, stepCount: stepCount)
        (self.main, self.stepCount) = (main, stepCount)
    }

    public var baseLearningRate: Double { main.baseLearningRate }

    public func learningRate(at step: Int) -> Double {
        let rate: Double = main.learningRate(at: max(0, step - stepCount))
        return step < stepCount ? rate * warmUp.learningRate(at: step) : rate
    }

    public func momentum(at step: Int) -> Double? { main.momentum(at: max(0, step - stepCount)) }
}

/// A warm-up passes the metric on to the schedule after it.
extension WarmUpSchedule: ObservingSchedule where Main: ObservingSchedule {
    public mutating func observe(_ metric: Double) { main.observe(metric) }

    public var observations: [String: Double] {
        get { main.observations }
        set { main.observations = newValue }
    }
}
