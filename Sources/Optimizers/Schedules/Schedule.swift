/// The learning rate as a function of the number of the step. A schedule may also set the momentum.
public protocol Schedule: Sendable {
    /// Returns the learning rate of a step. Steps are counted from 0.
    func learningRate(at step: Int) -> Double

    /// Returns the momentum of a step, counted from 0, or `nil` if the schedule does not change the momentum of the
    /// optimizer. The default is `nil`.
    func momentum(at step: Int) -> Double?

    /// The rate with which the schedule was created. The optimizer of a `Trainer` with this schedule must have this
    /// rate. By default, the base rate is the rate of step 0.
    var baseLearningRate: Double { get }
}

extension Schedule {
    public func momentum(at step: Int) -> Double? { nil }

    public var baseLearningRate: Double { learningRate(at: 0) }
}

/// A schedule with the same rate for every step.
public struct ConstantSchedule: Schedule {
    private let rate: Double
    /// Creates a schedule with the given rate for every step.
    public init(_ rate: Double) { self.rate = rate }
    public func learningRate(at step: Int) -> Double { rate }
}
