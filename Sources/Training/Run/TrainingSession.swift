import Differentiation
import Foundation
import Tensors

/// A training run without its trainer: its progress, its checkpoints and its observers.
///
/// The trainer is separate because it writes its tensors in place: a second reference would force a copy.
struct TrainingSession<Model: Parameterized & Sendable, Batch> {
    let epochs: Int
    let selection: ModelSelection?
    let checkpoints: CheckpointDirectory?
    let stepsPerCheckpoint: Int?
    let observers: [TrainingObserver]
    var progress = TrainingProgress()
    /// The best model so far; nil without a selection.
    var bestModel: Model?
    /// The number of steps made when the last checkpoint was written; nil if this run has written no checkpoint.
    var savedStep: Int?
    /// The plural noun for the training samples, and their number.
    var sampleName = "samples"
    var sampleCount = 0

    /// Whether another epoch follows.
    var goesOn: Bool { progress.history.count < epochs && selection?.isOver(progress) != true }

    /// Notifies the observers of an event.
    ///
    /// - Parameters:
    ///   - samples: The number of samples of the epoch seen so far. The default is the trainer's position.
    ///   - reports: Whether errors of observers that are not essential are written to standard error.
    /// - Returns: The first error of an observer that is not essential.
    /// - Throws: The error of an essential observer.
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

    /// Notifies the observers that the training ends with an error. Their own errors are written to standard error
    /// only, because `run` throws the error of the training.
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

    /// Writes an error to standard error, on its own line. The training continues.
    private func report(_ error: any Error, _ trainer: Trainer<Model, Batch>) {
        let event: TrainingEvent = event(.problem(error), trainer, nil)
        for observer in observers { try? observer(event) }
        FileHandle.standardError.write(Data("\(error) The training goes on.\n".utf8))
    }

    /// Saves the training. If this fails and the training continues, the error is written to standard error, and the
    /// next save may succeed. Otherwise the function returns the error, which the caller throws.
    mutating func save(_ trainer: Trainer<Model, Batch>, goesOn: Bool) -> CheckpointError? {
        guard let checkpoints else { return nil }
        do throws(CheckpointError) {
            try checkpoints.save(trainer, progress, best: bestModel)
            savedStep = trainer.position.step
            return nil
        } catch {
            // The run throws the error that ends a training.
            if case .notFinite = error.fault { return error }
            if goesOn { report(error, trainer) }
            return error
        }
    }
}

extension Double {
    /// The number, and NaN without a sign. Some processors set the sign of NaN, and `%f` would print it.
    var printable: Double { isNaN ? .nan : self }
}
