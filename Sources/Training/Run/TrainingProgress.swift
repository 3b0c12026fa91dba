/// The progress of a training: metrics, losses and times, without tensors. Checkpoints contain the progress, and
/// observers receive the progress.
public struct TrainingProgress: Sendable, Hashable, Codable {
    /// The metrics of the completed epochs.
    public internal(set) var history: [EpochMetrics]
    /// The losses so far.
    public internal(set) var curve: LossCurve
    /// The seconds spent in the unfinished epoch.
    public internal(set) var secondsInEpoch: Double
    /// The epoch of the best model, from 1; nil without a `ModelSelection` and before the first epoch ends.
    public internal(set) var bestEpoch: Int?
    /// The state of a schedule that depends on a metric; nil for other schedules.
    var scheduleObservations: [String: Double]?

    /// Creates the progress of a training. The default values describe a training without steps.
    public init(history: [EpochMetrics] = [], curve: LossCurve = LossCurve(), secondsInEpoch: Double = 0) {
        (self.history, self.curve, self.secondsInEpoch) = (history, curve, secondsInEpoch)
    }

    /// The metrics of the best epoch; nil if `bestEpoch` is nil.
    public var best: EpochMetrics? { bestEpoch.map { history[$0 - 1] } }
}
