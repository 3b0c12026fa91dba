/// The losses of a training by the number of examples seen: the loss of every tenth step, and the loss of the test samples
/// after every epoch.
public struct LossCurve: Sendable, Hashable, Codable {
    /// A loss and the number of examples seen before it.
    public struct Point: Sendable, Hashable, Codable {
        /// The number of examples seen.
        public let examples: Int
        /// The loss.
        public let loss: Double
    }

    /// Losses of single steps.
    public private(set) var training: [Point] = []
    /// Losses over the test samples.
    public private(set) var test: [Point] = []

    static let stepsPerPoint = 10

    /// A curve without points.
    public init() {}

    mutating func add(step: Int, examples: Int, loss: Double) {
        if step.isMultiple(of: Self.stepsPerPoint) { training.append(Point(examples: examples, loss: loss)) }
    }

    mutating func add(test loss: Double, examples: Int) { test.append(Point(examples: examples, loss: loss)) }
}
