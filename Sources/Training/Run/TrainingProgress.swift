/// How far a training is, but for tensors: what a checkpoint holds and what observers see.
public struct TrainingProgress: Sendable, Hashable, Codable {
    /// The metrics of the epochs done.
    public internal(set) var history: [EpochMetrics]
    /// The losses so far.
    public internal(set) var curve: LossCurve
    /// The seconds spent in the epoch under way.
    public internal(set) var secondsInEpoch: Double
    /// The epoch of the best model, from 1, where a `ModelSelection` looks for it and there is one.
    public internal(set) var bestEpoch: Int?
    /// What a schedule that goes by a metric remembers.
    var scheduleObservations: [String: Double]?

    /// Nothing done yet, unless told otherwise.
    public init(history: [EpochMetrics] = [], curve: LossCurve = LossCurve(), secondsInEpoch: Double = 0) {
        (self.history, self.curve, self.secondsInEpoch) = (history, curve, secondsInEpoch)
    }

    /// The metrics of the best epoch.
    public var best: EpochMetrics? { bestEpoch.map { history[$0 - 1] } }
}
