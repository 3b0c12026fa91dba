import SynaNN
import TrainingCommand

/// A recurrent SynaNN: a recurrent layer that reads the rows of an image, softmax, a Synapse, batch normalisation, and
/// a dense layer.
///
/// C. Li's repository Neatware/SynaNN mentions SynaRNN, but contains no program for it. The layers after the recurrent
/// layer are those of the published convolutional program; the initial β is in ±1/√128, by the rule of that program. We
/// chose the LSTM with 128 units and Adam. The original recurrent layer, optimizer and accuracy are unknown.
struct PublishedNetwork<Layer: TensorModule<Float>>: Module {
    private var recurrent: Layer
    private var hidden: HiddenLayer
    private var norm: BatchNorm<Float>
    private var output: Linear<Float>

    init(
        for task: ImageClassification, hidden kind: HiddenKind, using generator: inout PhiloxGenerator,
        makeLayer: (_ inputs: Int, _ hidden: Int, inout PhiloxGenerator) -> Layer
    ) {
        recurrent = makeLayer(task.shape.channels * task.shape.width, 128, &generator)
        hidden = HiddenLayer(
            kind, 128, after: .softmax, betaIn: -0.088 ..< 0.088, returns: .probability, using: &generator)
        norm = BatchNorm(128)
        output = Linear(128, task.classCount, using: &generator)
    }

    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> {
        let states: Tensor<Float> = recurrent(imageRows(images))
        return output(norm(hidden(states[.all, -1]))).logSoftmax()
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&recurrent, "recurrent")
        visitor.visit(&hidden, "hidden")
        visitor.visit(&norm, "norm")
        visitor.visit(&output, "output")
    }
}
