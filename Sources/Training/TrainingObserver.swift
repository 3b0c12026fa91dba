import Differentiation

/// Somebody who watches a training.
public protocol TrainingObserver: Sendable {
    /// After every step; `step` is how many have been made. The last loss of a training that diverges is not finite.
    func stepEnded(_ step: Int, loss: Double, learningRate: Double) throws
    /// After every epoch.
    func epochEnded(_ metrics: EpochMetrics, step: Int, model: some Parameterized) throws
}
