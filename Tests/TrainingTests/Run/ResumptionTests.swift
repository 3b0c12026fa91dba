import Datasets
import Foundation
import Interchange
import NeuralNetworks
import Optimizers
import Statistics
import Tensors
import Testing
import Training

/// A schedule that halves the learning rate after every epoch whose metric is not better than the best metric before.
private struct Halving: ObservingSchedule {
    private var (rate, best) = (0.5, Double.infinity)

    func learningRate(at step: Int) -> Double { rate }

    mutating func observe(_ metric: Double) {
        if metric < best { best = metric } else { rate /= 2 }
    }

    var baseLearningRate: Double { 0.5 }

    var observations: [String: Double] {
        get { ["rate": rate, "best": best] }
        set { (rate, best) = (newValue["rate"] ?? rate, newValue["best"] ?? best) }
    }
}

/// A metric: the median of all outputs in the epoch so far. As with the area under the ROC curve, the state of the
/// metric grows with every batch.
private struct Median: Metric, Codable {
    private var answers: [Double] = []

    var name: String { "median" }
    var value: Double { answers.isEmpty ? .nan : answers.sorted()[answers.count / 2] }
    mutating func add(_ outputs: Tensor<Float>, _ targets: Tensor<Float>) {
        answers += outputs.scalars.map(Double.init)
    }
    mutating func reset() { answers = [] }
}

/// A training that is stopped and resumed ends with the same bits as an uninterrupted training. The training uses
/// momentum, a schedule that observes a metric, metrics, several batches per step, a limit on the gradient norm, and a
/// moving average.
@Suite struct ResumptionTests {
    private struct Stop: Error {}

    private static let data: ArrayData<Float, Float> = {
        var generator = PhiloxGenerator(seed: 1)
        let x = Tensor<Float>(randomNormal: [61, 3], using: &generator)
        return ArrayData(x, (x.sum(axis: 1, keepDims: true) * 2).sin())
    }()

    private func trainer() -> Trainer<Sequential<Float>, LabeledBatch<Tensor<Float>, Tensor<Float>>> {
        var generator = PhiloxGenerator(seed: 1)
        let network = Sequential<Float>(
            Linear<Float>(3, 16, using: &generator), BatchNorm<Float>(16), ReLU<Float>(), Dropout<Float>(0.2),
            Linear<Float>(16, 1, using: &generator))
        return Trainer(
            network, optimizer: SGD(learningRate: 0.5, momentum: 0.5), schedule: Halving(),
            objective: .regression(metrics: [MeanError(), Median()]),
            options: TrainerOptions(
                batchSize: 8, batchesPerStep: 3, gradientNormLimit: 1, averageDecay: 0.9, seed: 5))
    }

    /// An epoch has three steps. The training stops after the first, the middle and the last step of an epoch.
    @Test(arguments: [1, 2, 3, 4, 6, 11])
    func aStoppedTrainingEndsWithTheSameBits(stop: Int) throws {
        let directory: String = FileManager.default.temporaryDirectory
            .appendingPathComponent("resumption-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let checkpoints = CheckpointDirectory(path: directory)
        var whole = TrainingRun(trainer(), epochs: 8, observers: [])
        let expected = try whole.run(train: Self.data, test: Self.data)
        // The schedule must change the rate; otherwise the test would not show that a checkpoint contains the state of
        // the schedule.
        #expect(Set(expected.metrics.map { $0["learning_rate"] }).count > 2)
        var first = TrainingRun(
            trainer(), epochs: 8, checkpoints: checkpoints, stepsPerCheckpoint: 1,
            observers: [
                TrainingObserver { event in
                    if case .stepEnded = event.kind, event.step == stop + 1 { throw Stop() }
                }
            ])
        #expect(throws: Stop.self) { _ = try first.run(train: Self.data, test: Self.data) }
        var second = TrainingRun(trainer(), epochs: 8, checkpoints: checkpoints, observers: [])
        try second.resume(from: checkpoints)
        #expect(second.trainer.position.step == stop)
        let found = try second.run(train: Self.data, test: Self.data)
        #expect(found.model.namedTensors == expected.model.namedTensors)
        #expect(found.metrics.map(\.values) == expected.metrics.map(\.values))
        #expect(second.progress.curve == whole.progress.curve)
    }

    /// A training cannot resume in the middle of an epoch if the checkpoint lacks the state of a metric.
    @Test func anEpochUnderWayNeedsItsMetrics() throws {
        let directory: String = FileManager.default.temporaryDirectory
            .appendingPathComponent("resumption-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let checkpoints = CheckpointDirectory(path: directory)
        var plain = Trainer(trainer().model, optimizer: SGD(learningRate: 0.5), objective: .regression())
        _ = plain.continueEpoch(on: Self.data) { _, _, _ in false }
        try checkpoints.save(plain)
        var measuring = Trainer(
            trainer().model, optimizer: SGD(learningRate: 0.5), objective: .regression(metrics: [MeanError()]))
        let error = #expect(throws: CheckpointError.self) { try checkpoints.restore(&measuring) }
        #expect(error?.description.contains("the state of the metric 'mean_error' is missing or damaged") == true)
    }

    @Test func anUnmeasuredMetricOfAScheduleIsAnError() throws {
        var run = TrainingRun(trainer(), epochs: 1, observers: [])
        run.observedMetric = "test_accuracy"
        let error = #expect(throws: TrainingSetupError.self) {
            _ = try run.run(train: Self.data, test: Self.data)
        }
        #expect(error?.description.contains("does not measure 'test_accuracy'") == true)
    }
}
