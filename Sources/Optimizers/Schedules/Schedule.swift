/// The learning rate as a function of the number of steps made. A schedule may also set the momentum.
public protocol Schedule: Sendable {
    /// Returns the learning rate of the step after `step` steps.
    func learningRate(at step: Int) -> Double

    /// Returns the momentum of the step after `step` steps, or nil if the optimizer keeps its own. The default is nil.
    func momentum(at step: Int) -> Double?

    /// The rate from which the schedule is made. The optimizer of a `Trainer` with this schedule must have this rate.
    /// The default is the rate of the first step.
    var baseLearningRate: Double { get }
}

extension Schedule {
    public func momentum(at step: Int) -> Double? { nil }

    public var baseLearningRate: Double { learningRate(at: 0) }
}

/// A constant rate.
public struct ConstantSchedule: Schedule {
    private let rate: Double
    /// The rate of every step.
    public init(_ rate: Double) { self.rate = rate }
    public func learningRate(at step: Int) -> Double { rate }
}
