import Statistics
import Tensors

/// The rule by which a training chooses the epoch whose model it returns. The rule may also end the training early if
/// the model does not improve.
///
///     .best(by: "validation_accuracy")            // keeps the best of all epochs
///     .best(by: "validation_loss", patience: 3)   // and stops after three epochs without a better one
public struct ModelSelection: Sendable, Hashable {
    /// The name of the metric in `EpochMetrics`.
    public let metric: String
    /// The better direction. The default is the metric's own direction; for a loss, less is better.
    public let goal: MetricGoal?
    /// A model is better than the best model so far only if its metric is better by more than this number.
    public let minimumDelta: Double
    /// The number of successive epochs without a better model after which the training ends; nil if the training does
    /// not end early.
    public let patience: Int?

    /// Creates a selection that keeps the model of the epoch with the best metric.
    ///
    /// - Parameters:
    ///   - metric: The name of the metric in `EpochMetrics`, such as `"test_loss"` or `"test_accuracy"`. NaN is never
    ///     the best value.
    ///   - goal: The better direction. The default is the metric's own direction; for a loss, less is better.
    ///   - minimumDelta: A model is better than the best model so far only if its metric is better by more than this
    ///     number. A negative number traps.
    ///   - patience: The number of successive epochs without a better model after which the training ends, or nil for
    ///     no early end. A number below 1 traps.
    public static func best(
        by metric: String = "test_loss", goal: MetricGoal? = nil, minimumDelta: Double = 0, patience: Int? = nil
    ) -> ModelSelection {
        require(minimumDelta >= 0, "ModelSelection: the minimum delta \(minimumDelta) is negative")
        require(patience.map { $0 > 0 } ?? true, "ModelSelection: the patience \(patience ?? 0) is not positive")
        return ModelSelection(metric: metric, goal: goal, minimumDelta: minimumDelta, patience: patience)
    }

    /// Returns whether the last epoch's model is the best model so far; false if no epoch has ended. `goal` is the
    /// better direction of the metric.
    func isLastBest(in progress: TrainingProgress, goal: MetricGoal) -> Bool {
        guard let last = progress.history.last else { return false }
        return goal.isBetter(last[metric], than: progress.best?[metric] ?? .nan, minimumDelta: minimumDelta)
    }

    /// Returns whether `patience` successive epochs have passed without a better model; false if `patience` is nil.
    func isOver(_ progress: TrainingProgress) -> Bool {
        guard let patience else { return false }
        return progress.history.count - (progress.bestEpoch ?? 0) >= patience
    }
}

extension Objective {
    /// The better direction for each loss and for the first number of each metric. The keys are the names in
    /// `EpochMetrics`.
    var goals: [String: MetricGoal] {
        var goals: [String: MetricGoal] = [:]
        for (tally, prefix) in [(trainingTally, "train_"), (testTally, "validation_"), (testTally, "test_")] {
            goals[prefix + "loss"] = .minimum
            for (metric, goal) in tally.goals { goals[prefix + metric] = goal }
        }
        return goals
    }

    /// Returns the names, as in `EpochMetrics`, of all numbers that a training measures.
    ///
    /// - Parameter sets: The names of the sets on which the training measures the model after each epoch.
    func metricNames(of sets: [String]) -> [String] {
        let ofTraining: [String] = trainingTally.values.map { "train_" + $0.name }
        let ofSets: [String] = sets.flatMap { set in testTally.values.map { "\(set)_\($0.name)" } }
        return ["train_loss"] + sets.map { $0 + "_loss" } + (ofTraining + ofSets).sorted()
    }
}
