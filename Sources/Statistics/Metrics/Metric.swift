/// A number that says how well a model does, accumulated batch by batch: accuracy, AUC, R².
///
/// Add batches of any size, then read `value`. Up to rounding it does not depend on how the samples were divided into
/// batches.
///
///     var accuracy = Accuracy<Float>()
///     for batch in batches { accuracy.add(model(batch.images), batch.labels) }
///     print(accuracy.name, accuracy.value)
///
/// A user's own metric is a `Codable` struct with `name`, `value`, `add` and `reset`. `Codable` makes the metric its
/// own `State`, so a training that stops in the middle of an epoch can save and restore it.
public protocol Metric<Outputs, Targets>: Sendable {
    /// The model's outputs for a batch.
    associatedtype Outputs
    /// The targets of a batch.
    associatedtype Targets
    /// The accumulated numbers, as a checkpoint saves them. They may be NaN or infinite.
    associatedtype State: Codable & Sendable

    /// The metric's name in metrics files and plots, in lower case with underscores: `"accuracy"`, `"top_5_accuracy"`.
    var name: String { get }

    /// The value over everything added since the start or the last reset. NaN where it does not exist, for example
    /// without samples.
    var value: Double { get }

    /// All numbers that the metric reports, each under its own name. `value` under `name`, unless the metric has
    /// several, such as the recall of each class.
    var values: [(name: String, value: Double)] { get }

    /// Whether a greater or a smaller `value` is better; greater unless the metric says otherwise.
    var goal: MetricGoal { get }

    /// The accumulated numbers. A metric whose state is set continues from there.
    var state: State { get set }

    /// Adds a batch.
    mutating func add(_ outputs: Outputs, _ targets: Targets)

    /// Forgets everything that was added.
    mutating func reset()
}

/// Whether a greater or a smaller value of a metric is better, for early stopping and for keeping the best model.
public enum MetricGoal: String, Sendable, Hashable, Codable {
    /// A greater value is better.
    case maximum
    /// A smaller value is better.
    case minimum

    /// Returns whether `value` is better than `best` by more than `minimumDelta`. NaN is never better; any number is
    /// better than NaN.
    public func isBetter(_ value: Double, than best: Double, minimumDelta: Double = 0) -> Bool {
        if best.isNaN { return !value.isNaN }
        switch self {
        case .maximum: return value > best + minimumDelta
        case .minimum: return value < best - minimumDelta
        }
    }
}

extension Metric {
    /// `value` under `name`.
    public var values: [(name: String, value: Double)] { [(name, value)] }
    /// Greater is better.
    public var goal: MetricGoal { .maximum }
}

extension Metric where Self: Codable {
    /// The metric itself.
    public var state: Self {
        get { self }
        set { self = newValue }
    }
}
