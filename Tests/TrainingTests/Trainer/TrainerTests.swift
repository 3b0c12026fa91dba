import Datasets
import Interchange
import NeuralNetworks
import Optimizers
import Synchronization
import Tensors
import TestSupport
import Testing
import Training

@Suite struct TrainerTests {
    private func trainer<Scalar: RealScalar>(
        _ model: Perceptron<Scalar>, rate: Double = 0.01, batchSize: Int = 16, labelSmoothing: Double = 0,
        seed: UInt64 = 1
    ) -> Trainer<Perceptron<Scalar>, ClassificationBatch<Scalar>> {
        Trainer(
            model, optimizer: Adam(learningRate: rate), objective: .classification(labelSmoothing: labelSmoothing),
            options: TrainerOptions(batchSize: batchSize, seed: seed))
    }

    @Test func smallNetworkLearnsSyntheticPoints() {
        let (train, test): (CornerPoints<Float>, CornerPoints<Float>) = (.init(count: 300), .init(count: 200, seed: 2))
        var trainer: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(
            Perceptron(isNormalized: true, dropout: 0.1), rate: 0.02)
        let before: Double = evaluate(trainer.model, on: test).accuracy
        let losses: [Double] = (0 ..< 15).map { _ in trainer.trainEpoch(on: train) }
        let after = evaluate(trainer.model, on: test)
        #expect(before < 0.7 && after.accuracy >= 0.99 && after.loss < 0.1)
        #expect(losses[14] < losses[0] / 2)
    }

    @Test func meanLossWeighsAShortLastBatchByItsSamples() {
        let data = CornerPoints<Double>(count: 37)
        var still: Trainer<Perceptron<Double>, ClassificationBatch<Double>> = trainer(
            Perceptron(), rate: 0, batchSize: 16)
        let loss: Double = still.trainEpoch(on: data)
        let expected: Double = crossEntropy(still.model(data.all.inputs), data.all.targets).scalar
        #expect(abs(loss - expected) < 1e-12)
    }

    @Test func progressCountsTheSamplesOfTheEpoch() {
        var trainer: Trainer<Perceptron<Double>, ClassificationBatch<Double>> = trainer(Perceptron(), batchSize: 16)
        var (seen, losses): ([Int], [Double]) = ([], [])
        let mean: Double = trainer.trainEpoch(on: CornerPoints<Double>(count: 37)) {
            seen.append($0)
            losses.append($1)
        }
        #expect(seen == [16, 32, 37])
        #expect(abs((losses[0] * 16 + losses[1] * 16 + losses[2] * 5) / 37 - mean) < 1e-12)
    }

    @Test func everyEpochSeesEverySampleOnceInANewOrder() {
        let data = WatchedData(count: 25)
        var trainer: Trainer<Perceptron<Double>, ClassificationBatch<Double>> = trainer(Perceptron(), batchSize: 10)
        _ = trainer.trainEpoch(on: data)
        let first: [Int] = data.takeIndices()
        _ = trainer.trainEpoch(on: data)
        let second: [Int] = data.takeIndices()
        #expect(first.sorted() == Array(0 ..< 25) && second.sorted() == Array(0 ..< 25))
        #expect(first != second && first != Array(0 ..< 25))
    }

    @Test func scheduleSetsTheRateOfEveryStep() {
        struct TwoSteps: Schedule {
            func learningRate(at step: Int) -> Double { step < 2 ? 0.1 : 0 }
        }
        var trainer = Trainer(
            Perceptron<Double>(), optimizer: SGD(learningRate: 0.1), schedule: TwoSteps(), objective: .classification(),
            options: TrainerOptions(batchSize: 10, seed: 1))
        let data = CornerPoints<Double>(count: 10)
        let losses: [Double] = (0 ..< 5).map { _ in trainer.trainEpoch(on: data) }
        #expect(losses[0] > losses[1] && losses[1] > losses[2])
        #expect(abs(losses[2] - losses[3]) < 1e-12 && abs(losses[3] - losses[4]) < 1e-12)
    }

    @Test func labelSmoothingReachesTheLoss() {
        let data = CornerPoints<Double>(count: 20)
        var still: Trainer<Perceptron<Double>, ClassificationBatch<Double>> = trainer(
            Perceptron(), rate: 0, batchSize: 20, labelSmoothing: 0.3)
        let expected: Double =
            crossEntropy(still.model(data.all.inputs), data.all.targets, labelSmoothing: 0.3).scalar
        #expect(abs(still.trainEpoch(on: data) - expected) < 1e-12)
    }

    @Test func runningStatisticsReachTheModel() throws {
        var trainer: Trainer<Perceptron<Double>, ClassificationBatch<Double>> = trainer(Perceptron(isNormalized: true))
        _ = trainer.trainEpoch(on: CornerPoints<Double>(count: 50))
        let norm: BatchNorm<Double> = try #require(trainer.model.norm)
        #expect(norm.runningMean.value != Tensor(zeros: [16]) && norm.runningVariance.value != Tensor(ones: [16]))
    }

    @Test func sameSeedTrainsToTheSameBits() {
        let data = CornerPoints<Float>(count: 100)
        var trainers = [UInt64(1), 1, 2].map { trainer(Perceptron<Float>(dropout: 0.3), seed: $0) }
        for index in trainers.indices { _ = trainers[index].trainEpoch(on: data) }
        #expect(trainers[0].model.hidden.weight == trainers[1].model.hidden.weight)
        #expect(trainers[0].model.hidden.weight != trainers[2].model.hidden.weight)
    }

    @Test func everyStepDrawsNewNumbers() {
        let (inputs, labels) = CornerPoints<Double>(count: 20).all
        var still: Trainer<Perceptron<Double>, ClassificationBatch<Double>> = trainer(Perceptron(dropout: 0.5), rate: 0)
        let losses: Set<Double> = Set((0 ..< 5).map { _ in still.trainStep((inputs, labels)) })
        #expect(losses.count == 5)
    }

    @Test func copyOfATrainerIsIndependent() {
        let data = CornerPoints<Float>(count: 60)
        var trainer: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(Perceptron(dropout: 0.3))
        _ = trainer.trainEpoch(on: data)
        var copy: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer
        _ = copy.trainEpoch(on: data)
        #expect(copy.model.hidden.weight != trainer.model.hidden.weight)
        _ = trainer.trainEpoch(on: data)
        #expect(copy.model.hidden.weight == trainer.model.hidden.weight)
    }

    @Test func keepsTheMovingAverageOfItsModel() {
        let data = CornerPoints<Float>(count: 60)
        var plain: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(
            Perceptron(isNormalized: true, dropout: 0.3))
        var averaged = Trainer(
            Perceptron<Float>(isNormalized: true, dropout: 0.3), optimizer: Adam(learningRate: 0.01),
            objective: .classification(), options: TrainerOptions(batchSize: 16, averageDecay: 0.8, seed: 1))
        var average = MovingAverage(of: plain.model, decay: 0.8)
        for _ in 0 ..< 3 {
            _ = plain.continueEpoch(on: data) { trainer, _, _ in
                average.update(with: trainer.model, step: trainer.position.step)
                return true
            }
            _ = averaged.trainEpoch(on: data)
        }
        #expect(averaged.model.namedTensors == plain.model.namedTensors)
        #expect(averaged.trainedModel.namedTensors == average.model.namedTensors)
        #expect(averaged.trainedModel.namedTensors != averaged.model.namedTensors)
        #expect(plain.trainedModel.namedTensors == plain.model.namedTensors)
    }

    @Test func noSamplesHaveNoLoss() {
        var trainer: Trainer<Perceptron<Double>, ClassificationBatch<Double>> = trainer(Perceptron())
        #expect(trainer.trainEpoch(on: CornerPoints<Double>(count: 0)).isNaN)
        let result = evaluate(trainer.model, on: CornerPoints<Double>(count: 0))
        #expect(result.loss.isNaN && result.accuracy.isNaN)
    }

    @Test func batchSizeThatIsNotPositiveTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Trainer(
                Perceptron<Float>(), optimizer: Adam(), objective: .classification(),
                options: TrainerOptions(batchSize: 0, seed: 1))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("Trainer: the batch size 0 is not positive"))
    }
}

/// A data set that records the indices of all batches.
private final class WatchedData: DataSource {
    private let points: CornerPoints<Double>
    private let indices = Mutex<[Int]>([])

    init(count: Int) { points = CornerPoints(count: count) }

    var count: Int { points.count }

    func batch(_ indices: ArraySlice<Int>) -> (inputs: Tensor<Double>, targets: Tensor<Int>) {
        self.indices.withLock { $0 += indices }
        return points.batch(indices)
    }

    func takeIndices() -> [Int] {
        indices.withLock { indices in
            defer { indices = [] }
            return indices
        }
    }
}
