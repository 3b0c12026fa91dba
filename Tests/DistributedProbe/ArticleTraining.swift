import Datasets
import Distributed
import NeuralNetworks
import Optimizers
import Tensors
import Training

/// The training of docs/distributed.md.
func trainOnAllRanks(_ data: ArrayData<Float, Int>) throws -> [EpochMetrics] {
    let exchange = try DistributedShards(Communicator.world)
    var generator = PhiloxGenerator(seed: 1)
    let network = Sequential<Float>(
        Linear<Float>(4, 16, using: &generator), BatchNorm<Float>(16), ReLU<Float>(),
        Linear<Float>(16, 3, using: &generator))
    let trainer = Trainer(
        network, optimizer: Adam(), objective: .classification(), options: TrainerOptions(batchSize: 32, shards: 8),
        exchange: exchange)
    var run = TrainingRun(trainer, epochs: 3, observers: exchange.writesCheckpoints ? .terminal : [])
    return try run.run(train: data, test: data).metrics
}

/// Trains on points whose class depends on their first two coordinates, and prints the last loss.
func runArticleTraining(_ world: Communicator) throws {
    var generator = PhiloxGenerator(seed: 2)
    let points = Tensor<Float>(randomNormal: [100, 4], using: &generator)
    let labels: [Int] = (0 ..< 100).map { row in
        (points[row, 0].scalar > 0 ? 1 : 0) + (points[row, 1].scalar > 0 ? 1 : 0)
    }
    let metrics: [EpochMetrics] = try trainOnAllRanks(ArrayData(points, Tensor(labels)))
    if world.rank == 0 { print("ok:", metrics.last?["test_loss"].bitPattern ?? 0) }
}
