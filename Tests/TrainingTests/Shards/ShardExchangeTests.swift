import Datasets
import NeuralNetworks
import Optimizers
import Tensors
import Testing
import Training

/// Processes that share the shards train with the same bits as a single process.
@Suite struct ShardExchangeTests {
    private struct Outcome: Sendable, Equatable {
        var weights: [String: Tensor<Double>]
        var loss: Double
        var metrics: [Double]
    }

    /// Trains for two epochs with batches of 10, 10 and 3 samples, so that shards of the last batch are empty.
    private static func train(_ exchange: any ShardExchange, _ optimizer: any Optimizer, batchesPerStep: Int) -> Outcome
    {
        var data = ShiftedImages<Float>(count: 23)
        data.augments = true
        var trainer: Trainer<Sequential<Float>, ClassificationBatch<Float>> = shardedTrainer(
            dropout: 0.2, optimizer: optimizer,
            TrainerOptions(batchSize: 10, batchesPerStep: batchesPerStep, averageDecay: 0.9, seed: 4, shards: 8),
            exchange: exchange)
        var loss = 0.0
        for _ in 0 ..< 2 {
            do { loss = try trainer.trainEpoch(on: data) } catch { fatalError("\(error)") }
        }
        return Outcome(
            weights: tensors(of: trainer.trainedModel), loss: loss, metrics: trainer.trainingMetrics.map(\.value))
    }

    @Test(arguments: [2, 3, 4, 8], [1, 2])
    func processesGiveTheBitsOfOneProcess(processes: Int, batchesPerStep: Int) {
        let optimizer = SGD(learningRate: 0.1, momentum: 0.9)
        let expected: Outcome = Self.train(LocalShards(), optimizer, batchesPerStep: batchesPerStep)
        #expect(expected.weights.values.allSatisfy { $0.scalars.allSatisfy(\.isFinite) } && expected.weights.count > 6)
        let found: [Outcome] = SimulatedProcesses(count: processes, shards: 8).run { exchange in
            Self.train(exchange, optimizer, batchesPerStep: batchesPerStep)
        }
        #expect(found.count == processes)
        for outcome in found { #expect(outcome == expected) }
    }

    @Test func aClosureOptimizerGivesTheSameBitsToo() {
        let optimizer = LBFGS(maximumIterations: 3)
        let expected: Outcome = Self.train(LocalShards(), optimizer, batchesPerStep: 3)
        for outcome in SimulatedProcesses(count: 3, shards: 8).run({ Self.train($0, optimizer, batchesPerStep: 3) }) {
            #expect(outcome == expected)
        }
    }
}
