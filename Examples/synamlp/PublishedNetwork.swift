import SynaNN
import TrainingCommand

/// The published multi-layer SynaNN: a dense layer, a hidden layer after softmax, and a dense layer for the scores.
///
/// Source: C. Li, "Synaptic Neural Network and synapse learning". The initial β is uniform in ±1/√250 ≈ ±0.063. This is
/// the rule ±1/√width of the published convolutional program.
struct PublishedNetwork: Module {
    private var fc1: Linear<Float>
    private var norm1: BatchNorm<Float>
    private var hidden: HiddenLayer
    private var norm2: BatchNorm<Float>
    private var fc2: Linear<Float>

    init(for task: ImageClassification, hidden kind: HiddenKind, using generator: inout PhiloxGenerator) {
        fc1 = Linear(task.shape.count, 250, using: &generator)
        norm1 = BatchNorm(250)
        hidden = HiddenLayer(
            kind, 250, after: .softmax, betaIn: -0.063 ..< 0.063, returns: .probability, using: &generator)
        norm2 = BatchNorm(250)
        fc2 = Linear(250, task.classCount, using: &generator)
    }

    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> {
        fc2(norm2(hidden(norm1(fc1(images.flattened(from: 1))))))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&fc1, "fc1")
        visitor.visit(&norm1, "norm1")
        visitor.visit(&hidden, "hidden")
        visitor.visit(&norm2, "norm2")
        visitor.visit(&fc2, "fc2")
    }
}
