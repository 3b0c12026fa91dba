/// A schedule that also goes by a metric of the training. After each epoch a trainer calls `observe`, and it saves
/// `observations` with its checkpoints.
public protocol ObservingSchedule: Schedule {
    /// Takes in the metric of an epoch.
    mutating func observe(_ metric: Double)

    /// All that `observe` has changed, by name: a schedule of the same settings that is given these goes on as this one would.
    /// May hold infinities.
    var observations: [String: Double] { get set }
}
