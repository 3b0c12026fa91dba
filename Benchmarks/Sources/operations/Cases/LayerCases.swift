import Measurement
import SynaNN

/// Returns layers, activations and losses, forward and with gradients.
func layerCases() -> [OperationCase] {
    linearCases() + activationCases() + normalizationCases() + poolingCases() + lossCases() + recurrentCases()
}

private func linearCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 1)
    var cases: [OperationCase] = []
    for features in [64, 256, 1024] {
        for batch in [1, 32, 128, 512] {
            let layer = Linear<Float>(features, features, using: &generator)
            let x = Tensor<Float>(randomNormal: [batch, features], using: &generator)
            let weights = Tensor<Float>(randomNormal: [batch, features], using: &generator)
            cases.add("linear [\(batch), \(features)]") { layer(x) }
            cases.add("linear with gradients [\(batch), \(features)]") {
                gradient(at: x, layer) { x, layer in (layer(x) * weights).sum() }
            }
        }
    }
    return cases
}

private func activationCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 2)
    let x = Tensor<Float>(randomUniform: [512, 1024], in: 0.1 ..< 2, using: &generator)
    let y = Tensor<Float>(randomUniform: [512, 1024], in: 0.1 ..< 2, using: &generator)
    let weights = Tensor<Float>(randomNormal: [512, 1024], using: &generator)
    let row = Tensor<Float>(randomNormal: [1024], using: &generator)
    let functions: [(String, (Tensor<Float>) -> Tensor<Float>)] = [
        ("relu", { $0.relu() }), ("sigmoid", { $0.sigmoid() }), ("tanh", { $0.tanh() }), ("gelu", { $0.gelu() }),
        ("silu", { $0.silu() }), ("leaky relu", { $0.leakyReLU() }), ("exp", { $0.exp() }), ("log", { $0.log() }),
        ("softmax", { $0.softmax() }), ("divide", { $0 / y }), ("max, axis 1", { $0.max(axis: 1, keepDims: true) }),
        ("variance, axis 1", { $0.variance(axis: 1, keepDims: true) }), ("part", { $0[.all, 100 ..< 900] }),
        ("concatenate", { Tensor(concatenating: [$0, $0], axis: 1) }), ("add a row", { $0 + row }),
    ]
    var cases: [OperationCase] = []
    for (name, function) in functions {
        let cotangent: Tensor<Float> =
            function(x).shape == x.shape ? weights : Tensor(randomNormal: function(x).shape, using: &generator)
        cases.add("\(name) with gradient [512, 1024]") { gradient(at: x) { (function($0) * cotangent).sum() } }
    }
    return cases
}

private func normalizationCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 3)
    let images = Tensor<Float>(randomNormal: [32, 64, 28, 28], using: &generator)
    let rows = Tensor<Float>(randomNormal: [512, 1024], using: &generator)
    let (imageWeights, rowWeights) = (images * 0.5, rows * 0.5)
    let (batchNorm2D, batchNorm1D) = (BatchNorm<Float>(64), BatchNorm<Float>(1024))
    let (layerNorm, groupNorm) = (LayerNorm<Float>([1024]), GroupNorm<Float>(8, 64))
    let (dropout, dropout2D) = (Dropout<Float>(0.5), Dropout2D<Float>(0.5))
    func inTraining<Result>(_ work: () -> Result) -> Result {
        var generator = PhiloxGenerator(seed: 4)
        return withMode(.training, using: &generator, work)
    }
    func add<Layer: TensorModule<Float>>(
        _ name: String, _ layer: Layer, _ x: Tensor<Float>, _ weights: Tensor<Float>, to cases: inout [OperationCase]
    ) {
        cases.add("\(name) \(x.shape)") { inTraining { layer(x) } }
        cases.add("\(name) with gradients \(x.shape)") {
            inTraining { gradient(at: x, layer) { x, layer in (layer(x) * weights).sum() } }
        }
    }
    var cases: [OperationCase] = []
    add("batch normalization", batchNorm2D, images, imageWeights, to: &cases)
    add("batch normalization", batchNorm1D, rows, rowWeights, to: &cases)
    cases.add("batch normalization, evaluation [32, 64, 28, 28]") { batchNorm2D(images) }
    add("layer normalization", layerNorm, rows, rowWeights, to: &cases)
    add("group normalization", groupNorm, images, imageWeights, to: &cases)
    add("dropout", dropout, rows, rowWeights, to: &cases)
    add("dropout of channels", dropout2D, images, imageWeights, to: &cases)
    return cases
}

private func poolingCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 5)
    let images = Tensor<Float>(randomNormal: [32, 64, 28, 28], using: &generator)
    func add<Layer: TensorModule<Float>>(_ name: String, _ layer: Layer, to cases: inout [OperationCase]) {
        let weights = Tensor<Float>(randomNormal: layer(images).shape, using: &generator)
        cases.add("\(name) [32, 64, 28, 28]") { layer(images) }
        cases.add("\(name) with gradient [32, 64, 28, 28]") {
            gradient(at: images) { (layer($0) * weights).sum() }
        }
    }
    var cases: [OperationCase] = []
    add("max pooling 2 × 2", MaxPool2D<Float>(2), to: &cases)
    add("max pooling 3 × 3 stride 2", MaxPool2D<Float>(3, stride: 2, padding: 1), to: &cases)
    add("average pooling 2 × 2", AveragePool2D<Float>(2), to: &cases)
    add("global average pooling", GlobalAveragePool2D<Float>(), to: &cases)
    return cases
}

private func lossCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 6)
    let x = Tensor<Float>(randomUniform: [512, 1024], in: 0.01 ..< 0.99, using: &generator)
    let y = Tensor<Float>(randomUniform: [512, 1024], using: &generator)
    var cases: [OperationCase] = []
    cases.add("mean squared error with gradient [512, 1024]") { gradient(at: x) { meanSquaredError($0, y) } }
    cases.add("Huber loss with gradient [512, 1024]") { gradient(at: x) { huberLoss($0, y) } }
    cases.add("binary cross-entropy with gradient [512, 1024]") { gradient(at: x) { binaryCrossEntropy($0, y) } }
    for (batch, classes) in [(128, 10), (1024, 1000), (256, 50_000)] {
        let logits = Tensor<Float>(randomNormal: [batch, classes], using: &generator)
        let labels = Tensor<Int>(randomIntegers: [batch], in: 0 ..< classes, using: &generator)
        cases.add("cross-entropy [\(batch), \(classes)]") { crossEntropy(logits, labels) }
        cases.add("cross-entropy with gradient [\(batch), \(classes)]") {
            gradient(at: logits) { crossEntropy($0, labels) }
        }
    }
    return cases
}

private func recurrentCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 7)
    let sequences = Tensor<Float>(randomNormal: [64, 28, 28], using: &generator)
    let weights = Tensor<Float>(randomNormal: [64, 28, 128], using: &generator)
    let single: Tensor<Float> = sequences[0 ..< 1]
    func add<Layer: RecurrentLayer<Float>>(_ name: String, _ layer: Layer, to cases: inout [OperationCase]) {
        cases.add("\(name) [64, 28, 28]") { layer(sequences) }
        cases.add("\(name) [1, 28, 28]") { layer(single) }
        cases.add("\(name) with gradients [64, 28, 28]") {
            gradient(at: sequences, layer) { x, layer in (layer(x) * weights).sum() }
        }
    }
    var cases: [OperationCase] = []
    add("LSTM of 128", LSTM<Float>(28, 128, using: &generator), to: &cases)
    add("GRU of 128", GRU<Float>(28, 128, using: &generator), to: &cases)
    add("RNN of 128", RNN<Float>(28, 128, using: &generator), to: &cases)
    return cases
}
