import SynaNN
import TrainingCommand

/// The published convolutional SynaNN, with the same layers as the published program.
///
/// Source: C. Li, "Synaptic Neural Network and synapse learning". As in the published program, the initial β is uniform
/// in (−1/√64, 1/√64), so about half of the values are negative.
struct PublishedNetwork: Module {
    var conv1, conv2: Conv2D<Float>
    var fc1: Linear<Float>
    var hidden: HiddenLayer
    var norm: BatchNorm<Float>
    var fc2: Linear<Float>

    /// Creates the network with random parameters. Throws `UnusableInput` if the images are smaller than 16 × 16, so that
    /// the second pooling has no pixel.
    init(for task: ImageClassification, hidden kind: HiddenKind, using generator: inout PhiloxGenerator) throws {
        let (height, width): (Int, Int) = (Self.side(after: task.shape.height), Self.side(after: task.shape.width))
        guard height > 0, width > 0 else {
            throw UnusableInput(
                "--preset published needs images of at least 16 × 16, and the images are \(task.shape). Choose another preset."
            )
        }
        conv1 = Conv2D(task.shape.channels, 10, kernel: 5, using: &generator)
        conv2 = Conv2D(10, 20, kernel: 5, using: &generator)
        fc1 = Linear(20 * height * width, 64, using: &generator)
        hidden = HiddenLayer(
            kind, 64, after: .softmax, betaIn: -0.125 ..< 0.125, returns: .probability, using: &generator)
        norm = BatchNorm(64)
        fc2 = Linear(64, task.classCount, using: &generator)
    }

    /// Returns the side of an image after the two convolutions and poolings, 0 if no pixel is left.
    private static func side(after side: Int) -> Int { max(0, (max(0, side - 4) / 2 - 4) / 2) }

    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> {
        let pool = MaxPool2D<Float>(2)
        var x: Tensor<Float> = pool(conv1(images)).relu()
        x = pool(Dropout2D<Float>()(conv2(x))).relu()
        x = Dropout<Float>()(fc1(x.flattened(from: 1)).relu())
        return fc2(norm(hidden(x))).logSoftmax()
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&conv1, "conv1")
        visitor.visit(&conv2, "conv2")
        visitor.visit(&fc1, "fc1")
        visitor.visit(&hidden, "hidden")
        visitor.visit(&norm, "norm")
        visitor.visit(&fc2, "fc2")
    }
}
