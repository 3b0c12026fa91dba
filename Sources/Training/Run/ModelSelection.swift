import Statistics
import Tensors

/// Which epoch's model a training answers, and whether it stops when the model no longer gets better: "keep the best" and
/// early stopping.
///
///     .best(by: "validation_accuracy")            // keeps the best of all epochs
///     .best(by: "validation_loss", patience: 3)   // and stops after three epochs without a better one
public struct ModelSelection: Sendable, Hashable {
    /// The metric, as `EpochMetrics` names it.
    public let metric: String
    /// The better direction. The metric's own unless given; less for a loss.
    public let goal: MetricGoal?
    /// By how much a metric must be better than the best.
    public let minimumDelta: Double
    /// How many epochs in a row without a better model end the training; none unless given.
    public let patience: Int?

    /// - Parameters:
    ///   - metric: The metric, as `EpochMetrics` names it: `"test_loss"`, `"test_accuracy"`. NaN is never the best.
    ///   - goal: The better direction. The metric's own unless given; less for a loss.
    ///   - minimumDelta: By how much a metric must be better than the best, at least 0.
    ///   - patience: How many epochs in a row without a better model end the training, at least 1.
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

    /// Whether the training has gone on for long enough without a better model.
    func isOver(_ progress: TrainingProgress) -> Bool {
        guard let patience else { return false }
        return progress.history.count - (progress.bestEpoch ?? 0) >= patience
    }
}

extension Objective {
    /// The better direction of the losses and of each metric's first number, by the names of `EpochMetrics`.
    var goals: [String: MetricGoal] {
        var goals: [String: MetricGoal] = [:]
        for (tally, prefix) in [(trainingTally, "train_"), (testTally, "validation_"), (testTally, "test_")] {
            goals[prefix + "loss"] = .minimum
            for (metric, goal) in tally.goals { goals[prefix + metric] = goal }
        }
        return goals
    }

    /// What a training measures, by the names of `EpochMetrics`.
    ///
    /// - Parameter sets: The sets that it measures the model on after each epoch.
    func metricNames(of sets: [String]) -> [String] {
        let ofTraining: [String] = trainingTally.values.map { "train_" + $0.name }
        let ofSets: [String] = sets.flatMap { set in testTally.values.map { "\(set)_\($0.name)" } }
        return ["train_loss"] + sets.map { $0 + "_loss" } + (ofTraining + ofSets).sorted()
    }
}
