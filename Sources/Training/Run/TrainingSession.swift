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
    /// The best model so far, where one is looked for.
    var bestModel: Model?
    /// After how many steps the checkpoint that is there now was written, if this run wrote one.
    var savedStep: Int?
    /// What the samples of training are called, and how many there are.
    var sampleName = "samples"
    var sampleCount = 0

    /// Whether an epoch is to follow.
    var goesOn: Bool { progress.history.count < epochs && selection?.isOver(progress) != true }

    /// Tells the observers.
    ///
    /// - Parameters:
    ///   - samples: How many samples of the epoch have been seen; where the trainer stands unless given.
    ///   - reports: Whether an error of an observer that is not essential is said on standard error.
    /// - Returns: The first error of an observer that is not essential.
    /// - Throws: What an essential observer throws.
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

    /// Tells the observers that the training ends with an error. What they throw is said on standard error: the error of the
    /// training counts.
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

    /// Says on standard error what failed while the training goes on, on a line of its own.
    private func report(_ error: any Error, _ trainer: Trainer<Model, Batch>) {
        let event: TrainingEvent = event(.problem(error), trainer, nil)
        for observer in observers { try? observer(event) }
        FileHandle.standardError.write(Data("\(error) The training goes on.\n".utf8))
    }

    /// Saves. Where that fails and the training goes on, standard error says so, and the next attempt may succeed; else
    /// whoever asked throws the answer.
    mutating func save(_ trainer: Trainer<Model, Batch>, goesOn: Bool) -> CheckpointError? {
        guard let checkpoints else { return nil }
        do throws(CheckpointError) {
            try checkpoints.save(trainer, progress, best: bestModel)
            savedStep = trainer.position.step
            return nil
        } catch {
            // The end of a training is said by what the run throws.
            if case .notFinite = error.fault { return error }
            if goesOn { report(error, trainer) }
            return error
        }
    }
}

extension Double {
    /// The number itself, but NaN without the sign that some processors give it and that `%f` would print.
    var printable: Double { isNaN ? .nan : self }
}
