import SynaNN
import TrainingCommand

/// The recurrent SynaNN as it is described.
///
/// Source: C. Li, "Synaptic Neural Network and synapse learning" and the SynaNN repository name a recurrent network (SynaRNN)
/// beside SynaMLP and SynaCNN: recurrent layer, softmax, synapse, batch normalisation and a dense layer, in the order of the
/// published convolutional program. Its widths, its optimizer and its accuracy are not known to us: the 128 units, Adam and
/// the learning rate are ours. β starts in ±1/√128, as it does in the published programs.
struct PublishedNetwork<Layer: Module>: Module where Layer.Scalar == Float {
    private var recurrent: Layer
    private var hidden: HiddenLayer
    private var norm: BatchNorm<Float>
    private var output: Linear<Float>

    init(
        hidden kind: HiddenKind, using generator: inout PhiloxGenerator,
        makeLayer: (_ inputs: Int, _ hidden: Int, inout PhiloxGenerator) -> Layer
    ) {
        recurrent = makeLayer(28, 128, &generator)
        hidden = HiddenLayer(kind, 128, betaIn: -0.088 ..< 0.088, using: &generator)
        norm = BatchNorm(128)
        output = Linear(128, 10, using: &generator)
    }

    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> {
        let states: Tensor<Float> = recurrent(images.reshaped(to: [images.shape[0], 28, 28]))
        return output(norm(hidden(states[.all, -1].softmax()))).logSoftmax()
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&recurrent, "recurrent")
        visitor.visit(&hidden, "hidden")
        visitor.visit(&norm, "norm")
        visitor.visit(&output, "output")
    }
}
