import SynaNN
import TrainingCommand

/// Three stages of 3 × 3 convolutions with normalisation and pooling, then a hidden layer after sigmoids.
///
/// Sigmoids give open probabilities that are large enough for the synapse to have an effect.
struct CompactNetwork: Module {
    private var stages: [Stage]
    private var fc1: Linear<Float>
    private var norm1: BatchNorm<Float>
    private(set) var hidden: HiddenLayer
    private var norm2: BatchNorm<Float>
    private var fc2: Linear<Float>

    /// - Parameters:
    ///   - channels: The channels of the three stages.
    ///   - convolutions: The number of convolutions of each stage.
    ///   - features: The width of the hidden layer.
    ///   - kind: The kind of the hidden layer.
    ///   - generator: The generator of the parameters.
    init(
        channels: [Int], convolutions: Int, features: Int, hidden kind: HiddenKind,
        using generator: inout PhiloxGenerator
    ) {
        var inputs = 1
        stages = channels.map { outputs in
            defer { inputs = outputs }
            return Stage(inputs, outputs, convolutions: convolutions, using: &generator)
        }
        // Three poolings reduce 28 pixels to 3.
        fc1 = Linear(inputs * 3 * 3, features, using: &generator)
        norm1 = BatchNorm(features)
        hidden = HiddenLayer(kind, features, after: .sigmoid, returns: .surprisal, using: &generator)
        norm2 = BatchNorm(features)
        fc2 = Linear(features, 10, using: &generator)
    }

    /// Returns the network of the preset 'fast'.
    static func fast(hidden kind: HiddenKind, using generator: inout PhiloxGenerator) -> CompactNetwork {
        CompactNetwork(channels: [16, 32, 64], convolutions: 1, features: 64, hidden: kind, using: &generator)
    }

    /// Returns the network of the preset 'best'.
    static func best(hidden kind: HiddenKind, using generator: inout PhiloxGenerator) -> CompactNetwork {
        CompactNetwork(channels: [32, 64, 128], convolutions: 2, features: 128, hidden: kind, using: &generator)
    }

    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> { scores(ofHidden: hidden(hiddenInputs(images))) }

    /// Returns the input of the hidden layer, before its activation: `[N, features]`.
    func hiddenInputs(_ images: Tensor<Float>) -> Tensor<Float> {
        norm1(fc1(stages.reduce(images) { x, stage in stage(x) }.flattened(from: 1)))
    }

    /// Returns the scores of the classes, `[N, 10]`. In inference mode they are an affine function of the hidden layer's
    /// outputs.
    func scores(ofHidden outputs: Tensor<Float>) -> Tensor<Float> { fc2(norm2(outputs)) }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&stages, "stages")
        visitor.visit(&fc1, "fc1")
        visitor.visit(&norm1, "norm1")
        visitor.visit(&hidden, "hidden")
        visitor.visit(&norm2, "norm2")
        visitor.visit(&fc2, "fc2")
    }
}

/// Convolutions at one image size, each with normalisation and ReLU, then pooling to half the size.
private struct Stage: Module {
    private var convolutions: [Conv2D<Float>]
    private var norms: [BatchNorm<Float>]

    init(_ inputs: Int, _ outputs: Int, convolutions count: Int, using generator: inout PhiloxGenerator) {
        // Normalisation subtracts the mean, so a bias before it would have no effect.
        convolutions = (0 ..< count).map { index in
            Conv2D(index == 0 ? inputs : outputs, outputs, kernel: 3, padding: 1, bias: false, using: &generator)
        }
        norms = (0 ..< count).map { _ in BatchNorm(outputs, appliesReLU: true) }
    }

    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> {
        MaxPool2D<Float>(2)(zip(convolutions, norms).reduce(images) { x, layer in layer.1(layer.0(x)) })
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&convolutions, "convolutions")
        visitor.visit(&norms, "norms")
    }
}
