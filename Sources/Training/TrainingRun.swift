import Foundation
import Interchange
import NeuralNetworks
import Tensors

/// A training from the first epoch to the last, with what a person at a terminal wants to see of it.
public struct TrainingRun<Model: Module> {
    private var trainer: Trainer<Model>
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

    /// - Parameters:
    ///   - trainer: What trains, with the model to start from.
    ///   - epochs: How many passes over the data to make.
    ///   - metrics: Where each epoch's metrics are appended, if anywhere.
    ///   - isQuiet: Whether nothing is printed.
    ///   - measuresCalibration: Whether the metrics hold the calibration error too.
    ///   - checkpoints: Where the training is saved after every epoch and when it is interrupted, if anywhere.
    ///   - stepsPerCheckpoint: Whether it is saved also whenever so many steps have been made.
    ///   - plot: Where the losses are drawn after every epoch, if anywhere.
    ///   - observer: Who watches, if anybody; what it throws ends the training.
    public init(
        _ trainer: Trainer<Model>, epochs: Int, metrics: MetricsFile?, isQuiet: Bool, measuresCalibration: Bool = false,
        checkpoints: CheckpointDirectory? = nil, stepsPerCheckpoint: Int? = nil, plot: LossPlot? = nil,
        observer: (any TrainingObserver)? = nil
    ) {
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
    /// - Throws: What the metrics file or the first checkpoint throws, `TrainingDiverged` where the loss is not a number any
    ///   more, `TrainingInterrupted` after a signal that `Interruption` hears.
    public mutating func run(
        train: some ClassificationData<Model.Scalar>, test: some ClassificationData<Model.Scalar>
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        if !isQuiet { print(modelSummary(trainer.model)) }
        // A directory that cannot be written to is found now and not after an epoch.
        try checkpoints?.save(trainer, history: history, secondsInEpoch: secondsInEpoch, curve: curve)
        if let last = history.last { try metrics?.appendUnlessLast(last) }
        while history.count < epochs {
            let result: EpochMetrics = try runEpoch(history.count + 1, train, test)
            history.append(result)
            secondsInEpoch = 0
            // Saved first: a line that is missing is added by who resumes, one too many would stay.
            let failure: (any Error)? = save() ?? draw()
            try metrics?.append(result)
            try observer?.epochEnded(result, step: trainer.position.step, model: trainer.trainedModel)
            if !isQuiet { printLine(result) }
            guard result.trainLoss.isFinite else { throw TrainingDiverged(epoch: result.epoch) }
            if let failure, history.count == epochs { throw failure }
        }
        return (trainer.trainedModel, history)
    }

    private mutating func runEpoch(
        _ epoch: Int, _ train: some ClassificationData<Model.Scalar>, _ test: some ClassificationData<Model.Scalar>
    ) throws -> EpochMetrics {
        var bar = ProgressBar(
            "epoch \(epoch)/\(epochs)", total: train.count, isQuiet: isQuiet,
            done: trainer.position.epoch?.samples ?? 0)
        let (start, before): (ContinuousClock.Instant, Double) = (.now, secondsInEpoch)
        let (history, checkpoints, stepsPerCheckpoint) = (history, checkpoints, stepsPerCheckpoint)
        var curve: LossCurve = curve
        let seen: Int = (epoch - 1) * train.count
        let observer: (any TrainingObserver)? = observer
        let trainLoss: Double? = try trainer.continueEpoch(on: train) { trainer, samples, loss in
            try observer?.stepEnded(trainer.position.step, loss: loss, learningRate: trainer.optimizer.learningRate)
            let correct: Int = trainer.position.epoch?.correct ?? 0
            bar.update(samples: samples, loss: loss, accuracy: Double(correct) / Double(max(1, samples)))
            curve.add(step: trainer.position.step, examples: seen + samples, loss: loss)
            if let stepsPerCheckpoint, trainer.position.step.isMultiple(of: stepsPerCheckpoint) {
                let seconds: Double = before + (ContinuousClock.now - start) / .seconds(1)
                report { () throws(CheckpointError) in
                    try checkpoints?.save(trainer, history: history, secondsInEpoch: seconds, curve: curve)
                }
            }
            return !Interruption.isRequested
        }
        secondsInEpoch = before + (ContinuousClock.now - start) / .seconds(1)
        bar.finish()
        self.curve = curve
        guard let trainLoss else {
            if let failure = save() { throw failure }
            throw TrainingInterrupted(step: trainer.position.step, checkpoint: checkpoints?.path)
        }
        let (testLoss, accuracy, calibrationError) = evaluate(trainer.trainedModel, on: test)
        self.curve.add(test: testLoss, examples: seen + train.count)
        return EpochMetrics(
            epoch: epoch, trainLoss: trainLoss, testLoss: testLoss, testAccuracy: accuracy, seconds: secondsInEpoch,
            testCalibrationError: measuresCalibration ? calibrationError : nil)
    }

    /// Saves, and says on standard error where that fails: the training goes on, and the next attempt may succeed.
    private func save() -> CheckpointError? {
        report { () throws(CheckpointError) in
            try checkpoints?.save(trainer, history: history, secondsInEpoch: secondsInEpoch, curve: curve)
        }
    }

    private func draw() -> (any Error)? {
        do throws(PlotError) {
            try plot?.draw(curve)
            return nil
        } catch {
            FileHandle.standardError.write(Data("\(error) The training goes on.\n".utf8))
            return error
        }
    }

    private func printLine(_ metrics: EpochMetrics) {
        print(
            String(
                format: "epoch %d/%d  train loss %.4f  test loss %.4f  test accuracy %.2f %%  %.1f s",
                metrics.epoch, epochs, metrics.trainLoss.printable, metrics.testLoss.printable,
                100 * metrics.testAccuracy.printable,
                metrics.seconds))
        // A pipe is buffered by the block: whoever follows the training wants the line now.
        fflush(nil)
    }
}

@discardableResult
private func report(_ attempt: () throws(CheckpointError) -> Void) -> CheckpointError? {
    do throws(CheckpointError) {
        try attempt()
        return nil
    } catch {
        FileHandle.standardError.write(Data("\(error) The training goes on.\n".utf8))
        return error
    }
}

/// A training whose loss has become infinite or NaN: nothing that follows could mend it.
public struct TrainingDiverged: Error, CustomStringConvertible, Hashable {
    /// The epoch after which that was found.
    public let epoch: Int

    public var description: String {
        "the training diverged: the loss of epoch \(epoch) is not a number. Try a smaller learning rate."
    }
}

extension Double {
    /// The number itself, but NaN without the sign that some processors give it and that `%f` would print.
    var printable: Double { isNaN ? .nan : self }
}
