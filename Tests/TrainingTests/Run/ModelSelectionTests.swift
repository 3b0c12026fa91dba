import Datasets
import Foundation
import Interchange
import NeuralNetworks
import Optimizers
import Tensors
import TestSupport
import Testing
import Training

@Suite struct ModelSelectionTests {
    private let directory: String = FileManager.default.temporaryDirectory
        .appendingPathComponent("selection-\(UUID().uuidString)").path
    private let data = CornerPoints<Float>(count: 60)
    private let test = CornerPoints<Float>(count: 60, seed: 9)

    /// Returns a trainer with a learning rate so large that the test loss rises in some epochs and falls in others.
    private func trainer(
        _ schedule: (any Schedule)? = nil
    ) -> Trainer<Perceptron<Float>, ClassificationBatch<Float>> {
        Trainer(
            Perceptron(isNormalized: true, dropout: 0.2), optimizer: SGD(learningRate: 2), schedule: schedule,
            objective: .classification(), options: TrainerOptions(batchSize: 10, averageDecay: 0.5, seed: 4))
    }

    @Test func theBestModelIsReturned() throws {
        var run = TrainingRun(trainer(), epochs: 30, selection: .best(by: "test_loss"), observers: [])
        let (model, metrics) = try run.run(train: data, test: test)
        let best: EpochMetrics = try #require(metrics.min { $0.testLoss < $1.testLoss })
        #expect(metrics.count == 30 && run.progress.bestEpoch == best.epoch && best.epoch < 30)
        #expect(evaluate(model, on: test).loss == best.testLoss)
        #expect(run.progress.best == best)
    }

    @Test func patienceEndsTheTraining() throws {
        var run = TrainingRun(trainer(), epochs: 40, selection: .best(by: "test_loss", patience: 3), observers: [])
        let (model, metrics) = try run.run(train: data, test: test)
        let best: Int = try #require(run.progress.bestEpoch)
        #expect(metrics.count == best + 3 && metrics.count < 40)
        #expect(evaluate(model, on: test).loss == metrics[best - 1].testLoss)
    }

    /// `best` selects the epoch with the greatest accuracy, or with `.minimum` the epoch with the least accuracy. With
    /// a minimum delta that no epoch reaches, the first epoch stays the best.
    @Test func directionAndMinimumDeltaCount() throws {
        func bestEpoch(_ selection: ModelSelection) throws -> (Int?, [EpochMetrics]) {
            var run = TrainingRun(trainer(), epochs: 6, selection: selection, observers: [])
            let metrics: [EpochMetrics] = try run.run(train: data, test: test).metrics
            return (run.progress.bestEpoch, metrics)
        }
        let (greatest, metrics) = try bestEpoch(.best(by: "test_accuracy"))
        let top: Double = try #require(metrics.map(\.testAccuracy).max())
        #expect(greatest == metrics.first { $0.testAccuracy == top }?.epoch)
        let (least, _) = try bestEpoch(.best(by: "test_accuracy", goal: .minimum))
        let bottom: Double = try #require(metrics.map(\.testAccuracy).min())
        #expect(least == metrics.first { $0.testAccuracy == bottom }?.epoch)
        #expect(try bestEpoch(.best(by: "test_accuracy", minimumDelta: 2)).0 == 1)
    }

    @Test func anUnmeasuredMetricIsAnErrorBeforeAnythingIsWritten() throws {
        for (selection, tested) in [(ModelSelection.best(by: "test_auc"), test), (.best(), CornerPoints(count: 0))] {
            var run = TrainingRun(
                trainer(), epochs: 2, selection: selection, checkpoints: CheckpointDirectory(path: directory),
                observers: [])
            let error = #expect(throws: TrainingSetupError.self) { _ = try run.run(train: data, test: tested) }
            #expect(error?.description.contains("does not measure '\(selection.metric)'. It measures") == true)
        }
        #expect(!FileManager.default.fileExists(atPath: directory))
    }

    /// A training that is stopped and resumed has the same best model, the same last epoch and the same metrics as an
    /// uninterrupted training.
    @Test(arguments: [1, 3, 5, 8, 13])
    func aStoppedSelectionResumesWithTheSameBits(steps: Int) throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let selection = ModelSelection.best(by: "test_loss", patience: 3)
        var whole = TrainingRun(trainer(), epochs: 40, selection: selection, observers: [])
        let expected = try whole.run(train: data, test: test)
        struct Stop: Error {}
        let checkpoints = CheckpointDirectory(path: directory)
        var first = TrainingRun(
            trainer(), epochs: 40, selection: selection, checkpoints: checkpoints, stepsPerCheckpoint: 1,
            observers: [
                TrainingObserver { event in
                    // The observer throws at the step after `steps`, because the checkpoint of the step `steps` has
                    // then been written.
                    if case .stepEnded = event.kind, event.step == steps + 1 { throw Stop() }
                }
            ])
        #expect(throws: Stop.self) { _ = try first.run(train: data, test: test) }
        var second = TrainingRun(
            trainer(), epochs: 40, selection: selection, checkpoints: checkpoints, observers: [])
        try second.resume(from: checkpoints)
        #expect(second.trainer.position.step == steps)
        let found = try second.run(train: data, test: test)
        #expect(found.model.namedTensors == expected.model.namedTensors)
        #expect(second.progress.bestEpoch == whole.progress.bestEpoch)
        #expect(found.metrics.map(\.values) == expected.metrics.map(\.values))
        // Resuming a finished training changes nothing.
        var third = TrainingRun(trainer(), epochs: 40, selection: selection, observers: [])
        try third.resume(from: checkpoints)
        let again = try third.run(train: data, test: test)
        #expect(again.metrics == found.metrics && again.model.namedTensors == expected.model.namedTensors)
        var loaded = Perceptron<Float>(isNormalized: true, dropout: 0.2)
        try checkpoints.loadTrainedModel(into: &loaded)
        #expect(loaded.namedTensors == expected.model.namedTensors)
    }

    @Test func invalidSettingsTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ModelSelection.best(patience: 0)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("ModelSelection: the patience 0 is not positive"))
    }

    /// The best model of a training with a moving average is a copy of the average, which was measured.
    @Test(arguments: [nil, 0.9] as [Double?])
    func loadingTellsWhetherTheModelIsAnAverage(decay: Double?) throws {
        let directory: String = FileManager.default.temporaryDirectory
            .appendingPathComponent("selection-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let checkpoints = CheckpointDirectory(path: directory)
        let data = CornerPoints<Float>(count: 60)
        let trainer = Trainer(
            Perceptron<Float>(), optimizer: SGD(learningRate: 0.1), objective: .classification(),
            options: TrainerOptions(batchSize: 10, averageDecay: decay, seed: 2))
        var run = TrainingRun(
            trainer, epochs: 2, selection: .best(), checkpoints: checkpoints, observers: [])
        let model: Perceptron<Float> = try run.run(train: data, test: data).model
        var loaded = Perceptron<Float>()
        let isAverage: Bool = try checkpoints.loadTrainedModel(into: &loaded).isAverage
        #expect(loaded.namedTensors == model.namedTensors && isAverage == (decay != nil))
        // A checkpoint whose best model is not an average, although the trainer has one.
        try checkpoints.save(run.trainer, best: run.trainer.model)
        #expect(try checkpoints.loadTrainedModel(into: &loaded).isAverage == (decay != nil))
        #expect(loaded.namedTensors == run.trainer.model.namedTensors)
    }
}
