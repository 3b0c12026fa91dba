import SynaNN

/// A network with the pixels' normalization before it and a log-softmax after it. The network maps pixels from 0
/// (black) to 1 (white), `[N, channels, height, width]`, to log-probabilities, `[N, classes]`.
struct PixelClassifier<Network: TensorModule<Float>>: Module {
    var network: Network
    let normalization: PixelNormalization

    func callAsFunction(_ pixels: Tensor<Float>) -> Tensor<Float> {
        let (means, deviations): ([Float], [Float]) = (normalization.means, normalization.deviations)
        if means.count == 1 { return network((pixels - means[0]) / deviations[0]).logSoftmax() }
        let shape: Shape = [means.count, 1, 1]
        return network((pixels - Tensor(means, shape: shape)) / Tensor(deviations, shape: shape)).logSoftmax()
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { network.visitParameters(&visitor) }
}
