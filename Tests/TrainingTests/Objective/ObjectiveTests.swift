import Datasets
import Differentiation
import Foundation
import NeuralNetworks
import Optimizers
import Statistics
import Tensors
import Testing
import Training

/// Each kind of objective trains a model on a small problem whose solution is known.
@Suite struct ObjectiveTests {
    /// Points (x, y) with y = 3x − 2 plus normal noise of standard deviation 0.1.
    private static let line: ArrayData<Float, Float> = {
        var generator = PhiloxGenerator(seed: 1)
        let x = Tensor<Float>(randomUniform: [200, 1], in: -1 ..< 1, using: &generator)
        return ArrayData(x, x * 3 - 2 + Tensor(randomNormal: [200, 1], using: &generator) * 0.1)
    }()

    private func affine(_ outputs: Int = 1, inputs: Int = 1) -> Linear<Float> {
        var generator = PhiloxGenerator(seed: 2)
        return Linear(inputs, outputs, using: &generator)
    }

    @Test func regressionFindsTheLine() throws {
        let trainer = Trainer(
            affine(), optimizer: Adam(learningRate: 0.05), objective: .regression(metrics: [MeanError()]),
            options: TrainerOptions(batchSize: 20, seed: 3))
        var run = TrainingRun(trainer, epochs: 25, observers: [])
        let (model, metrics) = try run.run(train: Self.line, test: Self.line)
        let bias: Tensor<Float> = try #require(model.bias)
        #expect(abs(model.weight.scalars[0] - 3) < 0.05 && abs(bias.scalars[0] + 2) < 0.05)
        #expect(metrics[24].testLoss < 0.015 && metrics[24]["test_mean_error"] < 0.1)
        #expect(
            Set(metrics[24].values.keys) == [
                "train_loss", "test_loss", "train_mean_error", "test_mean_error", "learning_rate",
            ])
        #expect(metrics[24].testAccuracy.isNaN)
        let expected: Float = meanAbsoluteError(model(Self.line.inputs), Self.line.targets).scalar
        #expect(abs(metrics[24]["test_mean_error"] - Double(expected)) < 1e-6)
    }

    /// A closure as the loss is enough for a training. A training needs no metrics and no test set.
    @Test func aUsersLossIsAFunction() throws {
        let trainer = Trainer(
            affine(), optimizer: Adam(learningRate: 0.05), options: TrainerOptions(batchSize: 20, seed: 3)
        ) { (model, batch: ArrayData<Float, Float>.Batch) in huberLoss(model(batch.inputs), batch.targets) }
        var run = TrainingRun(trainer, epochs: 20, observers: [])
        let (model, metrics) = try run.run(train: Self.line)
        #expect(abs(model.weight.scalars[0] - 3) < 0.1 && metrics[19].testLoss.isNaN)
        #expect(metrics[19].trainLoss < metrics[0].trainLoss / 10)
    }

    /// Binary classification learns several labels at once. A sample has three coordinates and three labels: a label is
    /// 1 if the coordinate with the same index is positive, and 0 otherwise.
    @Test func severalLabelsAreLearnedAtOnce() throws {
        var generator = PhiloxGenerator(seed: 4)
        let x = Tensor<Float>(randomNormal: [300, 3], using: &generator)
        let y = Tensor<Float>(x.scalars.map { $0 > 0 ? 1 : 0 }, shape: [300, 3])
        let data = ArrayData(x, y)
        let trainer = Trainer(
            affine(3, inputs: 3), optimizer: Adam(learningRate: 0.1), objective: .binaryClassification(),
            options: TrainerOptions(batchSize: 50, seed: 3))
        var run = TrainingRun(trainer, epochs: 20, observers: [])
        let (model, metrics) = try run.run(train: data, test: data)
        let right: Int = zip(model(x).scalars, y.scalars).count { ($0 > 0) == ($1 == 1) }
        #expect(Double(right) / 900 > 0.97 && metrics[19].testLoss < 0.15)
    }

    /// The area under the ROC curve needs all samples of an epoch at once. A checkpoint in the middle of an epoch
    /// contains the outputs for the samples of the first steps, so a resumed training measures the same area.
    @Test func theAreaUnderTheROCCurveSurvivesACheckpoint() throws {
        var generator = PhiloxGenerator(seed: 4)
        let x = Tensor<Float>(randomNormal: [90, 2], using: &generator)
        let y = Tensor<Float>(
            x.scalars.enumerated().compactMap { $0 % 2 == 0 ? ($1 > 0.5 ? 1 : 0) : nil }, shape: [90, 1])
        let data = ArrayData(x, y)
        let checkpoints = CheckpointDirectory(
            path: FileManager.default.temporaryDirectory.appendingPathComponent("auc-\(UUID().uuidString)").path)
        defer { try? FileManager.default.removeItem(atPath: checkpoints.path) }
        var whole = Trainer(
            affine(inputs: 2), optimizer: Adam(learningRate: 0.1),
            objective: .binaryClassification(metrics: [AreaUnderROC<Float>()]),
            options: TrainerOptions(batchSize: 10, seed: 3))
        var resumed: Trainer<Linear<Float>, ArrayData<Float, Float>.Batch> = whole
        var half: Trainer<Linear<Float>, ArrayData<Float, Float>.Batch> = whole
        _ = whole.trainEpoch(on: data)
        _ = half.continueEpoch(on: data) { _, samples, _ in samples < 50 }
        try checkpoints.save(half)
        try checkpoints.restore(&resumed)
        _ = resumed.continueEpoch(on: data) { _, _, _ in true }
        #expect(whole.trainingMetrics.map(\.value) == resumed.trainingMetrics.map(\.value))
        #expect(resumed.model.weight == whole.model.weight)
        var run = TrainingRun(whole, epochs: 10, observers: [])
        let (model, metrics) = try run.run(train: data, test: data)
        #expect(metrics[9]["test_auc"] > 0.97 && metrics[9]["test_auc"] == rocCurve(model(x), y).area)
    }

    /// `PlateauSchedule` lowers the rate when the test loss has stopped falling. A resumed training has the same rates
    /// as an uninterrupted training.
    @Test func aPlateauLowersTheRate() throws {
        let checkpoints = CheckpointDirectory(
            path: FileManager.default.temporaryDirectory.appendingPathComponent("plateau-\(UUID().uuidString)").path)
        defer { try? FileManager.default.removeItem(atPath: checkpoints.path) }
        func run(epochs: Int) -> TrainingRun<Linear<Float>, ArrayData<Float, Float>.Batch> {
            let trainer = Trainer(
                affine(), optimizer: SGD(learningRate: 0.4),
                schedule: PlateauSchedule(0.4, factor: 0.5, patience: 1), objective: .regression(),
                options: TrainerOptions(batchSize: 20, seed: 3))
            return TrainingRun(trainer, epochs: epochs, checkpoints: checkpoints, observers: [])
        }
        var whole: TrainingRun<Linear<Float>, ArrayData<Float, Float>.Batch> = run(epochs: 12)
        let (model, metrics) = try whole.run(train: Self.line, test: Self.line)
        let rates: [Double] = metrics.map { $0["learning_rate"] }
        #expect(rates[0] == 0.4 && rates[11] < 0.4 && rates == rates.sorted(by: >))
        #expect(rates.allSatisfy { rate in (0 ..< 12).contains { rate == 0.4 * pow(0.5, Double($0)) } })
        var first: TrainingRun<Linear<Float>, ArrayData<Float, Float>.Batch> = run(epochs: 6)
        _ = try first.run(train: Self.line, test: Self.line)
        var second: TrainingRun<Linear<Float>, ArrayData<Float, Float>.Batch> = run(epochs: 12)
        try second.resume(from: checkpoints)
        let (other, otherMetrics) = try second.run(train: Self.line, test: Self.line)
        #expect(other.weight == model.weight && otherMetrics.map { $0["learning_rate"] } == rates)
    }

    /// A model can train on a user's type of batch: here the token ids of padded sequences, the lengths of the
    /// sequences, and the labels. A label is 1 if the last token of the sequence is odd, and 0 otherwise.
    @Test func sequencesOfTokensAreAUsersBatch() throws {
        let data = TokenData(count: 300)
        let trainer = Trainer(
            TokenNetwork(), optimizer: Adam(learningRate: 0.02),
            objective: Objective(
                outputs: { (network: TokenNetwork, batch: TokenData.Batch) in network((batch.ids, batch.lengths)) },
                targets: { batch in batch.labels }, metrics: [Accuracy<Float>()]
            ) { scores, batch in crossEntropy(scores, batch.labels) }, options: TrainerOptions(batchSize: 30, seed: 1))
        var run = TrainingRun(trainer, epochs: 15, observers: [])
        let metrics: [EpochMetrics] = try run.run(train: data, test: TokenData(count: 100, seed: 2)).metrics
        #expect(metrics[14].testAccuracy > 0.95, "\(metrics[14].testAccuracy)")
        #expect(metrics[14]["train_accuracy"] > metrics[0]["train_accuracy"])
    }

    /// A loss can use weights that are a part of the batch: samples of weight 0 have no effect on the trained line.
    @Test func sampleWeightsAreAPartOfTheBatch() {
        let weighted = WeightedData(line: Self.line, spoilt: 40)
        var trainer = Trainer(
            affine(), optimizer: Adam(learningRate: 0.05), options: TrainerOptions(batchSize: 50, seed: 3)
        ) { (model, batch: WeightedData.Batch) in
            let errors: Tensor<Float> = meanSquaredError(model(batch.x), batch.y, reduction: .none)
            return (errors * batch.weights).sum() / batch.weights.sum()
        }
        for _ in 0 ..< 60 { _ = trainer.trainEpoch(on: weighted) }
        #expect(abs(trainer.model.weight.scalars[0] - 3) < 0.1)
    }
}

/// A metric as a user would write it: the mean of |output − target|.
struct MeanError: Metric, Codable {
    private var sum = 0.0
    private var count = 0

    var name: String { "mean_error" }
    var value: Double { sum / Double(count) }
    var goal: MetricGoal { .minimum }

    mutating func add(_ outputs: Tensor<Float>, _ targets: Tensor<Float>) {
        sum += Double((outputs - targets).abs().sum().scalar)
        count += outputs.count
    }

    mutating func reset() { self = MeanError() }
}

private struct TokenData: DataSource {
    typealias Batch = (ids: Tensor<Int>, lengths: [Int], labels: Tensor<Int>)
    private let sequences: [[Int]]

    init(count: Int, seed: UInt64 = 1) {
        var generator = PhiloxGenerator(seed: seed)
        sequences = (0 ..< count).map { _ in
            (0 ..< 2 + generator.next(below: 3)).map { _ in 1 + generator.next(below: 6) }
        }
    }

    var count: Int { sequences.count }

    func batch(_ indices: ArraySlice<Int>) -> Batch {
        let rows: [[Int]] = indices.map { sequences[$0] }
        let ids: [Int] = rows.flatMap { $0 + [Int](repeating: 0, count: 4 - $0.count) }
        return (
            Tensor(ids, shape: [rows.count, 4]), rows.map(\.count), Tensor(rows.map { ($0.last ?? 0) % 2 })
        )
    }
}

/// A network of an embedding, a recurrent layer and a dense layer. The dense layer reads the recurrent state at the
/// last token of each sequence.
private struct TokenNetwork: Module {
    var embedding: Embedding<Float>
    var recurrent: GRU<Float>
    var output: Linear<Float>

    init() {
        var generator = PhiloxGenerator(seed: 1)
        embedding = Embedding(7, 6, paddingIndex: 0, using: &generator)
        recurrent = GRU(6, 12, using: &generator)
        output = Linear(12, 2, using: &generator)
    }

    func callAsFunction(_ input: (ids: Tensor<Int>, lengths: [Int])) -> Tensor<Float> {
        let states: Tensor<Float> = recurrent(embedding(input.ids))
        let (count, steps): (Int, Int) = (states.shape[0], states.shape[1])
        let last = Tensor(input.lengths.enumerated().map { $0.offset * steps + $0.element - 1 })
        return output(states.reshaped(to: [count * steps, 12]).gathered(at: last))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&embedding, "embedding")
        visitor.visit(&recurrent, "recurrent")
        visitor.visit(&output, "output")
    }
}

/// The points of a line, with a weight for each point. The first `spoilt` points are moved by 100 and have weight 0;
/// the other points have weight 1.
private struct WeightedData: DataSource {
    let line: ArrayData<Float, Float>
    let spoilt: Int
    var count: Int { line.count }

    func batch(_ indices: ArraySlice<Int>) -> (x: Tensor<Float>, y: Tensor<Float>, weights: Tensor<Float>) {
        let batch = line.batch(indices)
        let weights = Tensor<Float>(indices.map { $0 < spoilt ? 0 : 1 }, shape: [indices.count, 1])
        return (batch.inputs, batch.targets + (1 - weights) * 100, weights)
    }
}
