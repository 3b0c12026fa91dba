/// The learning rate as a function of the number of steps made.
public protocol Schedule: Sendable {
    /// The learning rate of the step that comes after `step` steps.
    func learningRate(at step: Int) -> Double
}

/// One rate throughout.
public struct ConstantSchedule: Schedule {
    private let rate: Double
    public init(_ rate: Double) { self.rate = rate }
    public func learningRate(at step: Int) -> Double { rate }
}
