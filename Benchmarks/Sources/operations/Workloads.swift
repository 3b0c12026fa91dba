import Measurement
import SynaNN

/// The operations that the benchmark measures: reductions of a matrix, and layers with the shapes of the published CNN.
struct Workloads {
    private let matrix, images, features, pooled, hidden: Tensor<Float>
    private let labels = Tensor<Int>((0 ..< 100).map { $0 % 10 })
    private let conv1, conv2: Conv2D<Float>
    private let fc1: Linear<Float>
    private let norm = BatchNorm<Float>(64)

    init() {
        var generator = PhiloxGenerator(seed: 1)
        matrix = Tensor(randomNormal: [1000, 1000], using: &generator)
        images = Tensor(randomNormal: [100, 1, 28, 28], using: &generator)
        features = Tensor(randomNormal: [100, 10, 24, 24], using: &generator)
        pooled = Tensor(randomNormal: [100, 10, 12, 12], using: &generator)
        hidden = Tensor(randomNormal: [100, 64], using: &generator)
        conv1 = Conv2D(1, 10, kernel: 5, using: &generator)
        conv2 = Conv2D(10, 20, kernel: 5, using: &generator)
        fc1 = Linear(320, 64, using: &generator)
    }

    var all: [(String, () -> Void)] {
        reductions + layers + [("training step, published CNN, batch 100", trainingStep())]
    }

    private var reductions: [(String, () -> Void)] {
        let m: Tensor<Float> = matrix
        return [
            ("sum, 1000 × 1000", { keep(m.sum()) }), ("sum(axis: 0), 1000 × 1000", { keep(m.sum(axis: 0)) }),
            ("sum(axis: 1), 1000 × 1000", { keep(m.sum(axis: 1)) }),
            ("variance(axis: 0), 1000 × 1000", { keep(m.variance(axis: 0)) }),
            ("max(axis: 1), 1000 × 1000", { keep(m.max(axis: 1)) }),
            ("argmax(axis: 1), 1000 × 1000", { keep(m.argmax(axis: 1)) }),
            ("softmax, 1000 × 1000", { keep(m.softmax()) }), ("logSumExp, 1000 × 1000", { keep(m.logSumExp()) }),
            ("transposed copy, 1000 × 1000", { keep(m.transposed() + 0) }),
        ]
    }

    private var layers: [(String, () -> Void)] {
        let pool = MaxPool2D<Float>(2)
        let (images, features, pooled, hidden) = (images, features, pooled, hidden)
        let (conv1, conv2, fc1, norm) = (conv1, conv2, fc1, norm)
        let flat: Tensor<Float> = pooled.flattened(from: 1)[.all, 0 ..< 320]
        return [
            ("conv2D 1→10, 5×5, 28×28, batch 100, forward", { keep(conv1(images)) }),
            ("conv2D 1→10, 5×5, 28×28, batch 100, step", { keep(gradient(at: conv1) { $0(images).sum() }) }),
            ("conv2D 10→20, 5×5, 12×12, batch 100, forward", { keep(conv2(pooled)) }),
            ("conv2D 10→20, 5×5, 12×12, batch 100, step", { keep(gradient(at: pooled, conv2) { $1($0).sum() }) }),
            ("maxPool2D 2×2, 10×24×24, batch 100, step", { keep(gradient(at: features) { pool($0).sum() }) }),
            ("relu, 100×10×12×12, step", { keep(gradient(at: pooled) { $0.relu().sum() }) }),
            ("linear 320→64, batch 100, step", { keep(gradient(at: flat, fc1) { $1($0).sum() }) }),
            (
                "batch normalisation, 100×64, step",
                {
                    var generator = PhiloxGenerator(seed: 2)
                    let slopes = gradient(at: hidden, norm) { x, norm in
                        withMode(.training, using: &generator) { norm(x).sum() }
                    }
                    keep(slopes)
                }
            ),
        ]
    }

    private func trainingStep() -> () -> Void {
        var generator = PhiloxGenerator(seed: 3)
        var trainer = Trainer(
            PublishedLikeNetwork(using: &generator), optimizer: SGD(learningRate: 0.012, momentum: 0.5),
            schedule: ConstantSchedule(0.012), objective: .classification(),
            options: TrainerOptions(batchSize: 100, seed: 4))
        let (images, labels) = (images, labels)
        return { keep(trainer.trainStep((images, labels))) }
    }
}

/// A network with the layers of the published CNN.
private struct PublishedLikeNetwork: Module {
    private var conv1, conv2: Conv2D<Float>
    private var fc1, fc2: Linear<Float>
    private var synapse: Synapse<Float>
    private var norm = BatchNorm<Float>(64)

    init(using generator: inout PhiloxGenerator) {
        conv1 = Conv2D(1, 10, kernel: 5, using: &generator)
        conv2 = Conv2D(10, 20, kernel: 5, using: &generator)
        fc1 = Linear(320, 64, using: &generator)
        synapse = Synapse(64, using: &generator)
        fc2 = Linear(64, 10, using: &generator)
    }

    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> {
        let pool = MaxPool2D<Float>(2)
        var x: Tensor<Float> = pool(conv1(images)).relu()
        x = pool(Dropout2D<Float>()(conv2(x))).relu()
        x = Dropout<Float>()(fc1(x.flattened(from: 1)).relu()).softmax()
        return fc2(norm(synapse(x)))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&conv1, "conv1")
        visitor.visit(&conv2, "conv2")
        visitor.visit(&fc1, "fc1")
        visitor.visit(&synapse, "synapse")
        visitor.visit(&norm, "norm")
        visitor.visit(&fc2, "fc2")
    }
}
