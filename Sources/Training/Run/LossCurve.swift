/// The losses of a training, each with the number of examples seen so far: the losses of every tenth step, and the
/// losses on the test samples after every epoch.
public struct LossCurve: Sendable, Hashable, Codable {
    /// A loss and the number of examples seen so far. The loss of a step is measured before the step, and the number
    /// includes the examples of this step.
    public struct Point: Sendable, Hashable, Codable {
        /// The number of examples seen.
        public let examples: Int
        /// The loss.
        public let loss: Double
    }

    /// The losses of single steps.
    public private(set) var training: [Point] = []
    /// The mean losses over the test samples, one for each epoch.
    public private(set) var test: [Point] = []

    static let stepsPerPoint = 10

    /// Creates a curve without points.
    public init() {}

    mutating func add(step: Int, examples: Int, loss: Double) {
        if step.isMultiple(of: Self.stepsPerPoint) { training.append(Point(examples: examples, loss: loss)) }
    }

    mutating func add(test loss: Double, examples: Int) { test.append(Point(examples: examples, loss: loss)) }
}
