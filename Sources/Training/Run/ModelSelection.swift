import Statistics
import Tensors

/// Which epoch's model a training returns, and whether the training stops early if the model does not improve.
///
///     .best(by: "validation_accuracy")            // keeps the best of all epochs
///     .best(by: "validation_loss", patience: 3)   // and stops after three epochs without a better one
public struct ModelSelection: Sendable, Hashable {
    /// The metric, as `EpochMetrics` names it.
    public let metric: String
    /// The better direction. The default is the metric's own direction; for a loss, less is better.
    public let goal: MetricGoal?
    /// By how much a metric must be better than the best.
    public let minimumDelta: Double
    /// The number of successive epochs without a better model after which the training ends; nil for no early end.
    public let patience: Int?

    /// - Parameters:
    ///   - metric: The metric, as `EpochMetrics` names it: `"test_loss"`, `"test_accuracy"`. NaN is never the best.
    ///   - goal: The better direction. The default is the metric's own direction; for a loss, less is better.
    ///   - minimumDelta: By how much a metric must be better than the best, at least 0.
    ///   - patience: The number of successive epochs without a better model after which the training ends, at least 1.
    public static func best(
        by metric: String = "test_loss", goal: MetricGoal? = nil, minimumDelta: Double = 0, patience: Int? = nil
    ) -> ModelSelection {
        require(minimumDelta >= 0, "ModelSelection: the minimum delta \(minimumDelta) is negative")
        require(patience.map { $0 > 0 } ?? true, "ModelSelection: the patience \(patience ?? 0) is not positive")
        return ModelSelection(metric: metric, goal: goal, minimumDelta: minimumDelta, patience: patience)
    }

    /// Whether the last epoch's model is the best so far.
    func isLastBest(in progress: TrainingProgress, goal: MetricGoal) -> Bool {
        guard let last = progress.history.last else { return false }
        return goal.isBetter(last[metric], than: progress.best?[metric] ?? .nan, minimumDelta: minimumDelta)
    }

    /// Whether `patience` epochs have passed without a better model.
    func isOver(_ progress: TrainingProgress) -> Bool {
        guard let patience else { return false }
        return progress.history.count - (progress.bestEpoch ?? 0) >= patience
    }
}

extension Objective {
    /// The better direction of each loss and of the first number of each metric, by the names of `EpochMetrics`.
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
