/// The losses of a training against the number of examples seen: of every tenth step, and of the test samples after every
/// epoch.
public struct LossCurve: Sendable, Hashable, Codable {
    /// A loss after so many examples.
    public struct Point: Sendable, Hashable, Codable {
        public let examples: Int
        public let loss: Double
    }

    /// Losses of single steps.
    public private(set) var training: [Point] = []
    /// Losses over the test samples.
    public private(set) var test: [Point] = []

    static let stepsPerPoint = 10

    public init() {}

    mutating func add(step: Int, examples: Int, loss: Double) {
        if step.isMultiple(of: Self.stepsPerPoint) { training.append(Point(examples: examples, loss: loss)) }
    }

    mutating func add(test loss: Double, examples: Int) { test.append(Point(examples: examples, loss: loss)) }
}
