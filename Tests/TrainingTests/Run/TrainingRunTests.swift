import Datasets
import Foundation
import NeuralNetworks
import Optimizers
import Tensors
import TestSupport
import Testing
import Training

@Suite struct TrainingRunTests {
    private let path: String = FileManager.default.temporaryDirectory
        .appendingPathComponent("run-\(UUID().uuidString).jsonl").path

    @Test func answersTheModelAndTheMetricsOfEveryEpoch() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (train, test): (CornerPoints<Float>, CornerPoints<Float>) = (.init(count: 200), .init(count: 100, seed: 2))
        var run = trainingRun(rate: 0.05, epochs: 3, metrics: try MetricsFile(path: path))
        let (model, history) = try run.run(train: train, test: test)
        #expect(history.map(\.epoch) == [1, 2, 3])
        #expect(history.allSatisfy { $0.seconds > 0 && $0.trainLoss.isFinite })
        let result = evaluate(model, on: test)
        #expect(history[2].testLoss == result.loss && history[2].testAccuracy == result.accuracy)
        let lines: String = try String(contentsOfFile: path, encoding: .utf8)
        #expect(lines == history.map { $0.jsonLine + "\n" }.joined())
    }

    @Test func theMovingAverageIsTestedAndReturned() throws {
        let (train, test): (CornerPoints<Float>, CornerPoints<Float>) = (.init(count: 200), .init(count: 100, seed: 2))
        var trainer = Trainer(
            Perceptron<Float>(), optimizer: Adam(learningRate: 0.05), objective: .classification(),
            options: TrainerOptions(batchSize: 16, averageDecay: 0.95, seed: 3))
        var run = TrainingRun(trainer, epochs: 2, observers: [])
        let (model, history) = try run.run(train: train, test: test)
        for _ in 0 ..< 2 { _ = trainer.trainEpoch(on: train) }
        #expect(model.hidden.weight == trainer.trainedModel.hidden.weight)
        #expect(history[1].testLoss == evaluate(trainer.trainedModel, on: test).loss)
        #expect(history[1].testLoss != evaluate(trainer.model, on: test).loss)
    }

    @Test func metricsThatCannotBeWrittenEndTheRun() throws {
        let directory: URL = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        let file = try MetricsFile(path: directory.appendingPathComponent("m.jsonl").path)
        try FileManager.default.removeItem(at: directory)
        var run = trainingRun(rate: 0.05, epochs: 3, metrics: file)
        let data = CornerPoints<Float>(count: 20)
        #expect(throws: MetricsFileError.self) { _ = try run.run(train: data, test: data) }
    }

    @Test func divergedTrainingIsReportedAndEnds() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            var run = trainingRun(rate: 1e30, epochs: 9, metrics: nil, isQuiet: false)
            let data = CornerPoints<Float>(count: 60)
            let error = try #require(throws: TrainingDiverged.self) { _ = try run.run(train: data, test: data) }
            try #require(error.epoch == 1 && error.step == 2 && error.description.contains("smaller learning rate"))
        }
        // The last line is the last line of the model summary, which starts with "total": the first epoch did not end,
        // so no line follows.
        let lines: [Substring] = text(result?.standardOutputContent).split(separator: "\n")
        #expect(lines.last?.hasPrefix("total") == true)
    }

    @Test func everyEpochIsALineOnStandardOutput() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            var run = trainingRun(rate: 0.05, epochs: 2, metrics: nil, isQuiet: false)
            let data = CornerPoints<Float>(count: 60)
            _ = try run.run(train: data, test: data)
        }
        let lines: [Substring] = text(result?.standardOutputContent).split(separator: "\n")
        #expect(lines.count == 5 + 2 && lines[4].hasPrefix("total"))
        #expect(lines[5].hasPrefix("epoch 1/2  train loss "))
        #expect(lines[6].hasPrefix("epoch 2/2  train loss ") && lines[6].hasSuffix(" s"))
    }

    @Test func quietRunPrintsNothing() async {
        let observed = [\ExitTest.Result.standardOutputContent, \.standardErrorContent]
        let result = await #expect(processExitsWith: .success, observing: observed) {
            var run = trainingRun(rate: 0.05, epochs: 2, metrics: nil)
            let data = CornerPoints<Float>(count: 20)
            _ = try run.run(train: data, test: data)
        }
        #expect(text(result?.standardOutputContent) == "" && text(result?.standardErrorContent) == "")
    }
}

private func trainingRun(
    rate: Double, epochs: Int, metrics: MetricsFile?, isQuiet: Bool = true
) -> TrainingRun<Perceptron<Float>, ClassificationBatch<Float>> {
    let trainer = Trainer(
        Perceptron<Float>(), optimizer: SGD(learningRate: rate), schedule: ConstantSchedule(rate),
        objective: .classification(), options: TrainerOptions(batchSize: 20, seed: 1))
    return TrainingRun(
        trainer, epochs: epochs,
        observers: (metrics.map { [.metricsFile($0)] } ?? []) + (isQuiet ? [] : .terminal))
}
