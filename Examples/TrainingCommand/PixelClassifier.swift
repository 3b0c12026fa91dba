import SynaNN

/// A network with the pixels' normalization before it and a log-softmax after it. The network maps pixels from 0
/// (black) to 1 (white), `[N, 1, 28, 28]`, to log-probabilities, `[N, 10]`.
struct PixelClassifier<Network: TensorModule<Float>>: Module {
    var network: Network
    let normalization: PixelNormalization

    func callAsFunction(_ pixels: Tensor<Float>) -> Tensor<Float> {
        network((pixels - normalization.mean) / normalization.deviation).logSoftmax()
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { network.visitParameters(&visitor) }
}
