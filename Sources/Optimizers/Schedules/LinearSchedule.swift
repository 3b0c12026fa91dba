import Tensors

/// A schedule that multiplies a rate by a factor. The factor changes linearly from `start` at step 0 to `end` at step
/// `stepCount`, and stays `end` (PyTorch's LinearLR).
public struct LinearSchedule: Schedule {
    private let rate, start, end: Double
    private let stepCount: Int

    /// Creates a linear schedule.
    ///
    /// - Parameters:
    ///   - rate: The rate that the factor multiplies.
    ///   - start: The factor at step 0.
    ///   - end: The factor at step `stepCount` and later.
    ///   - stepCount: The number of steps from `start` to `end`. A number below 1 traps.
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

/// A warm-up before a main schedule. Let r be the first rate of the main schedule. In `stepCount` steps the rate rises
/// linearly from `start` · r to r. Then the main schedule begins (PyTorch's SequentialLR of a LinearLR and the main
/// schedule).
///
/// If the main schedule sets the momentum, the momentum during the warm-up is the first momentum of the main schedule.
public struct WarmUpSchedule<Main: Schedule>: Schedule {
    private let warmUp: LinearSchedule
    private let stepCount: Int
    /// The schedule after the warm-up.
    public private(set) var main: Main

    /// Creates a warm-up before a main schedule.
    ///
    /// - Parameters:
    ///   - main: The schedule after the warm-up. The steps of this schedule are counted from the end of the warm-up.
    ///   - stepCount: The number of steps of the warm-up. A number below 1 traps.
    ///   - start: The rate at step 0, divided by the first rate of the main schedule.
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

/// A warm-up passes each metric to the main schedule, also during the warm-up.
extension WarmUpSchedule: ObservingSchedule where Main: ObservingSchedule {
    public mutating func observe(_ metric: Double) { main.observe(metric) }

    public var observations: [String: Double] {
        get { main.observations }
        set { main.observations = newValue }
    }
}
