import SynaNN
import TrainingCommand

/// A network of dense layers, each with batch normalisation. ReLU follows each normalisation except the last; the
/// hidden layer reads the sigmoids of the last normalisation.
///
/// Sigmoids give probabilities that are large enough for the Synapse to have an effect.
struct WideNetwork: Module {
    private var layers: [Linear<Float>] = []
    private var norms: [BatchNorm<Float>] = []
    private var hidden: HiddenLayer
    private var norm: BatchNorm<Float>
    private var output: Linear<Float>

    /// Creates the network with random parameters.
    ///
    /// - Parameters:
    ///   - task: The images and the classes.
    ///   - features: The number of output features of each dense layer. The hidden layer has as many features as the
    ///     last dense layer.
    ///   - kind: The kind of the hidden layer.
    ///   - range: The range of the initial β: see `HiddenLayer`.
    ///   - generator: The generator that draws the parameters.
    init(
        for task: ImageClassification, features: [Int], hidden kind: HiddenKind, betaIn range: Range<Double>? = nil,
        using generator: inout PhiloxGenerator
    ) {
        var inputs: Int = task.shape.count
        for outputs in features {
            layers.append(Linear(inputs, outputs, bias: false, using: &generator))
            norms.append(BatchNorm(outputs))
            inputs = outputs
        }
        hidden = HiddenLayer(kind, inputs, after: .sigmoid, betaIn: range, returns: .surprisal, using: &generator)
        norm = BatchNorm(inputs)
        output = Linear(inputs, task.classCount, using: &generator)
    }

    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> {
        var x: Tensor<Float> = images.flattened(from: 1)
        for index in layers.indices {
            x = norms[index](layers[index](index == 0 ? x : x.relu()))
        }
        return output(norm(hidden(x)))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&layers, "layers")
        visitor.visit(&norms, "norms")
        visitor.visit(&hidden, "hidden")
        visitor.visit(&norm, "norm")
        visitor.visit(&output, "output")
    }
}
