import SynaNN
import TrainingCommand

/// A convolutional network: stages of 3 × 3 convolutions, a dense layer, the hidden layer, and a dense layer for
/// the scores.
///
/// The hidden layer reads sigmoids. The sigmoids give probabilities that are large enough for the Synapse to have an
/// effect.
struct CompactNetwork: Module {
    private var stages: [Stage]
    private var fc1: Linear<Float>
    private var norm1: BatchNorm<Float>
    private(set) var hidden: HiddenLayer
    private var norm2: BatchNorm<Float>
    private var fc2: Linear<Float>

    /// Creates the network with random parameters.
    ///
    /// - Parameters:
    ///   - task: The images and the classes.
    ///   - channels: The number of output channels of each stage of a network for images of the size of MNIST. Larger
    ///     images get further stages with the last number of channels, so that the last stage returns at most 8 × 8
    ///     pixels. Images of less than 8 × 8 pixels get fewer stages.
    ///   - convolutions: The number of convolutions in each stage.
    ///   - features: The number of features of the hidden layer.
    ///   - kind: The kind of the hidden layer.
    ///   - generator: The generator that draws the parameters.
    init(
        for task: ImageClassification, channels: [Int], convolutions: Int, features: Int, hidden kind: HiddenKind,
        using generator: inout PhiloxGenerator
    ) {
        var (inputs, height, width): (Int, Int, Int) = (task.shape.channels, task.shape.height, task.shape.width)
        stages = Self.channels(channels, for: task.shape).map { outputs in
            // The pooling of a stage halves height and width, rounded down.
            defer { (inputs, height, width) = (outputs, height / 2, width / 2) }
            return Stage(inputs, outputs, convolutions: convolutions, using: &generator)
        }
        fc1 = Linear(inputs * height * width, features, using: &generator)
        norm1 = BatchNorm(features)
        hidden = HiddenLayer(kind, features, after: .sigmoid, returns: .surprisal, using: &generator)
        norm2 = BatchNorm(features)
        fc2 = Linear(features, task.classCount, using: &generator)
    }

    /// Returns the number of output channels of each stage for images of the given shape.
    private static func channels(_ channels: [Int], for shape: ImageShape) -> [Int] {
        var (stages, height, width): ([Int], Int, Int) = ([], shape.height, shape.width)
        while min(height, width) >= 2, stages.count < channels.count || max(height, width) > 8 {
            stages.append(channels[min(stages.count, channels.count - 1)])
            (height, width) = (height / 2, width / 2)
        }
        return stages
    }

    /// Returns the network of the preset 'fast'.
    static func fast(
        for task: ImageClassification, hidden kind: HiddenKind, using generator: inout PhiloxGenerator
    ) -> CompactNetwork {
        CompactNetwork(
            for: task, channels: [16, 32, 64], convolutions: 1, features: 64, hidden: kind, using: &generator)
    }

    /// Returns the network of the preset 'best'. A network for coloured pictures has twice as many channels.
    static func best(
        for task: ImageClassification, hidden kind: HiddenKind, using generator: inout PhiloxGenerator
    ) -> CompactNetwork {
        CompactNetwork(
            for: task, channels: task.shape.channels == 1 ? [32, 64, 128] : [64, 128, 256], convolutions: 2,
            features: 128, hidden: kind, using: &generator)
    }

    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> { scores(ofHidden: hidden(hiddenInputs(images))) }

    /// Returns the input of the hidden layer, before the activation, for images `[N, channels, height, width]`:
    /// `[N, features]`.
    func hiddenInputs(_ images: Tensor<Float>) -> Tensor<Float> {
        norm1(fc1(stages.reduce(images) { x, stage in stage(x) }.flattened(from: 1)))
    }

    /// Returns the scores of the classes, `[N, classes]`, for outputs of the hidden layer, `[N, features]`. In inference
    /// mode the scores are an affine function of these outputs.
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

/// A stage of the network: convolutions that preserve the image size, with batch normalisation and ReLU after each
/// convolution, then a pooling that halves the height and the width.
private struct Stage: Module {
    private var convolutions: [Conv2D<Float>]
    private var norms: [BatchNorm<Float>]

    init(_ inputs: Int, _ outputs: Int, convolutions count: Int, using generator: inout PhiloxGenerator) {
        // Creates the convolutions without bias: the normalisation subtracts the mean, so a bias would have no effect.
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
