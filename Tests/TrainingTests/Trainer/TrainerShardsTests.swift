import Datasets
import Differentiation
import Foundation
import NeuralNetworks
import Optimizers
import Statistics
import Tensors
import TestSupport
import Testing
import Training

/// A trainer that cuts batches into shards.
@Suite struct TrainerShardsTests {
    /// Returns the gradient of a batch of all samples, computed with the given number of shards: with the learning rate
    /// 1, a step subtracts the gradient. Also returns the buffers after the step and the loss.
    private func gradient<Model: Parameterized & Sendable, Data: DataSource>(
        _ model: Model, on data: Data, shards: Int, frozen: String? = nil, objective: Objective<Model, Data.Batch>
    ) throws -> (tensors: [String: Tensor<Double>], loss: Double) {
        var optimizer = SGD(learningRate: 1)
        if let frozen { optimizer.groups = [.frozen(frozen)] }
        var trainer = Trainer(
            model, optimizer: optimizer, objective: objective,
            options: TrainerOptions(batchSize: data.count, seed: 1, shards: shards))
        let loss: Double = try trainer.trainEpoch(on: data)
        return (tensors(of: trainer.model), loss)
    }

    private func checkShards<Model: Parameterized & Sendable, Data: DataSource>(
        _ model: Model, on data: Data, frozen: String? = nil, objective: Objective<Model, Data.Batch>
    ) throws {
        let whole = try gradient(model, on: data, shards: 1, frozen: frozen, objective: objective)
        #expect(whole.tensors != tensors(of: model) && whole.tensors.count > 1)
        for shards in [2, 3, 4, 8, 40] {
            let found = try gradient(model, on: data, shards: shards, frozen: frozen, objective: objective)
            #expect(abs(found.loss - whole.loss) < 1e-13)
            for (name, tensor) in whole.tensors {
                let problem: String? = found.tensors[name].flatMap { difference($0, tensor, tolerance: 1e-12) }
                #expect(problem == nil && found.tensors[name] != nil, "\(name) with \(shards) shards")
            }
        }
    }

    @Test(arguments: [2, 13, 30])
    func theGradientIsThatOfTheWholeBatch(count: Int) throws {
        try checkShards(
            Perceptron<Double>(isNormalized: count > 13), on: CornerPoints<Double>(count: count),
            objective: .classification())
        try checkShards(imageNetwork(), on: ShiftedImages<Double>(count: count), objective: .classification())
        try checkShards(
            imageNetwork(), on: ShiftedImages<Double>(count: count), frozen: "*0.weight", objective: .classification())
    }

    @Test func recurrentLayersHaveTheGradientOfTheWholeBatch() throws {
        var generator = PhiloxGenerator(seed: 2)
        let network = RowReader(using: &generator)
        try checkShards(
            network, on: ShiftedImages<Double>(count: 11),
            objective: Objective<RowReader, ClassificationBatch<Double>> { model, batch in
                crossEntropy(model(batch.inputs), batch.targets)
            })
    }

    /// The test runs in a process of its own, because other tests could set the thread count.
    @Test func everyThreadCountGivesTheSameBits() async {
        await #expect(processExitsWith: .success) {
            let weights: [[String: Tensor<Double>]] = [1, 2, 3, 8, 13].map { count in
                Parallelism.threadCount = count
                return trainedWeights()
            }
            require(weights[0].values.allSatisfy { $0.scalars.allSatisfy(\.isFinite) }, "training has diverged")
            for index in 1 ..< weights.count { require(weights[0] == weights[index], "run \(index) has other bits") }
        }
    }

    @Test func preparedBatchesGiveTheSameBits() throws {
        func weights(ahead: Int) throws -> [String: Tensor<Double>] {
            var data = ShiftedImages<Float>(count: 31)
            (data.augments, data.batchesAhead) = (true, ahead)
            var trainer: Trainer<Sequential<Float>, ClassificationBatch<Float>> = shardedTrainer(
                TrainerOptions(batchSize: 8, shards: 3))
            _ = try trainer.trainEpoch(on: data)
            return tensors(of: trainer.model)
        }
        #expect(try weights(ahead: 0) == weights(ahead: 2))
    }

    @Test(arguments: [0, 2])
    func anErrorOfAShardEndsTheStep(ahead: Int) throws {
        var data = ShiftedImages<Float>(count: 24)
        (data.damaged, data.batchesAhead) = (17, ahead)
        var trainer: Trainer<Sequential<Float>, ClassificationBatch<Float>> = shardedTrainer(
            TrainerOptions(batchSize: 4, shards: 4))
        #expect(throws: ShiftedImages<Float>.Damage(index: 17)) { try trainer.trainEpoch(on: data) }
        // The failed step is not made, so the epoch continues with it when the data are mended.
        let step: Int = trainer.position.step
        #expect(trainer.position.epoch?.samples == 4 * step)
        data.damaged = nil
        _ = try trainer.trainEpoch(on: data)
        var whole: Trainer<Sequential<Float>, ClassificationBatch<Float>> = shardedTrainer(
            TrainerOptions(batchSize: 4, shards: 4))
        _ = try whole.trainEpoch(on: data)
        #expect(trainer.position == whole.position)
        #expect(tensors(of: trainer.model) == tensors(of: whole.model))
    }

    @Test(arguments: [1, 2, 4])
    func aTrainingResumesInTheMiddleOfAnEpoch(stop: Int) throws {
        let checkpoints = CheckpointDirectory(
            path: FileManager.default.temporaryDirectory.appendingPathComponent("shards-\(UUID().uuidString)").path)
        defer { try? FileManager.default.removeItem(atPath: checkpoints.path) }
        var data = ShiftedImages<Float>(count: 31)
        data.augments = true
        func trainer(shards: Int) -> Trainer<Sequential<Float>, ClassificationBatch<Float>> {
            shardedTrainer(
                dropout: 0.2,
                TrainerOptions(
                    batchSize: 6, batchesPerStep: 2, gradientNormLimit: 1, averageDecay: 0.8, seed: 3, shards: shards))
        }
        var whole: Trainer<Sequential<Float>, ClassificationBatch<Float>> = trainer(shards: 4)
        var (steps, atStop): (Int, [(name: String, value: Double)]) = (0, [])
        while steps < stop {
            _ = try whole.continueEpoch(on: data) { trainer, _, _ in
                steps += 1
                if steps == stop { atStop = trainer.trainingMetrics }
                return steps < stop
            }
        }
        try checkpoints.save(whole)
        var resumed: Trainer<Sequential<Float>, ClassificationBatch<Float>> = trainer(shards: 4)
        let record: TrainingRecord = try checkpoints.restore(&resumed)
        #expect(record.position.step == stop)
        if whole.position.epoch != nil { #expect(resumed.trainingMetrics.map(\.value) == atStop.map(\.value)) }
        _ = (try whole.trainEpoch(on: data), try resumed.trainEpoch(on: data))
        #expect(tensors(of: resumed.model) == tensors(of: whole.model))
        #expect(resumed.trainingMetrics.map(\.value) == whole.trainingMetrics.map(\.value))
        for other in [1, 3] {
            var different: Trainer<Sequential<Float>, ClassificationBatch<Float>> = trainer(shards: other)
            let error = #expect(throws: CheckpointError.self) { try checkpoints.restore(&different) }
            #expect(error?.description.contains("shards was '4' and is '\(other)'") == true)
        }
    }

    @Test func anUnmergeableMetricTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = Trainer(
                Linear<Float>(1, 1, using: &shardsGenerator), optimizer: SGD(learningRate: 1),
                objective: .regression(metrics: [MeanError()]), options: TrainerOptions(shards: 2))
        }
    }

    /// Shards that do not normalize equally often would wait for each other for ever.
    @Test func shardsThatNormalizeUnequallyOftenTrap() async {
        await #expect(processExitsWith: .failure) {
            var trainer = Trainer(
                imageNetwork(), optimizer: SGD(learningRate: 0.1),
                options: TrainerOptions(batchSize: 10, shards: 3)
            ) { (network: Sequential<Double>, batch: ClassificationBatch<Double>) in
                if batch.inputs.shape[0] == 4 { _ = network(batch.inputs) }
                return crossEntropy(network(batch.inputs), batch.targets)
            }
            do { _ = try trainer.trainEpoch(on: ShiftedImages<Double>(count: 10)) } catch {}
        }
    }

    @Test func noShardsTrap() async {
        await #expect(processExitsWith: .failure) { _ = TrainerOptions(shards: 0) }
    }
}

private nonisolated(unsafe) var shardsGenerator = PhiloxGenerator(seed: 1)

private func trainedWeights() -> [String: Tensor<Double>] {
    var data = ShiftedImages<Float>(count: 43)
    data.augments = true
    var trainer: Trainer<Sequential<Float>, ClassificationBatch<Float>> = shardedTrainer(
        dropout: 0.3, TrainerOptions(batchSize: 20, seed: 7, shards: 8))
    do { for _ in 0 ..< 2 { _ = try trainer.trainEpoch(on: data) } } catch { fatalError("\(error)") }
    return tensors(of: trainer.model)
}

/// Reads the rows of an image one after another.
private struct RowReader: Parameterized, Sendable {
    var reader: GRU<Double>
    var output: Linear<Double>

    init(using generator: inout PhiloxGenerator) {
        reader = GRU<Double>(6, 5, using: &generator)
        output = Linear(5, 3, using: &generator)
    }

    func callAsFunction(_ images: Tensor<Double>) -> Tensor<Double> {
        output(reader.lastState(images.reshaped(to: [images.shape[0], 6, 6])))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&reader, "reader")
        visitor.visit(&output, "output")
    }
}
