import Datasets
import Differentiation
import NeuralNetworks
import Optimizers
import Tensors
import TestSupport
import Training

/// Images of 6 × 6 pixels with labels, which the source shifts and disturbs at random. The image with the index `damaged`
/// cannot be read.
struct ShiftedImages<Scalar: RealScalar>: DataSource {
    struct Damage: Error, Equatable { let index: Int }

    let images: Tensor<Scalar>
    let labels: [Int]
    var augments = false
    var damaged: Int?
    var batchesAhead = 0

    init(count: Int) {
        images = sample([count, 1, 6, 6])
        labels = (0 ..< count).map { ($0 * 7 + $0 / 5) % 3 }
    }

    var count: Int { labels.count }

    func batch(_ indices: ArraySlice<Int>) throws(Damage) -> ClassificationBatch<Scalar> {
        if let damaged, indices.contains(damaged) { throw Damage(index: damaged) }
        return (images.gathered(at: Tensor(Array(indices))), Tensor(indices.map { labels[$0] }))
    }

    func augmented(
        _ batch: ClassificationBatch<Scalar>, using generator: inout PhiloxGenerator
    ) -> ClassificationBatch<Scalar> {
        guard augments else { return batch }
        let noise = Tensor<Scalar>(randomNormal: batch.inputs.shape, using: &generator)
        return (batch.inputs + noise * 0.1, batch.targets)
    }
}

/// A network of images with two batch normalizations.
func imageNetwork<Scalar: RealScalar>(dropout: Double = 0) -> Sequential<Scalar> {
    var generator = PhiloxGenerator(seed: 3)
    return Sequential<Scalar>(
        Conv2D<Scalar>(1, 4, kernel: 3, using: &generator), BatchNorm<Scalar>(4, appliesReLU: true),
        Flatten<Scalar>(), Linear<Scalar>(64, 9, using: &generator), BatchNorm<Scalar>(9), ReLU<Scalar>(),
        Dropout<Scalar>(dropout), Linear<Scalar>(9, 3, using: &generator))
}

/// Returns a trainer of `imageNetwork` with the given options.
func shardedTrainer<Scalar: RealScalar>(
    dropout: Double = 0, optimizer: any Optimizer = SGD(learningRate: 0.1, momentum: 0.9), _ options: TrainerOptions,
    exchange: any ShardExchange = LocalShards()
) -> Trainer<Sequential<Scalar>, ClassificationBatch<Scalar>> {
    Trainer(
        imageNetwork(dropout: dropout), optimizer: optimizer, objective: .classification(), options: options,
        exchange: exchange)
}

/// Returns the parameters and buffers of a model by name, in Double.
func tensors(of model: some Parameterized) -> [String: Tensor<Double>] {
    var (copy, reader) = (model, TensorReader())
    copy.visitParameters(&reader)
    return reader.tensors
}

private struct TensorReader: ParameterVisitor {
    var path: [String] = []
    private(set) var tensors: [String: Tensor<Double>] = [:]

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        tensors[name] = Tensor<Double>(parameter.scalars.map { Double($0) }, shape: parameter.shape)
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {
        tensors[name] = Tensor<Double>(buffer.value.scalars.map { Double($0) }, shape: buffer.value.shape)
    }
}
