import Datasets
import NeuralNetworks
import Optimizers
import Tensors
import TestSupport
import Testing
import Training

/// A training has the same bits at every number of threads, and makes no new system allocations after the first steps.
/// Each test runs in a process of its own, because other tests could set the thread count or allocate memory.
@Suite struct ReproducibilityTests {
    @Test func trainingGivesTheSameBitsAtEveryNumberOfThreads() async {
        await #expect(processExitsWith: .success) {
            let weights: [[Float]] = [1, 2, 3, 1].map { threadCount in
                Parallelism.threadCount = threadCount
                return trainedWeights()
            }
            require(weights[0].allSatisfy { $0.isFinite }, "training has diverged")
            for index in 1 ..< 4 { require(weights[0] == weights[index], "run \(index) differs from the first") }
        }
    }

    @Test func steadyTrainingMakesNoNewSystemAllocations() async {
        await #expect(processExitsWith: .success) {
            Parallelism.threadCount = 1
            var trainer: Trainer<Sequential<Float>, ClassificationBatch<Float>> = imageTrainer()
            let images: Tensor<Float> = sample([8, 1, 12, 12])
            let labels = Tensor<Int>([0, 1, 2, 0, 1, 2, 0, 1])
            for _ in 0 ..< 3 { _ = trainer.trainStep((images, labels)) }
            let warm: MemoryStatistics = .current
            for _ in 0 ..< 20 { _ = trainer.trainStep((images, labels)) }
            let now: MemoryStatistics = .current
            require(
                now.systemAllocations == warm.systemAllocations,
                "\(now.systemAllocations - warm.systemAllocations) new allocations")
            require(now.usedBytes == warm.usedBytes, "\(now.usedBytes - warm.usedBytes) bytes more in use")
        }
    }
}

/// Trains for one epoch and returns the weights. The batches are large enough that the threads share the work.
private func trainedWeights() -> [Float] {
    var trainer = Trainer(
        Perceptron<Float>(inputs: 64, width: 400, isNormalized: true, dropout: 0.2),
        optimizer: SGD(learningRate: 0.05, momentum: 0.9), schedule: ConstantSchedule(0.05),
        objective: .classification(), options: TrainerOptions(batchSize: 200, seed: 7))
    _ = trainer.trainEpoch(on: CornerPoints<Float>(count: 500, width: 64))
    return trainer.model.hidden.weight.scalars + trainer.model.output.weight.scalars
}

/// Returns a trainer for a network with convolution, normalization, pooling, dropout and dense layers.
private func imageTrainer() -> Trainer<Sequential<Float>, ClassificationBatch<Float>> {
    var generator = PhiloxGenerator(seed: 1)
    let network = Sequential<Float>(
        Conv2D<Float>(1, 4, kernel: 3, using: &generator), BatchNorm<Float>(4), ReLU<Float>(), MaxPool2D<Float>(2),
        Dropout2D<Float>(0.1), Flatten<Float>(), Linear<Float>(100, 20, using: &generator), Tanh<Float>(),
        LayerNorm<Float>([20]), Dropout<Float>(0.1), Linear<Float>(20, 3, using: &generator))
    return Trainer(
        network, optimizer: Adam(learningRate: 0.01), objective: .classification(labelSmoothing: 0.1),
        options: TrainerOptions(batchSize: 8, seed: 1))
}
