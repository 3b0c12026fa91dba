import Differentiation
import Foundation
import Tensors

extension TrainingRun {
    /// Tells the observers.
    ///
    /// - Parameters:
    ///   - trainer: What trains, while the run's own trainer is taken out.
    ///   - samples: How many samples of the epoch have been seen; where the trainer stands unless given.
    ///   - goesOn: Whether an error of an observer that is not essential is said, and the training goes on.
    /// - Returns: The first error of an observer that is not essential.
    func notify(
        _ kind: TrainingEvent.Kind, _ train: some TrainingData<Batch>, _ trainer: Trainer<Model, Batch>? = nil,
        _ samples: Int? = nil, goesOn: Bool
    ) throws -> (any Error)? {
        if observers.isEmpty { return nil }
        let event: TrainingEvent = event(kind, train, trainer ?? self.trainer, samples)
        var failure: (any Error)?
        for observer in observers {
            do { try observer(event) } catch {
                if observer.isEssential { throw error }
                if goesOn { report(error, train) }
                failure = failure ?? error
            }
        }
        return failure
    }

    private func event<Data: TrainingData<Batch>>(
        _ kind: TrainingEvent.Kind, _ train: Data, _ trainer: Trainer<Model, Batch>, _ samples: Int?
    ) -> TrainingEvent {
        TrainingEvent(
            kind: kind, progress: progress, step: trainer.position.step, epochs: epochs,
            samples: samples ?? trainer.position.epoch?.samples ?? 0, sampleCount: train.count,
            sampleName: Data.sampleName, learningRate: trainer.optimizer.learningRate,
            makeMetrics: { trainer.trainingMetrics }, makeModel: { trainer.trainedModel })
    }

    /// Says on standard error what failed while the training goes on, on a line of its own.
    func report(_ error: any Error, _ train: some TrainingData<Batch>) {
        let event: TrainingEvent = event(.problem(error), train, trainer, nil)
        for observer in observers { try? observer(event) }
        FileHandle.standardError.write(Data("\(error) The training goes on.\n".utf8))
    }

    /// Saves. Where that fails and the training goes on, standard error says so, and the next attempt may succeed; else
    /// whoever asked throws the answer.
    mutating func save(
        _ train: some TrainingData<Batch>, _ trainer: Trainer<Model, Batch>? = nil, goesOn: Bool
    ) -> CheckpointError? {
        guard let checkpoints else { return nil }
        let trainer: Trainer<Model, Batch> = trainer ?? self.trainer
        do throws(CheckpointError) {
            try checkpoints.save(trainer, progress, best: bestModel)
            savedStep = trainer.position.step
            return nil
        } catch {
            // The end of a training is said by what the run throws.
            if case .notFinite = error.fault { return error }
            if goesOn { report(error, train) }
            return error
        }
    }
}

extension Double {
    /// The number itself, but NaN without the sign that some processors give it and that `%f` would print.
    var printable: Double { isNaN ? .nan : self }
}
