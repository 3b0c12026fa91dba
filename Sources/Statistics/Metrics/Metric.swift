/// A number that measures the quality of a model, such as accuracy, AUC or R². A metric accumulates the number batch by
/// batch.
///
/// Add batches of any size, then read `value`. Up to rounding, the value does not depend on the division of the samples
/// into batches.
///
///     var accuracy = Accuracy<Float>()
///     for batch in batches { accuracy.add(model(batch.images), batch.labels) }
///     print(accuracy.name, accuracy.value)
///
/// To define a metric, declare a `Codable` struct with `name`, `value`, `add` and `reset`. The `State` of a `Codable`
/// metric is the metric itself. A training that stops in the middle of an epoch can therefore save and restore the
/// metric.
public protocol Metric<Outputs, Targets>: Sendable {
    /// The type of the model's outputs for a batch.
    associatedtype Outputs
    /// The type of the targets of a batch.
    associatedtype Targets
    /// The type of the accumulated numbers, which a checkpoint saves. The numbers may be NaN or infinite.
    associatedtype State: Codable & Sendable

    /// The metric's name in metrics files and plots, in lower case with underscores: `"accuracy"`, `"top_5_accuracy"`.
    var name: String { get }

    /// The value over all samples that were added since the start or the last reset. An undefined value is NaN, for
    /// example without samples.
    var value: Double { get }

    /// All numbers that the metric reports, each with a name. By default, the only number is `value` with the name
    /// `name`. A metric may report several numbers, such as the recall of each class.
    var values: [(name: String, value: Double)] { get }

    /// Whether a greater or a smaller `value` is better. By default, a greater value is better.
    var goal: MetricGoal { get }

    /// The accumulated numbers. Set this property to continue from a saved state.
    var state: State { get set }

    /// Adds the model's outputs for a batch and the targets of the batch.
    mutating func add(_ outputs: Outputs, _ targets: Targets)

    /// Removes all samples that were added.
    mutating func reset()
}

/// A metric whose accumulated numbers can be combined with those of another metric. A training that cuts batches into
/// shards accumulates a metric for each shard, and then merges these metrics.
public protocol MergeableMetric<Outputs, Targets>: Metric {
    /// Adds all samples that were added to `other`, after the samples of this metric. Up to rounding, the value is that
    /// of a metric to which all these samples were added. `other` has the same settings as this metric; other settings
    /// trap.
    mutating func merge(_ other: Self)
}

/// Whether a greater or a smaller value of a metric is better, for early stopping and for keeping the best model.
public enum MetricGoal: String, Sendable, Hashable, Codable {
    /// A greater value is better.
    case maximum
    /// A smaller value is better.
    case minimum

    /// Returns whether `value` is better than `best` by more than `minimumDelta`. NaN is never better than a number,
    /// and any number is better than NaN.
    public func isBetter(_ value: Double, than best: Double, minimumDelta: Double = 0) -> Bool {
        if best.isNaN { return !value.isNaN }
        switch self {
        case .maximum: return value > best + minimumDelta
        case .minimum: return value < best - minimumDelta
        }
    }
}

extension Metric {
    /// The single number `value` with the name `name`.
    public var values: [(name: String, value: Double)] { [(name, value)] }
    /// The goal `maximum`: a greater value is better.
    public var goal: MetricGoal { .maximum }
}

extension Metric where Self: Codable {
    /// The accumulated numbers as a value of the metric's own type: the metric itself.
    public var state: Self {
        get { self }
        set { self = newValue }
    }
}
