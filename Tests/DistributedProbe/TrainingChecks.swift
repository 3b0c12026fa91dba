import Datasets
import Differentiation
import Distributed
import Foundation
import NeuralNetworks
import Optimizers
import Statistics
import Synapses
import Tensors
import Training

/// The options of a training of the probe: words such as `shards=8`.
struct TrainingArguments {
    private let values: [String: String]

    init(_ words: [String]) {
        values = Dictionary(
            uniqueKeysWithValues: words.map { word in
                let parts: [Substring] = word.split(separator: "=", maxSplits: 1)
                return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
            })
    }

    /// The value of a word on this rank: `seed@1=7` holds for rank 1 only.
    func text(_ name: String, rank: Int) -> String? { values["\(name)@\(rank)"] ?? values[name] }
    func number(_ name: String, rank: Int, _ usual: Int) -> Int { text(name, rank: rank).flatMap { Int($0) } ?? usual }
}

/// Trains a network with batch normalization and dropout, and prints the bits of all tensors and metrics on rank 0.
/// Without the word `alone`, the ranks share the shards.
func train(_ world: Communicator, _ words: [String]) throws {
    let arguments = TrainingArguments(words)
    let rank: Int = world.rank
    let bytes: Int = arguments.number("bytes", rank: rank, 256)
    let timeout: Duration = .seconds(arguments.number("timeout", rank: rank, 60))
    let exchange: any ShardExchange =
        arguments.text("alone", rank: rank) == nil
        ? try DistributedShards(
            world, bucketBytes: bytes,
            bytesToShareState: arguments.text("shares-state", rank: rank) == nil ? .max : 0, timeout: timeout)
        : LocalShards()
    try "\(getpid())".write(toFile: "rank\(rank)", atomically: true, encoding: .utf8)
    if arguments.text("interruptible", rank: rank) != nil { Interruption.listen() }
    let options = TrainerOptions(
        batchSize: 10, batchesPerStep: arguments.number("batches", rank: rank, 1),
        gradientNormLimit: arguments.text("limit", rank: rank) == nil ? nil : 0.5, averageDecay: 0.9,
        seed: UInt64(arguments.number("seed", rank: rank, 4)), shards: arguments.number("shards", rank: rank, 8))
    let data = ProbeImages(
        count: arguments.number("count", rank: rank, 23), damaged: arguments.number("damaged", rank: rank, -1),
        slow: arguments.number("hangs", rank: rank, -1))
    let directory: String? = arguments.text("save", rank: rank)
    var run = TrainingRun(
        Trainer(
            probeNetwork(seed: UInt64(arguments.number("weights", rank: rank, 3))),
            optimizer: Adam(learningRate: 0.01), objective: .classification(testMetrics: [CalibrationError<Float>()]),
            options: options, exchange: exchange),
        epochs: arguments.number("epochs", rank: rank, 2), checkpoints: directory.map { CheckpointDirectory(path: $0) },
        stepsPerCheckpoint: directory.map { _ in 1 }, observers: [])
    if let from = arguments.text("resume", rank: rank) { try run.resume(from: CheckpointDirectory(path: from)) }
    let (model, metrics): (Sequential<Float>, [EpochMetrics]) = try run.run(
        train: data, test: ProbeImages(count: 1203))
    if rank != 0 { return }
    var (copy, printer) = (model, BitPrinter())
    copy.visitParameters(&printer)
    for epoch in metrics {
        for (name, value) in epoch.values.sorted(by: { $0.key < $1.key }) { print(epoch.epoch, name, value.bitPattern) }
    }
}

private func probeNetwork(seed: UInt64) -> Sequential<Float> {
    var generator = PhiloxGenerator(seed: seed)
    return Sequential<Float>(
        Conv2D<Float>(1, 4, kernel: 3, using: &generator), BatchNorm<Float>(4, appliesReLU: true), Flatten<Float>(),
        Linear<Float>(64, 9, using: &generator), BatchNorm<Float>(9), Sigmoid<Float>(),
        Synapse<Float>(9, using: &generator), Dropout<Float>(0.2), Linear<Float>(9, 3, using: &generator))
}

/// Noisy images of 6 × 6 pixels with labels. The image with the index `damaged` cannot be read, and the image with the
/// index `slow` takes longer than any test.
private struct ProbeImages: DataSource {
    let count: Int
    let damaged: Int
    let slow: Int
    private let images: Tensor<Float>

    init(count: Int, damaged: Int = -1, slow: Int = -1) {
        (self.count, self.damaged, self.slow) = (count, damaged, slow)
        var generator = PhiloxGenerator(seed: 8)
        images = Tensor(randomNormal: [count, 1, 6, 6], using: &generator)
    }

    func batch(_ indices: ArraySlice<Int>) throws(BrokenData) -> ClassificationBatch<Float> {
        if indices.contains(damaged) { throw BrokenData() }
        if indices.contains(slow) { sleep(1000) }
        return (images.gathered(at: Tensor(Array(indices))), Tensor(indices.map { ($0 * 7 + $0 / 5) % 3 }))
    }

    func augmented(
        _ batch: ClassificationBatch<Float>, using generator: inout PhiloxGenerator
    ) -> ClassificationBatch<Float> {
        (batch.inputs + Tensor(randomNormal: batch.inputs.shape, using: &generator) * 0.1, batch.targets)
    }
}

/// A visitor that prints the name and the bits of each tensor.
private struct BitPrinter: ParameterVisitor {
    var path: [String] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) { show(parameter) }
    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) { show(buffer.value) }

    private func show<Scalar: RealScalar>(_ tensor: Tensor<Scalar>) {
        print(name, tensor.scalars.map { String(Double($0).bitPattern, radix: 16) }.joined(separator: " "))
    }
}
