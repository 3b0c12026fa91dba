import Datasets
import NeuralNetworks
import Optimizers
import Tensors
import Testing
import Training

/// A training with batch normalization works for every number of samples and every batch size of at least 2. The number
/// of samples depends on the data, so a last batch of a single sample must not end the process.
@Suite struct TrainerBatchesTests {
    private func trainer(
        batchSize: Int, isNormalized: Bool = true, optimizer: any Optimizer = SGD(learningRate: 0.01)
    ) -> Trainer<Perceptron<Float>, ClassificationBatch<Float>> {
        Trainer(
            Perceptron(isNormalized: isNormalized), optimizer: optimizer, objective: .classification(),
            options: TrainerOptions(batchSize: batchSize, seed: 1))
    }

    private func batches(_ count: Int, _ batchSize: Int, isNormalized: Bool = true) -> [Int] {
        var (trainer, ends): (Trainer<Perceptron<Float>, ClassificationBatch<Float>>, [Int]) = (
            trainer(batchSize: batchSize, isNormalized: isNormalized), [0]
        )
        _ = trainer.trainEpoch(on: CornerPoints<Float>(count: count)) { samples, _ in ends.append(samples) }
        return zip(ends.dropFirst(), ends).map { $0 - $1 }
    }

    @Test func noLastBatchOfOne() {
        #expect(batches(11, 5) == [5, 6] && batches(12, 5) == [5, 5, 2] && batches(10, 5) == [5, 5])
        #expect(batches(3, 2) == [3] && batches(2, 5) == [2] && batches(6, 5) == [6] && batches(7, .max) == [7])
        #expect(batches(3, 1, isNormalized: false) == [1, 1, 1] && batches(1, 4, isNormalized: false) == [1])
    }

    @Test func everySizeTrains() throws {
        for count in 2 ... 13 {
            for batchSize in [2, 3, 4, 12, 13, 1000, Int.max] {
                let data = CornerPoints<Float>(count: count)
                let trainer: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(batchSize: batchSize)
                try trainer.requireTrainable(on: data)
                var run = TrainingRun(trainer, epochs: 2, observers: [])
                let metrics: [EpochMetrics] = try run.run(train: data, test: data).metrics
                #expect(metrics.count == 2 && metrics[1].trainLoss.isFinite, "\(count) samples, \(batchSize)")
                let lengths: [Int] = batches(count, batchSize)
                let steps: Int = trainingStepCount(epochs: 3, samples: count, batchSize: batchSize)
                #expect(steps == 3 * lengths.count && lengths.reduce(0, +) == count && !lengths.contains(1))
            }
        }
    }

    @Test func stepCountIsBounded() {
        #expect(trainingStepCount(epochs: .max, samples: 60_000, batchSize: 100) == .max)
        #expect(trainingStepCount(epochs: 6, samples: 60_000, batchSize: 100) == 3600)
        #expect(trainingStepCount(epochs: 6, samples: 0, batchSize: 100) == 0)
    }

    @Test func untrainableDataAreAnErrorBeforeAnythingIsWritten() throws {
        let directory: String = "/nowhere/at/all"
        for (count, batchSize, words) in [
            (0, 4, "the training set is empty"), (1, 4, "not an input of shape [1, 16]"),
            (5, 1, "a batch of one sample"),
        ] {
            var run = TrainingRun(
                trainer(batchSize: batchSize), epochs: 1, checkpoints: CheckpointDirectory(path: directory),
                observers: [])
            let data = CornerPoints<Float>(count: count)
            let error = #expect(throws: TrainingSetupError.self) { _ = try run.run(train: data, test: data) }
            #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        }
    }

    /// A batch of one image with one pixel has a single value for each channel. Batch normalization needs at least two
    /// values, so the training does not start.
    @Test func imagesOfOnePixelAreNoBatchOfOneEither() {
        let network = Sequential<Float>(BatchNorm<Float>(1), Flatten<Float>())
        let trainer = Trainer(
            network, optimizer: SGD(learningRate: 0.1), objective: .classification(),
            options: TrainerOptions(batchSize: 4, seed: 1))
        let error = #expect(throws: TrainingSetupError.self) { try trainer.requireTrainable(on: Pixel()) }
        #expect(error?.description.contains("[1, 1, 1, 1]") == true)
    }

    private struct Pixel: DataSource {
        var count: Int { 1 }

        func batch(_ indices: ArraySlice<Int>) -> (inputs: Tensor<Float>, targets: Tensor<Int>) {
            (Tensor(ones: [indices.count, 1, 1, 1]), Tensor([0]))
        }
    }

    @Test func oneSampleTrainsAModelThatAllowsIt() throws {
        var run = TrainingRun(
            trainer(batchSize: 4, isNormalized: false), epochs: 2, observers: [])
        let data = CornerPoints<Float>(count: 1)
        #expect(try run.run(train: data, test: data).metrics.count == 2)
    }

    @Test func emptyTestSetHasNoLoss() throws {
        var run = TrainingRun(trainer(batchSize: 4), epochs: 1, observers: [])
        let metrics: [EpochMetrics] = try run.run(
            train: CornerPoints<Float>(count: 9), test: CornerPoints<Float>(count: 0)
        ).metrics
        #expect(metrics[0].testLoss.isNaN && metrics[0].testAccuracy.isNaN && metrics[0].trainLoss.isFinite)
    }

    @Test func groupWithoutParametersIsAnError() {
        var optimizer = SGD(learningRate: 0.1)
        optimizer.groups = [
            ParameterGroup("*.weight", learningRateFactor: 0.5),
            ParameterGroup("beta", "*.beta", learningRateFactor: 0.1),
        ]
        var run = TrainingRun(
            trainer(batchSize: 4, optimizer: optimizer), epochs: 1, observers: [])
        let data = CornerPoints<Float>(count: 9)
        let error = #expect(throws: TrainingSetupError.self) { _ = try run.run(train: data, test: data) }
        #expect(
            error
                == .unmatchedGroups(
                    ["beta or *.beta"],
                    names: [
                        "hidden.weight", "hidden.bias", "norm.weight", "norm.bias", "output.weight", "output.bias",
                    ]))
        #expect(error?.description.contains("a parameter group of the optimizer names beta or *.beta, and") == true)
    }
}
