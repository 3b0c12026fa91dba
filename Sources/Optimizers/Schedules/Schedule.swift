/// The learning rate as a function of the number of steps made, and the momentum where a schedule moves that too.
public protocol Schedule: Sendable {
    /// The learning rate of the step that comes after `step` steps.
    func learningRate(at step: Int) -> Double

    /// The momentum of that step, or nothing where the optimizer keeps its own. Nothing unless a type has its own.
    func momentum(at step: Int) -> Double?

    /// The rate that the schedule is made from. An optimizer that a `Trainer` gets together with the schedule has to have
    /// this rate. The first step's unless a type has its own.
    var baseLearningRate: Double { get }
}

extension Schedule {
    public func momentum(at step: Int) -> Double? { nil }

    public var baseLearningRate: Double { learningRate(at: 0) }
}

/// One rate throughout.
public struct ConstantSchedule: Schedule {
    private let rate: Double
    /// The rate of every step.
    public init(_ rate: Double) { self.rate = rate }
    public func learningRate(at step: Int) -> Double { rate }
}
