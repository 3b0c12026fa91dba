import Datasets
import Differentiation
import Foundation
import NeuralNetworks
import Optimizers
import Tensors
import TestSupport
import Testing
import Training

/// The trainer passes a closure to optimizers that evaluate the loss several times in a step, such as L-BFGS. The
/// closure computes the loss of the step's batches.
@Suite struct TrainerClosureStepTests {
    private let data = CornerPoints<Double>(count: 24)

    private func trainer(
        _ model: Perceptron<Double>, batchSize: Int = 24, batchesPerStep: Int = 1
    ) -> Trainer<Perceptron<Double>, ClassificationBatch<Double>> {
        Trainer(
            model, optimizer: LBFGS(maximumIterations: 5), objective: .classification(),
            options: TrainerOptions(batchSize: batchSize, batchesPerStep: batchesPerStep, seed: 1))
    }

    private func weights(_ model: Perceptron<Double>) -> Tensor<Double> {
        Tensor(concatenating: [model.hidden.weight.flattened(), model.output.weight.flattened()])
    }

    /// A step of the trainer with all samples equals a call of `minimize`. The trainer shuffles the samples, so the
    /// rounding of the mean differs.
    @Test func oneBatchOfAllSamplesIsWhatMinimizeDoes() {
        let start = Perceptron<Double>()
        var trainer: Trainer<Perceptron<Double>, ClassificationBatch<Double>> = trainer(start)
        var (model, optimizer) = (start, LBFGS(maximumIterations: 5))
        for _ in 0 ..< 4 {
            let loss: Double = trainer.trainEpoch(on: data)
            let expected: Tensor<Double> = optimizer.minimize(&model) { model in
                crossEntropy(model(data.all.inputs), data.all.targets)
            }
            #expect(abs(loss - expected.scalar) < 1e-9)
        }
        #expect(difference(weights(trainer.model), weights(model), tolerance: 1e-6) == nil)
        #expect(trainer.position.step == 4 && evaluate(trainer.model, on: data).loss < 0.02)
    }

    @Test func severalBatchesAStepAreOneLoss() {
        let start = Perceptron<Double>()
        var (whole, parts) = (trainer(start), trainer(start, batchSize: 6, batchesPerStep: 4))
        for _ in 0 ..< 3 {
            #expect(abs(whole.trainEpoch(on: data) - parts.trainEpoch(on: data)) < 1e-9)
        }
        #expect(difference(weights(whole.model), weights(parts.model), tolerance: 1e-6) == nil)
        #expect(parts.position.step == 3)
    }

    /// In one step, all evaluations of the loss use the same dropout masks. With new masks in each evaluation, the line
    /// search would compare values of different functions.
    @Test func dropoutDrawsTheSameMasksAtEveryEvaluation() {
        var trainer: Trainer<Perceptron<Double>, ClassificationBatch<Double>> = trainer(
            Perceptron<Double>(isNormalized: true, dropout: 0.3))
        for _ in 0 ..< 5 {
            let (before, generator) = (trainer.model, trainer.position.generator)
            let loss: Double = trainer.trainStep(data.all)
            func lossWithTheMasks(_ model: Perceptron<Double>) -> Double {
                var drawing: PhiloxGenerator = generator
                return withMode(.training, using: &drawing) {
                    crossEntropy(model(data.all.inputs), data.all.targets).scalar
                }
            }
            #expect(lossWithTheMasks(before) == loss)
            #expect(lossWithTheMasks(trainer.model) < loss)
            #expect(trainer.position.generator != generator)
        }
    }

    @Test func metricsCountTheModelBeforeTheStepOnce() {
        var trainer: Trainer<Perceptron<Double>, ClassificationBatch<Double>> = trainer(Perceptron<Double>())
        for _ in 0 ..< 3 {
            let accuracy: Double = evaluate(trainer.model, on: data).accuracy
            _ = trainer.trainEpoch(on: data)
            #expect(trainer.trainingMetrics[0].value == accuracy)
        }
    }

    /// L-BFGS does not change frozen parameters.
    @Test func frozenParametersStay() {
        let start = Perceptron<Double>()
        var optimizer = LBFGS()
        optimizer.groups = [.frozen("hidden.*")]
        var trainer = Trainer(
            start, optimizer: optimizer, objective: .classification(), options: TrainerOptions(batchSize: 24))
        let before: Double = trainer.trainEpoch(on: data)
        #expect(trainer.trainEpoch(on: data) < before && trainer.model.hidden.weight == start.hidden.weight)
    }

    @Test func aLimitOfTheGradientTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Trainer(
                Perceptron<Double>(), optimizer: LBFGS(), objective: .classification(),
                options: TrainerOptions(gradientNormLimit: 1))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("Trainer: LBFGS searches along the loss"))
    }
}
