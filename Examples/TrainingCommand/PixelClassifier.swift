import SynaNN

/// A network with what stands before and behind it: from pixels in 0…1 to log-probabilities.
struct PixelClassifier<Network: TensorModule<Float>>: Module {
    var network: Network
    let normalization: PixelNormalization

    func callAsFunction(_ pixels: Tensor<Float>) -> Tensor<Float> {
        network((pixels - normalization.mean) / normalization.deviation).logSoftmax()
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { network.visitParameters(&visitor) }
}
