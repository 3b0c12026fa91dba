/// A number that says how well a model does, accumulated batch by batch: accuracy, AUC, R².
///
/// Add batches of any size, then read `value`: it does not depend on how the samples were cut into batches, but for
/// rounding.
///
///     var accuracy = Accuracy<Float>()
///     for batch in batches { accuracy.add(model(batch.images), batch.labels) }
///     print(accuracy.name, accuracy.value)
///
/// A metric of your own is a `Codable` struct with `name`, `value`, `add` and `reset`. `Codable` makes the metric its own
/// `State`, so that a training which stops in the middle of an epoch can save what was accumulated and go on.
public protocol Metric<Outputs, Targets>: Sendable {
    /// What a model answers for a batch.
    associatedtype Outputs
    /// What was to be answered.
    associatedtype Targets
    /// What was accumulated, as a checkpoint saves it. Its numbers may be NaN or infinite.
    associatedtype State: Codable & Sendable

    /// The metric's name in metrics files and plots, in lower case with underscores: `"accuracy"`, `"top_5_accuracy"`.
    var name: String { get }

    /// The value over everything added since the start or the last reset; NaN where it does not exist, as without samples.
    var value: Double { get }

    /// Everything that the metric has to show, each number under its own name: `value` under `name` unless the metric has
    /// several, as the recall of each class.
    var values: [(name: String, value: Double)] { get }

    /// Whether a greater or a smaller `value` is better. Greater unless the metric says otherwise.
    var goal: MetricGoal { get }

    /// What was accumulated. Setting it continues from there.
    var state: State { get set }

    /// Accumulates a batch.
    mutating func add(_ outputs: Outputs, _ targets: Targets)

    /// Forgets everything that was added.
    mutating func reset()
}

/// The better direction of a metric: what early stopping and "keep the best" look for.
public enum MetricGoal: String, Sendable, Hashable, Codable {
    case maximum
    case minimum

    /// Whether `value` is better than `best` by more than `minimumDelta`. NaN is never better; any number is better than NaN.
    public func isBetter(_ value: Double, than best: Double, minimumDelta: Double = 0) -> Bool {
        if best.isNaN { return !value.isNaN }
        switch self {
        case .maximum: return value > best + minimumDelta
        case .minimum: return value < best - minimumDelta
        }
    }
}

extension Metric {
    public var values: [(name: String, value: Double)] { [(name, value)] }
    public var goal: MetricGoal { .maximum }
}

extension Metric where Self: Codable {
    /// The metric itself.
    public var state: Self {
        get { self }
        set { self = newValue }
    }
}
