import Differentiation
import Foundation
import Tensors

/// The state of a training run without its trainer: the settings, the progress, the checkpoints and the observers.
///
/// The trainer is stored separately because the trainer changes its tensors in place. A second reference to the trainer
/// would force a copy of the tensors.
struct TrainingSession<Model: Parameterized & Sendable, Batch> {
    let epochs: Int
    let selection: ModelSelection?
    let checkpoints: CheckpointDirectory?
    let stepsPerCheckpoint: Int?
    let observers: [TrainingObserver]
    var progress = TrainingProgress()
    /// The best model so far; nil without a selection and before the first epoch ends.
    var bestModel: Model?
    /// The number of steps made when the last checkpoint was written; nil if this run has written no checkpoint.
    var savedStep: Int?
    /// The plural noun for the training samples. `sampleCount` is the number of these samples.
    var sampleName = "samples"
    var sampleCount = 0

    /// Whether the training continues with another epoch.
    var goesOn: Bool { progress.history.count < epochs && selection?.isOver(progress) != true }

    /// Notifies the observers of an event, in the order of the array.
    ///
    /// - Parameters:
    ///   - kind: The kind of the event.
    ///   - trainer: The trainer in its current state.
    ///   - samples: The number of samples of the epoch seen so far. The default is the trainer's position.
    ///   - reports: Whether errors of observers that are not essential are written to standard error.
    /// - Returns: The first error of an observer that is not essential; nil if there is none.
    /// - Throws: The error of an essential observer. The observers after this observer are not notified.
    @discardableResult
    func notify(
        _ kind: TrainingEvent.Kind, _ trainer: Trainer<Model, Batch>, samples: Int? = nil, reports: Bool = true
    ) throws -> (any Error)? {
        if observers.isEmpty { return nil }
        let event: TrainingEvent = event(kind, trainer, samples)
        var failure: (any Error)?
        for observer in observers {
            do { try observer(event) } catch {
                if observer.isEssential { throw error }
                if reports { report(error, trainer) }
                failure = failure ?? error
            }
        }
        return failure
    }

    /// Notifies the observers that the training ends with `error`. The errors of observers are only written to standard
    /// error, because `run` throws `error`.
    func notifyFailure(_ error: any Error, _ trainer: Trainer<Model, Batch>) {
        let event: TrainingEvent = event(.failed(error), trainer, nil)
        for observer in observers {
            do { try observer(event) } catch { FileHandle.standardError.write(Data("\(error)\n".utf8)) }
        }
    }

    private func event(
        _ kind: TrainingEvent.Kind, _ trainer: Trainer<Model, Batch>, _ samples: Int?
    ) -> TrainingEvent {
        TrainingEvent(
            kind: kind, progress: progress, step: trainer.position.step, epochs: epochs,
            samples: samples ?? trainer.position.epoch?.samples ?? 0, sampleCount: sampleCount, sampleName: sampleName,
            learningRate: trainer.optimizer.learningRate, makeMetrics: { trainer.trainingMetrics },
            makeModel: { trainer.trainedModel })
    }

    /// Notifies the observers of a problem and ignores the errors of observers. Then writes the problem to standard
    /// error as a line.
    private func report(_ error: any Error, _ trainer: Trainer<Model, Batch>) {
        let event: TrainingEvent = event(.problem(error), trainer, nil)
        for observer in observers { try? observer(event) }
        FileHandle.standardError.write(Data("\(error) The training continues.\n".utf8))
    }

    /// Writes a checkpoint if the training has a checkpoint directory. Returns the error if the checkpoint cannot be
    /// written, otherwise nil. If `goesOn` is true, the training continues, so the error is also written to standard
    /// error. An error with the fault `.notFinite` ends the training, so the method only returns this error.
    mutating func save(_ trainer: Trainer<Model, Batch>, goesOn: Bool) -> CheckpointError? {
        guard let checkpoints else { return nil }
        do throws(CheckpointError) {
            try checkpoints.save(trainer, progress, best: bestModel)
            savedStep = trainer.position.step
            return nil
        } catch {
            // The caller throws this error, which ends the training.
            if case .notFinite = error.fault { return error }
            if goesOn { report(error, trainer) }
            return error
        }
    }
}

extension Double {
    /// The number, or a NaN without a sign if the number is NaN. Some processors set the sign of NaN, and `%f` would
    /// print the sign.
    var printable: Double { isNaN ? .nan : self }
}
