import Datasets
import Differentiation
import NeuralNetworks
import Optimizers
import Tensors
import TestSupport
import Testing
import Training

@Suite struct TrainerOptionsTests {
    private let data = CornerPoints<Double>(count: 48)

    private func trainer(
        _ options: TrainerOptions, _ optimizer: any Optimizer = SGD(learningRate: 0.1), isNormalized: Bool = false
    ) -> Trainer<Perceptron<Double>, ClassificationBatch<Double>> {
        Trainer(
            Perceptron(isNormalized: isNormalized), optimizer: optimizer, objective: .classification(),
            options: options)
    }

    /// Without batch normalization, a step with four batches of 3 samples equals a step with one batch of 12 samples.
    @Test func batchesOfAStepAddUpToALargerBatch() {
        var (whole, parts) = (
            trainer(TrainerOptions(batchSize: 12, seed: 1)),
            trainer(TrainerOptions(batchSize: 3, batchesPerStep: 4, seed: 1))
        )
        for _ in 0 ..< 3 {
            let (a, b): (Double, Double) = (whole.trainEpoch(on: data), parts.trainEpoch(on: data))
            #expect(abs(a - b) < 1e-12)
        }
        #expect(whole.position.step == 12 && parts.position.step == 12)
        let change: Tensor<Double> = whole.model.hidden.weight - parts.model.hidden.weight
        #expect(change.abs().max().scalar < 1e-12)
    }

    /// A batch with fewer samples has a smaller weight in a step. With 47 samples, batches of 10 and two batches per
    /// step, the last step has a single batch of 7 samples. In a step with batches of 40 and 7 samples, each loss is
    /// weighted with the number of samples of the batch.
    @Test func aStepOfFewerBatchesIsWeighedByItsSamples() {
        let data = CornerPoints<Double>(count: 47)
        var ends: [Int] = []
        var trainer = trainer(TrainerOptions(batchSize: 10, batchesPerStep: 2, seed: 1))
        _ = trainer.trainEpoch(on: data) { samples, _ in ends.append(samples) }
        #expect(ends == [20, 40, 47])
        #expect(trainingStepCount(epochs: 1, samples: 47, batchSize: 10, batchesPerStep: 2) == 3)
        var uneven = self.trainer(TrainerOptions(batchSize: 40, batchesPerStep: 2, seed: 1))
        var whole = self.trainer(TrainerOptions(batchSize: 47, seed: 1))
        let (a, b): (Double, Double) = (uneven.trainEpoch(on: data), whole.trainEpoch(on: data))
        let change: Tensor<Double> = uneven.model.hidden.weight - whole.model.hidden.weight
        #expect(abs(a - b) < 1e-12 && change.abs().max().scalar < 1e-12)
    }

    /// Every batch of a step updates the running statistics, as in PyTorch.
    @Test func runningStatisticsSeeEveryBatch() throws {
        var (single, double) = (
            trainer(TrainerOptions(batchSize: 24, seed: 1), SGD(learningRate: 0), isNormalized: true),
            trainer(TrainerOptions(batchSize: 24, batchesPerStep: 2, seed: 1), SGD(learningRate: 0), isNormalized: true)
        )
        _ = single.trainEpoch(on: data)
        _ = double.trainEpoch(on: data)
        let (a, b) = (try #require(single.model.norm), try #require(double.model.norm))
        #expect(a.runningMean.value == b.runningMean.value && a.runningVariance.value == b.runningVariance.value)
        #expect(single.position.step == 2 && double.position.step == 1)
    }

    @Test func theNormOfTheGradientIsLimited() {
        let batch = data.all
        let start: Perceptron<Double> = trainer(TrainerOptions()).model
        let derivative: Perceptron<Double> = gradient(at: start) { crossEntropy($0(batch.inputs), batch.targets) }
        let limit: Double = derivative.parameterNorm / 3
        var limited = trainer(TrainerOptions(batchSize: 48, gradientNormLimit: limit), SGD(learningRate: 1))
        _ = limited.trainStep(batch)
        let expected: Perceptron<Double> = derivative.clipped(toNorm: limit)
        let change: Tensor<Double> = start.hidden.weight - limited.model.hidden.weight - expected.hidden.weight
        #expect(change.abs().max().scalar < 1e-12)
        #expect(limited.model.hidden.weight != start.hidden.weight - derivative.hidden.weight)
    }

    @Test func invalidOptionsTrap() async {
        let first = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = TrainerOptions(batchesPerStep: 0)
        }
        let batches: String = text(first?.standardErrorContent)
        #expect(batches.contains("Trainer: 0 batches per step are not positive"))
        let second = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = TrainerOptions(gradientNormLimit: -1)
        }
        let norm: String = text(second?.standardErrorContent)
        #expect(norm.contains("Trainer: the limit -1.0 of the gradient's norm is not positive"))
    }
}
