public import Datasets
import Differentiation
import NeuralNetworks
import Statistics
import Tensors

/// A training from the first epoch to the last, with checkpoints, observers and early stopping.
///
///     var run = TrainingRun(trainer, epochs: 5)
///     let (model, metrics) = try run.run(train: train, test: test)
///
/// A checkpoint contains the whole state of a training. After `resume`, the training ends with the same bits as a
/// training without an interruption.
public struct TrainingRun<Model: Parameterized & Sendable, Batch> {
    /// The trainer, which makes the steps.
    public internal(set) var trainer: Trainer<Model, Batch>
    var session: TrainingSession<Model, Batch>
    /// The name in `EpochMetrics` of the metric that the schedule observes after every epoch. Only a schedule such as
    /// `PlateauSchedule` observes a metric.
    public var observedMetric = "test_loss"

    /// Creates a training run. Nothing is trained or written before `run`.
    ///
    /// - Parameters:
    ///   - trainer: The trainer, with the model to start from.
    ///   - epochs: The number of passes over the data; it may be 0. A negative number traps.
    ///   - selection: The rule that chooses the returned model and may end the training early. By default, the run
    ///     returns the model after the last epoch.
    ///   - checkpoints: The directory to which the training is saved at its start, after every epoch, and when it is
    ///     interrupted; nil to save nothing.
    ///   - stepsPerCheckpoint: The training is also saved within an epoch, after every step whose number is a multiple
    ///     of this number; nil to save only after epochs. Traps if the number is not positive or `checkpoints` is nil.
    ///   - observers: The observers, in the order of their calls. The default observers draw a progress bar on standard
    ///     error and print lines on standard output; `[]` prints nothing.
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

    /// The progress of the training.
    public var progress: TrainingProgress { session.progress }

    /// Restores the training from the checkpoint in `directory`. The following steps have the same bits as without the
    /// interruption.
    ///
    /// - Throws: `CheckpointError` if there is no checkpoint, if it is damaged, or if it belongs to a training with
    ///   another model, another optimizer or other settings. After an error, the run is unchanged.
    public mutating func resume(from directory: CheckpointDirectory) throws(CheckpointError) {
        let (record, best): (TrainingRecord, Model?) = try directory.restoreAll(&trainer)
        (session.progress, session.bestModel) = (record.progress, best)
    }

    /// Trains the remaining epochs. Returns the trained model and the metrics of every epoch. With a selection, the
    /// returned model is the model of the best epoch.
    ///
    /// After every epoch, the model is measured on the validation set and on the test set. A selection should use a
    /// metric of the validation set, such as `"validation_loss"`, because no decision should depend on the test set. If
    /// the test set is empty, the test loss and the test metrics are NaN.
    ///
    /// A training that diverges ends at the step whose loss is NaN or infinite. Weights that are not finite also end
    /// the training, before they are saved or tested. The last checkpoint was written before the divergence and
    /// remains.
    ///
    /// - Throws: `TrainingSetupError` if the training cannot begin; nothing is written then. `TrainingDiverged` if the
    ///   training diverges. `TrainingInterrupted` after a signal, if `Interruption.listen()` was called.
    ///   `CheckpointError` if the checkpoint before the first step, after the last epoch or after an interruption
    ///   cannot be written. The error of the data if a sample cannot be read; a run in a single
    ///   process saves a checkpoint first. The method also throws the error of an essential observer, and after the last
    ///   epoch the error of any observer.
    public mutating func run<Train: DataSource<Batch>>(
        train: Train, validation: (some DataSource<Batch>)?, test: some DataSource<Batch>
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        let sets: [String] = (validation == nil ? [] : ["validation"]) + (test.count > 0 ? ["test"] : [])
        let goal: MetricGoal = try requireRunnable(on: train, sets: sets)
        verifyAgreement(counts: [train.count, validation?.count ?? 0, test.count])
        (session.sampleName, session.sampleCount) = (Train.sampleName, train.count)
        // Save before the first epoch, so that a directory that cannot be written is reported at once.
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

    /// Trains without a validation set: see `run(train:validation:test:)`.
    public mutating func run(
        train: some DataSource<Batch>, test: some DataSource<Batch>
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        try run(train: train, validation: NoData<Batch>?.none, test: test)
    }

    /// Trains without a test set: see `run(train:validation:test:)`.
    public mutating func run(
        train: some DataSource<Batch>
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        try run(train: train, test: NoData<Batch>())
    }

    /// Returns the better direction of the selection's metric; `.minimum` without a selection. Throws a
    /// `TrainingSetupError` if the training cannot begin on `train`, or if the training does not measure the metric of
    /// the selection or of the schedule. `sets` are the names of the sets on which the training measures the model.
    private func requireRunnable(
        on train: some DataSource<Batch>, sets: [String]
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

    /// Ends an epoch with the given metrics: updates the best model and the schedule, saves a checkpoint and notifies
    /// the observers. `goal` is the better direction of the selection's metric. Throws the error of an essential
    /// observer, and after the last epoch also the error of the checkpoint or of any observer.
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
