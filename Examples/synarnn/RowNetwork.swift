import SynaNN
import TrainingCommand

/// A network whose recurrent layers read the rows of an image from top to bottom. A dense layer reads the states after
/// every row. The hidden layer reads the sigmoids of the dense layer's normalised output.
///
/// Sigmoids give probabilities that are large enough for the Synapse to have an effect.
struct RowNetwork<Layer: TensorModule<Float>>: Module {
    private var layers: [Layer]
    private var fc1: Linear<Float>
    private var norm1: BatchNorm<Float>
    private var hidden: HiddenLayer
    private var norm2: BatchNorm<Float>
    private var fc2: Linear<Float>

    /// Creates the network with random parameters.
    ///
    /// - Parameters:
    ///   - task: The images and the classes.
    ///   - count: The number of recurrent layers. Each layer after the first reads the states of the layer before it.
    ///   - width: The number of units of each recurrent layer.
    ///   - features: The number of features of the hidden layer.
    ///   - kind: The kind of the hidden layer.
    ///   - generator: The generator that draws the parameters.
    ///   - makeLayer: Creates a recurrent layer from the number of inputs and the number of units.
    init(
        for task: ImageClassification, layers count: Int, width: Int, features: Int, hidden kind: HiddenKind,
        using generator: inout PhiloxGenerator,
        makeLayer: (_ inputs: Int, _ hidden: Int, inout PhiloxGenerator) -> Layer
    ) {
        layers = (0 ..< count).map { index in
            makeLayer(index == 0 ? task.shape.channels * task.shape.width : width, width, &generator)
        }
        fc1 = Linear(task.shape.height * width, features, using: &generator)
        norm1 = BatchNorm(features)
        hidden = HiddenLayer(kind, features, after: .sigmoid, returns: .surprisal, using: &generator)
        norm2 = BatchNorm(features)
        fc2 = Linear(features, task.classCount, using: &generator)
    }

    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> {
        let states: Tensor<Float> = layers.reduce(imageRows(images)) { x, layer in layer(x) }
        return fc2(norm2(hidden(norm1(fc1(states.flattened(from: 1))))))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&layers, "layers")
        visitor.visit(&fc1, "fc1")
        visitor.visit(&norm1, "norm1")
        visitor.visit(&hidden, "hidden")
        visitor.visit(&norm2, "norm2")
        visitor.visit(&fc2, "fc2")
    }
}
