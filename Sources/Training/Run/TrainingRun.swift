import Differentiation
import NeuralNetworks
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
    var session: TrainingSession<Model, Batch>
    /// The metric that is shown to a schedule that goes by one, as `PlateauSchedule` does: a name of `EpochMetrics`.
    public var observedMetric = "test_loss"

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
        self.trainer = trainer
        session = TrainingSession(
            epochs: epochs, selection: selection, checkpoints: checkpoints, stepsPerCheckpoint: stepsPerCheckpoint,
            observers: observers)
    }

    /// How far the training is.
    public var progress: TrainingProgress { session.progress }

    /// Goes on from the checkpoint in a directory: what follows is, bit for bit, what would have followed.
    public mutating func resume(from directory: CheckpointDirectory) throws(CheckpointError) {
        let (record, best): (TrainingRecord, Model?) = try directory.restoreAll(&trainer)
        (session.progress, session.bestModel) = (record.progress, best)
    }

    /// Trains and answers the trained model, or the best one where a selection was given, with the metrics of each epoch.
    ///
    /// After every epoch the model is measured on the validation set, by which a selection should go (`"validation_loss"`),
    /// and on the test set, whose samples no decision should look at.
    ///
    /// A training that diverges ends at once: at the step whose loss is NaN or infinite, and before weights that are not
    /// finite are saved or tested. The last checkpoint, from before that, stays. An empty test set gives NaN for a test
    /// loss and its metrics.
    ///
    /// - Throws: `TrainingSetupError` before anything is written; what an essential observer, the first or the last
    ///   checkpoint throw; `TrainingDiverged`; `TrainingInterrupted` after a signal that `Interruption` hears.
    public mutating func run<Train: TrainingData<Batch>>(
        train: Train, validation: (some TrainingData<Batch>)?, test: some TrainingData<Batch>
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        let sets: [String] = (validation == nil ? [] : ["validation"]) + (test.count > 0 ? ["test"] : [])
        let goal: MetricGoal = try requireRunnable(on: train, sets: sets)
        (session.sampleName, session.sampleCount) = (Train.sampleName, train.count)
        // A directory that cannot be written to is found now and not after an epoch.
        try session.checkpoints?.save(trainer, session.progress, best: session.bestModel)
        session.savedStep = session.checkpoints.map { _ in trainer.position.step }
        try session.notify(.started, trainer)
        while session.goesOn {
            let metrics: EpochMetrics
            do { metrics = try runEpoch(train, validation, test) } catch {
                session.notifyFailure(error, trainer)
                throw error
            }
            try end(metrics, goal)
        }
        if let failure = try session.notify(.finished, trainer, reports: false) { throw failure }
        return (session.bestModel ?? trainer.trainedModel, progress.history)
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
        on train: some TrainingData<Batch>, sets: [String]
    ) throws(TrainingSetupError) -> MetricGoal {
        try trainer.requireTrainable(on: train)
        var metrics: [String] = session.selection.map { [$0.metric] } ?? []
        if trainer.scheduleObservations != nil { metrics.append(observedMetric) }
        for metric in metrics {
            let names: [String] = trainer.objective.metricNames(of: sets)
            if !names.contains(metric) { throw .unknownMetric(metric, names: names) }
        }
        guard let selection = session.selection else { return .minimum }
        return selection.goal ?? trainer.objective.goals[selection.metric] ?? .minimum
    }

    /// What follows an epoch: the best model, the schedule, the checkpoint, the observers.
    private mutating func end(_ metrics: EpochMetrics, _ goal: MetricGoal) throws {
        session.progress.history.append(metrics)
        session.progress.secondsInEpoch = 0
        if let selection = session.selection, selection.isLastBest(in: progress, goal: goal) {
            (session.progress.bestEpoch, session.bestModel) = (metrics.epoch, trainer.trainedModel)
        }
        trainer.observe(metrics[observedMetric])
        let goesOn: Bool = session.goesOn
        // Save first: resuming adds a missing line of metrics but cannot remove an extra one.
        let failure: (any Error)? = session.save(trainer, goesOn: goesOn)
        let other: (any Error)? = try session.notify(.epochEnded(metrics), trainer, reports: goesOn)
        if let failure = failure ?? other, !goesOn { throw failure }
    }
}
