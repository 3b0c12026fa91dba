import Foundation
import Interchange
import NeuralNetworks
import Tensors

/// A training from the first epoch to the last, with what a person at a terminal wants to see of it.
public struct TrainingRun<Model: TensorModule<Scalar>, Scalar: RealScalar> {
    private var trainer: Trainer<Model, Scalar>
    private let epochs: Int
    private let metrics: MetricsFile?
    private let isQuiet: Bool
    private let measuresCalibration: Bool
    private let checkpoints: CheckpointDirectory?
    private let stepsPerCheckpoint: Int?
    private let plot: LossPlot?
    private let observer: (any TrainingObserver)?
    private var history: [EpochMetrics] = []
    private var curve = LossCurve()
    private var secondsInEpoch = 0.0
    /// After how many steps the checkpoint that is there now was written, if this run wrote one.
    private var savedStep: Int?

    /// - Parameters:
    ///   - trainer: What trains, with the model to start from.
    ///   - epochs: How many passes over the data to make; none at all is allowed.
    ///   - metrics: Where each epoch's metrics are appended, if anywhere.
    ///   - isQuiet: Whether nothing is printed.
    ///   - measuresCalibration: Whether the metrics hold the calibration error too.
    ///   - checkpoints: Where the training is saved after every epoch and when it is interrupted, if anywhere.
    ///   - stepsPerCheckpoint: Whether it is saved also whenever so many steps have been made; needs `checkpoints`.
    ///   - plot: Where the losses are drawn after every epoch, if anywhere.
    ///   - observer: Who watches, if anybody; what it throws ends the training.
    public init(
        _ trainer: Trainer<Model, Scalar>, epochs: Int, metrics: MetricsFile?, isQuiet: Bool,
        measuresCalibration: Bool = false,
        checkpoints: CheckpointDirectory? = nil, stepsPerCheckpoint: Int? = nil, plot: LossPlot? = nil,
        observer: (any TrainingObserver)? = nil
    ) {
        require(epochs >= 0, "TrainingRun: \(epochs) epochs")
        require(
            stepsPerCheckpoint.map { $0 > 0 && checkpoints != nil } ?? true,
            "TrainingRun: to save every \(stepsPerCheckpoint ?? 0) steps needs a positive number and a CheckpointDirectory"
        )
        (self.trainer, self.epochs, self.metrics, self.isQuiet) = (trainer, epochs, metrics, isQuiet)
        self.measuresCalibration = measuresCalibration
        (self.checkpoints, self.stepsPerCheckpoint) = (checkpoints, stepsPerCheckpoint)
        (self.plot, self.observer) = (plot, observer)
    }

    /// Goes on from the checkpoint in a directory: what follows is, bit for bit, what would have followed.
    public mutating func resume(from directory: CheckpointDirectory) throws(CheckpointError) {
        let record: TrainingRecord = try directory.restore(&trainer)
        (history, secondsInEpoch, curve) = (record.history, record.secondsInEpoch, record.curve)
    }

    /// Trains and answers the trained model, with a line of metrics for each epoch.
    ///
    /// A training that diverges ends at once: at the step whose loss is NaN or infinite, and before weights that are not
    /// finite are saved or tested. The last checkpoint, from before that, stays. An empty test set gives NaN for a test
    /// loss and accuracy.
    ///
    /// - Throws: `TrainingSetupError` before anything is written; what the metrics file, the observer, the first or the
    ///   last checkpoint throw; `TrainingDiverged`; `TrainingInterrupted` after a signal that `Interruption` hears.
    public mutating func run(
        train: some ClassificationData<Scalar>, test: some ClassificationData<Scalar>
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        try trainer.requireTrainable(on: train)
        if !isQuiet { print(modelSummary(trainer.model)) }
        // A directory that cannot be written to is found now and not after an epoch.
        try checkpoints?.save(trainer, history: history, secondsInEpoch: secondsInEpoch, curve: curve)
        savedStep = checkpoints.map { _ in trainer.position.step }
        if let last = history.last { try metrics?.appendUnlessLast(last) }
        while history.count < epochs {
            let result: EpochMetrics = try runEpoch(history.count + 1, train, test)
            history.append(result)
            secondsInEpoch = 0
            // Save first: resuming adds a missing line of metrics but cannot remove an extra one.
            let failure: (any Error)? = save(goesOn: history.count < epochs) ?? draw(goesOn: history.count < epochs)
            try metrics?.append(result)
            try observer?.epochEnded(result, step: trainer.position.step, model: trainer.trainedModel)
            if !isQuiet { printLine(result) }
            if let failure, history.count == epochs { throw failure }
        }
        return (trainer.trainedModel, history)
    }

    private mutating func runEpoch(
        _ epoch: Int, _ train: some ClassificationData<Scalar>, _ test: some ClassificationData<Scalar>
    ) throws -> EpochMetrics {
        let trainLoss: Double
        switch try trainEpoch(epoch, train) {
        case .finished(let loss): trainLoss = loss
        case .diverged(let cause): throw diverged(epoch, cause)
        case .interrupted: throw interrupted(epoch)
        }
        let nonFinite: [String] = trainer.nonFiniteTensors
        if !nonFinite.isEmpty { throw diverged(epoch, .weights(nonFinite)) }
        let (testLoss, accuracy, calibrationError) = testEpoch(epoch, test)
        if testLoss.isNaN, test.count > 0 { throw diverged(epoch, .testLoss) }
        curve.add(test: testLoss, examples: epoch * train.count)
        return EpochMetrics(
            epoch: epoch, trainLoss: trainLoss, testLoss: testLoss, testAccuracy: accuracy, seconds: secondsInEpoch,
            testCalibrationError: measuresCalibration ? calibrationError : nil)
    }

    /// How the steps of an epoch came to their end.
    private enum EpochEnd {
        /// All were made; their mean loss.
        case finished(Double)
        case diverged(TrainingDiverged.Cause)
        case interrupted
    }

    private mutating func trainEpoch(
        _ epoch: Int, _ train: some ClassificationData<Scalar>
    ) throws -> EpochEnd {
        var bar = ProgressBar(
            "epoch \(epoch)/\(epochs)", total: train.count, of: type(of: train).sampleName, isQuiet: isQuiet,
            done: trainer.position.epoch?.samples ?? 0)
        let (start, before): (ContinuousClock.Instant, Double) = (.now, secondsInEpoch)
        let (history, checkpoints, stepsPerCheckpoint) = (history, checkpoints, stepsPerCheckpoint)
        var (curve, savedStep): (LossCurve, Int?) = (curve, savedStep)
        var divergence: TrainingDiverged.Cause?
        let seen: Int = (epoch - 1) * train.count
        let observer: (any TrainingObserver)? = observer
        // What the loop leaves is kept however it ends, and the next line is not written behind the bar.
        defer {
            bar.finish()
            (self.curve, self.savedStep) = (curve, savedStep)
            secondsInEpoch = before + (ContinuousClock.now - start) / .seconds(1)
        }
        let trainLoss: Double? = try trainer.continueEpoch(on: train) { trainer, samples, loss in
            let step: Int = trainer.position.step
            try observer?.stepEnded(step, loss: loss, learningRate: trainer.optimizer.learningRate)
            guard loss.isFinite else {
                divergence = .loss(loss)
                return false
            }
            let correct: Int = trainer.position.epoch?.correct ?? 0
            bar.update(samples: samples, loss: loss, accuracy: Double(correct) / Double(max(1, samples)))
            curve.add(step: step, examples: seen + samples, loss: loss)
            if let stepsPerCheckpoint, step.isMultiple(of: stepsPerCheckpoint) {
                let seconds: Double = before + (ContinuousClock.now - start) / .seconds(1)
                let failure: CheckpointError? = report(goesOn: true, behind: bar) { () throws(CheckpointError) in
                    try checkpoints?.save(trainer, history: history, secondsInEpoch: seconds, curve: curve)
                }
                if case .notFinite(let names) = failure?.fault {
                    divergence = .weights(names)
                    return false
                }
                if failure == nil { savedStep = step }
            }
            return !Interruption.isRequested
        }
        if let divergence { return .diverged(divergence) }
        return trainLoss.map { .finished($0) } ?? .interrupted
    }

    /// Loss, accuracy and calibration error on the test samples.
    private func testEpoch(
        _ epoch: Int, _ test: some ClassificationData<Scalar>
    ) -> (loss: Double, accuracy: Double, calibrationError: Double) {
        var bar = ProgressBar(
            "epoch \(epoch)/\(epochs), test", total: test.count, of: type(of: test).sampleName, isQuiet: isQuiet)
        defer { bar.finish() }
        return evaluate(trainer.trainedModel, on: test) { bar.update(samples: $0) }
    }

    /// Saves. Where that fails and the training goes on, standard error says so, and the next attempt may succeed; else
    /// whoever asked throws the answer.
    private mutating func save(goesOn: Bool) -> CheckpointError? {
        let failure: CheckpointError? = report(goesOn: goesOn) { () throws(CheckpointError) in
            try checkpoints?.save(trainer, history: history, secondsInEpoch: secondsInEpoch, curve: curve)
        }
        if failure == nil, checkpoints != nil { savedStep = trainer.position.step }
        return failure
    }

    /// The end of a training that a signal stopped: saved, unless its weights are not finite.
    private mutating func interrupted(_ epoch: Int) -> any Error {
        let nonFinite: [String] = trainer.nonFiniteTensors
        if !nonFinite.isEmpty { return diverged(epoch, .weights(nonFinite)) }
        return save(goesOn: false) ?? TrainingInterrupted(step: trainer.position.step, checkpoint: checkpoints?.path)
    }

    private func diverged(_ epoch: Int, _ cause: TrainingDiverged.Cause) -> TrainingDiverged {
        // The losses up to here show how it came to that.
        if let failure = draw(goesOn: false) { FileHandle.standardError.write(Data("\(failure)\n".utf8)) }
        return TrainingDiverged(
            epoch: epoch, step: trainer.position.step, cause: cause, checkpoint: checkpoints?.path, savedStep: savedStep
        )
    }

    private func draw(goesOn: Bool) -> (any Error)? {
        report(goesOn: goesOn) { () throws(PlotError) in try plot?.draw(curve) }
    }

    private func printLine(_ metrics: EpochMetrics) {
        let numbers = String(
            format: "train loss %.4f  test loss %.4f  test accuracy %.2f %%  %.1f s", metrics.trainLoss.printable,
            metrics.testLoss.printable, 100 * metrics.testAccuracy.printable, metrics.seconds)
        print("epoch \(metrics.epoch)/\(epochs)  \(numbers)")
        // A pipe is buffered by the block: whoever follows the training wants the line now.
        fflush(nil)
    }
}

/// What an attempt throws; said on standard error where the training goes on, on a line of its own.
private func report<Failure: Error>(
    goesOn: Bool, behind bar: ProgressBar? = nil, _ attempt: () throws(Failure) -> Void
) -> Failure? {
    do throws(Failure) {
        try attempt()
        return nil
    } catch {
        // The end of a training is said by what the run throws.
        if case .notFinite = (error as? CheckpointError)?.fault { return error }
        guard goesOn else { return error }
        bar?.finish()
        FileHandle.standardError.write(Data("\(error) The training goes on.\n".utf8))
        return error
    }
}

extension Double {
    /// The number itself, but NaN without the sign that some processors give it and that `%f` would print.
    var printable: Double { isNaN ? .nan : self }
}
