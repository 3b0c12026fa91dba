import Differentiation
import Foundation
import NeuralNetworks
import Optimizers
import Statistics
import Tensors

/// A training from the first epoch to the last, saved and watched.
///
///     var run = TrainingRun(trainer, epochs: 5)
///     let (model, metrics) = try run.run(train: train, test: test)
///
/// A checkpoint holds all that the rest of a training depends on: with `resume` it goes on with the same bits.
public struct TrainingRun<Model: Parameterized & Sendable, Batch> {
    /// What trains.
    public internal(set) var trainer: Trainer<Model, Batch>
    /// How far the training is.
    public internal(set) var progress = TrainingProgress()
    let epochs: Int
    let checkpoints: CheckpointDirectory?
    let stepsPerCheckpoint: Int?
    let selection: ModelSelection?
    /// The metric that is shown to a schedule that goes by one: see `ObservingSchedule`. The training loss where the test has
    /// no samples.
    public var observedMetric = "test_loss"
    let observers: [TrainingObserver]
    /// The best model so far, where one is looked for.
    var bestModel: Model?
    /// After how many steps the checkpoint that is there now was written, if this run wrote one.
    var savedStep: Int?

    /// - Parameters:
    ///   - trainer: What trains, with the model to start from.
    ///   - epochs: How many passes over the data to make; none at all is allowed.
    ///   - selection: Which epoch's model is answered, and when to stop early. The last epoch's unless given.
    ///   - checkpoints: Where the training is saved after every epoch and when it is interrupted, if anywhere.
    ///   - stepsPerCheckpoint: Whether it is saved also whenever so many steps have been made; needs `checkpoints`.
    ///   - observers: Who watches, in the order in which they are told. A progress bar and lines on standard output unless
    ///     given; `[]` prints nothing.
    public init(
        _ trainer: Trainer<Model, Batch>, epochs: Int, selection: ModelSelection? = nil,
        checkpoints: CheckpointDirectory? = nil, stepsPerCheckpoint: Int? = nil,
        observers: [TrainingObserver] = .terminal
    ) {
        require(epochs >= 0, "TrainingRun: \(epochs) epochs")
        require(
            stepsPerCheckpoint.map { $0 > 0 && checkpoints != nil } ?? true,
            "TrainingRun: to save every \(stepsPerCheckpoint ?? 0) steps needs a positive number and a CheckpointDirectory"
        )
        (self.trainer, self.epochs, self.selection, self.observers) = (trainer, epochs, selection, observers)
        (self.checkpoints, self.stepsPerCheckpoint) = (checkpoints, stepsPerCheckpoint)
    }

    /// Goes on from the checkpoint in a directory: what follows is, bit for bit, what would have followed.
    public mutating func resume(from directory: CheckpointDirectory) throws(CheckpointError) {
        let (record, best): (TrainingRecord, Model?) = try directory.restoreAll(&trainer)
        (progress, bestModel) = (record.progress, best)
    }

    /// Trains and answers the trained model, or the best one where a selection was given, with the metrics of each epoch.
    ///
    /// After every epoch the model is measured on the validation set, by which a selection should go (`"validation_loss"`),
    /// and on the test set, whose samples no decision may look at.
    ///
    /// A training that diverges ends at once: at the step whose loss is NaN or infinite, and before weights that are not
    /// finite are saved or tested. The last checkpoint, from before that, stays. An empty test set gives NaN for a test
    /// loss and its metrics.
    ///
    /// - Throws: `TrainingSetupError` before anything is written; what an essential observer, the first or the last
    ///   checkpoint throw; `TrainingDiverged`; `TrainingInterrupted` after a signal that `Interruption` hears.
    public mutating func run(
        train: some TrainingData<Batch>, validation: (some TrainingData<Batch>)?, test: some TrainingData<Batch>
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        let goal: MetricGoal = try requireRunnable(on: train, hasValidation: validation != nil)
        // A directory that cannot be written to is found now and not after an epoch.
        try checkpoints?.save(trainer, progress, best: bestModel)
        savedStep = checkpoints.map { _ in trainer.position.step }
        _ = try notify(.started, train, goesOn: false).map { throw $0 }
        while progress.history.count < epochs, selection?.isOver(progress) != true {
            let metrics: EpochMetrics
            do { metrics = try runEpoch(train, validation, test) } catch {
                // The error counts, not what an observer makes of it.
                if let other = try? notify(.failed(error), train, goesOn: true) { report(other, train) }
                throw error
            }
            try end(metrics, goal, train)
        }
        _ = try notify(.finished, train, goesOn: false).map { throw $0 }
        return (bestModel ?? trainer.trainedModel, progress.history)
    }

    /// The same without a validation set.
    public mutating func run(
        train: some TrainingData<Batch>, test: some TrainingData<Batch>
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        try run(train: train, validation: NoData<Batch>?.none, test: test)
    }

    /// The same without a test.
    public mutating func run(
        train: some TrainingData<Batch>
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        try run(train: train, test: NoData<Batch>())
    }

    /// Finds what stands in the training's way before anything is written; answers the better direction of the selection.
    private func requireRunnable(
        on train: some TrainingData<Batch>, hasValidation: Bool
    ) throws(TrainingSetupError) -> MetricGoal {
        try trainer.requireTrainable(on: train)
        if trainer.schedule is any ObservingSchedule {
            let (goal, names) = trainer.objective.goal(of: observedMetric, hasValidation: hasValidation)
            guard goal != nil else { throw .unknownMetric(observedMetric, names: names) }
        }
        guard let selection else { return .minimum }
        let (goal, names): (MetricGoal?, [String]) = trainer.objective.goal(
            of: selection.metric, hasValidation: hasValidation)
        guard let found = selection.goal ?? goal, goal != nil else {
            throw .unknownMetric(selection.metric, names: names)
        }
        return found
    }

    /// What follows an epoch: the best model, the schedule, the checkpoint, the observers.
    private mutating func end(_ metrics: EpochMetrics, _ goal: MetricGoal, _ train: some TrainingData<Batch>) throws {
        progress.history.append(metrics)
        progress.secondsInEpoch = 0
        if let selection, selection.isLastBest(in: progress, goal: goal) {
            (progress.bestEpoch, bestModel) = (metrics.epoch, trainer.trainedModel)
        }
        let observed: Double = metrics[observedMetric]
        trainer.observe(observed.isNaN && observedMetric == "test_loss" ? metrics.trainLoss : observed)
        let goesOn: Bool = progress.history.count < epochs && selection?.isOver(progress) != true
        // Save first: resuming adds a missing line of metrics but cannot remove an extra one.
        let failure: (any Error)? = save(train, goesOn: goesOn)
        let other: (any Error)? = try notify(.epochEnded(metrics), train, goesOn: goesOn)
        if let failure = failure ?? other, !goesOn { throw failure }
    }
}
