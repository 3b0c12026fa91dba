import NeuralNetworks
import Tensors

extension Sequential: ONNXConvertible {
    /// Traps where a layer is no `ONNXConvertible`.
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        layers.enumerated().reduce(input) { value, layer in
            guard let module = layer.element as? any ONNXConvertible else {
                preconditionFailure(
                    "Sequential: layer \(layer.offset), \(type(of: layer.element)), is not ONNXConvertible")
            }
            return graph.add(module, String(layer.offset), value)
        }
    }
}
