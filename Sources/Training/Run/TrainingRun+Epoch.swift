public import Datasets
import Differentiation
import Tensors

extension TrainingRun {
    /// Trains the next epoch, or the rest of the unfinished epoch. Then measures the model on the validation and test
    /// sets, and returns the metrics of the epoch.
    ///
    /// - Throws: `TrainingDiverged` if the training diverges. `TrainingInterrupted` if a signal has requested a stop,
    ///   or `CheckpointError` if the stopped training cannot be saved. The method also throws the errors of essential
    ///   observers.
    mutating func runEpoch(
        _ train: some DataSource<Batch>, _ validation: (some DataSource<Batch>)?, _ test: some DataSource<Batch>
    ) throws -> EpochMetrics {
        let epoch: Int = progress.history.count + 1
        let trainLoss: Double
        switch try trainEpoch(epoch, train) {
        case .finished(let loss): trainLoss = loss
        case .diverged(let cause): throw diverged(epoch, cause)
        case .interrupted: throw interrupted(epoch)
        }
        let nonFinite: [String] = trainer.nonFiniteTensors
        if !nonFinite.isEmpty { throw diverged(epoch, .weights(nonFinite)) }
        var values: [String: Double] = ["train_loss": trainLoss, "learning_rate": trainer.optimizer.learningRate]
        for (name, value) in trainer.trainingMetrics { values["train_" + name] = value }
        if let validation { try measure(validation, "validation", &values) }
        try measure(test, "test", &values)
        session.progress.curve.add(test: values["test_loss"] ?? .nan, examples: epoch * train.count)
        return EpochMetrics(epoch: epoch, seconds: progress.secondsInEpoch, values: values)
    }

    /// The reason why the steps of an epoch ended.
    private enum EpochEnd {
        /// All steps were made. The value is the mean loss over the samples.
        case finished(Double)
        case diverged(TrainingDiverged.Cause)
        case interrupted
    }

    private mutating func trainEpoch(_ epoch: Int, _ train: some DataSource<Batch>) throws -> EpochEnd {
        var session: TrainingSession<Model, Batch> = session
        let (start, before): (ContinuousClock.Instant, Double) = (.now, session.progress.secondsInEpoch)
        let seen: Int = (epoch - 1) * train.count
        var (divergence, failure): (TrainingDiverged.Cause?, (any Error)?)
        // This block stores the state after the last step, also if the loop throws.
        defer {
            session.progress.secondsInEpoch = before + (ContinuousClock.now - start) / .seconds(1)
            self.session = session
        }
        try session.notify(.epochStarted, trainer)
        let trainLoss: Double?
        do {
            trainLoss = try trainer.continueEpoch(on: train) { trainer, samples, loss in
                let step: Int = trainer.position.step
                do { try session.notify(.stepEnded(loss: loss), trainer, samples: samples) } catch {
                    failure = error
                    return false
                }
                guard loss.isFinite else {
                    divergence = .loss(loss)
                    return false
                }
                session.progress.curve.add(step: step, examples: seen + samples, loss: loss)
                if let stepsPerCheckpoint = session.stepsPerCheckpoint, step.isMultiple(of: stepsPerCheckpoint) {
                    session.progress.secondsInEpoch = before + (ContinuousClock.now - start) / .seconds(1)
                    if case .notFinite(let names) = session.save(trainer, goesOn: true)?.fault {
                        divergence = .weights(names)
                        return false
                    }
                }
                return !trainer.exchange.isTrueAnywhere(Interruption.isRequested)
            }
        } catch {
            // The steps so far are not lost: the training can be resumed when the data are mended. Several processes
            // cannot save together any more, because only this process has the error.
            if trainer.exchange.processCount == 1 { _ = session.save(trainer, goesOn: true) }
            throw error
        }
        if let failure { throw failure }
        if let divergence { return .diverged(divergence) }
        return trainLoss.map { .finished($0) } ?? .interrupted
    }

    /// Measures the model on `data` and adds the loss and the metrics to `values`. Each name begins with the name of
    /// the set, as in `test_loss`. Throws `TrainingDiverged` if the loss is NaN although there are samples, and the
    /// errors of essential observers.
    private func measure(_ data: some DataSource<Batch>, _ set: String, _ values: inout [String: Double]) throws {
        var failure: (any Error)?
        func tell(_ samples: Int) {
            guard failure == nil else { return }
            let kind: TrainingEvent.Kind = .measured(set: set, samples: samples, of: data.count)
            do { try session.notify(kind, trainer) } catch { failure = error }
        }
        tell(0)
        let result: Evaluation = try trainer.evaluate(on: data, progress: tell)
        if let failure { throw failure }
        if result.loss.isNaN, data.count > 0 { throw diverged(progress.history.count + 1, .testLoss, on: set) }
        values[set + "_loss"] = result.loss
        for (name, value) in result.metrics { values["\(set)_\(name)"] = value }
    }

    /// Returns the error of a training that a signal stopped. The error is `TrainingDiverged` if a tensor of the
    /// training is not finite. Otherwise the method saves the training and returns `TrainingInterrupted`, or the
    /// `CheckpointError` if the training cannot be saved.
    private mutating func interrupted(_ epoch: Int) -> any Error {
        let nonFinite: [String] = trainer.nonFiniteTensors
        if !nonFinite.isEmpty { return diverged(epoch, .weights(nonFinite)) }
        return session.save(trainer, goesOn: false)
            ?? TrainingInterrupted(step: trainer.position.step, checkpoint: session.checkpoints?.path)
    }

    private func diverged(
        _ epoch: Int, _ cause: TrainingDiverged.Cause, on measuredSet: String? = nil
    ) -> TrainingDiverged {
        TrainingDiverged(
            epoch: epoch, step: trainer.position.step, cause: cause, measuredSet: measuredSet,
            checkpoint: session.checkpoints?.path, savedStep: session.savedStep)
    }
}
