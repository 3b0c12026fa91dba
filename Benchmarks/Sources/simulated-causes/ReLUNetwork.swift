import SynaNN

/// A network with one or two hidden layers of ReLU units, tuned on a fifth of the rows and then trained on all rows.
struct ReLUNetwork {
    struct Setting {
        let widths: [Int]
        let learningRate, weightDecay: Double
    }

    static let settings: [Setting] = [[8], [32], [32, 32]].flatMap { widths in
        [0.003, 0.01].flatMap { rate in
            [0.01, 0.1, 1].map { Setting(widths: widths, learningRate: rate, weightDecay: $0) }
        }
    }
    static let steps = 400
    /// The validation loss is measured after each of this number of steps.
    static let interval = 10

    private let network: Sequential<Float>

    /// Chooses the setting and the number of steps by the validation loss, and trains with them on all rows.
    init(_ data: RegressionData, using generator: inout PhiloxGenerator) {
        let folds: [[Int]] = data.folds(5, using: &generator)
        let (x, y) = (Tensor<Float>(data.predictors), Tensor<Float>(data.outcome.expandingShape(at: 1)))
        let train = Tensor<Int>(folds[1...].flatMap { $0 })
        let held = Tensor<Int>(folds[0])
        var best: (loss: Float, setting: Setting, steps: Int) = (.infinity, Self.settings[0], Self.interval)
        for setting in Self.settings {
            Self.train(setting, x.gathered(at: train), y.gathered(at: train), Self.steps, &generator) { network, step in
                let loss: Float = binaryCrossEntropy(logits: network(x.gathered(at: held)), y.gathered(at: held)).scalar
                if loss < best.loss { best = (loss, setting, step) }
            }
        }
        network = Self.train(best.setting, x, y, best.steps, &generator) { _, _ in }
    }

    @discardableResult
    private static func train(
        _ setting: Setting, _ x: Tensor<Float>, _ y: Tensor<Float>, _ steps: Int, _ generator: inout PhiloxGenerator,
        _ observe: (Sequential<Float>, Int) -> Void
    ) -> Sequential<Float> {
        let w: [Int] = [x.shape[1]] + setting.widths
        let first = Linear<Float>(w[0], w[1], using: &generator)
        var network: Sequential<Float> =
            w.count == 2
            ? Sequential<Float>(first, ReLU<Float>(), Linear<Float>(w[1], 1, using: &generator))
            : Sequential<Float>(
                first, ReLU<Float>(), Linear<Float>(w[1], w[2], using: &generator), ReLU<Float>(),
                Linear<Float>(w[2], 1, using: &generator))
        var optimizer = AdamW(learningRate: setting.learningRate, weightDecay: setting.weightDecay)
        for step in 1 ... steps {
            let (_, gradient) = valueWithGradient(at: network) { binaryCrossEntropy(logits: $0(x), y) }
            optimizer.update(&network, along: gradient)
            if step % interval == 0 { observe(network, step) }
        }
        return network
    }

    func risk(_ predictors: Tensor<Double>) -> Tensor<Double> {
        Tensor<Double>(network(Tensor<Float>(predictors))).flattened().sigmoid()
    }
}
