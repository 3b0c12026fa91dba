import ONNX
import SynaNN

/// A network with what stands before and behind it: from pixels in 0…1 to log-probabilities.
struct PixelClassifier<Network: ONNXConvertible>: ONNXConvertible where Network.Scalar == Float {
    var network: Network
    let normalization: PixelNormalization

    func callAsFunction(_ pixels: Tensor<Float>) -> Tensor<Float> {
        network((pixels - normalization.mean) / normalization.deviation).logSoftmax()
    }

    func addNodes(to graph: inout ONNXGraph, _ pixels: ONNXValue) -> ONNXValue {
        let mean: ONNXValue = graph.constant(Tensor<Float>(normalization.mean), "mean")
        let deviation: ONNXValue = graph.constant(Tensor<Float>(normalization.deviation), "deviation")
        let scores: ONNXValue = network.addNodes(
            to: &graph, graph.add("Div", graph.add("Sub", pixels, mean), deviation))
        return LogSoftmax<Float>().addNodes(to: &graph, scores)
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { network.visitParameters(&visitor) }
}
