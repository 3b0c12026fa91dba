import NeuralNetworks
import Tensors

extension Linear: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        graph.addLinear(input, graph.constant(weight, "weight"), bias.map { graph.constant($0, "bias") })
    }
}

extension ONNXGraph {
    /// `input · weightᵀ + bias`. Not Gemm, which takes matrices only, where a dense layer takes any leading axes.
    mutating func addLinear(_ input: ONNXValue, _ weight: ONNXValue, _ bias: ONNXValue?) -> ONNXValue {
        let transposed: ONNXValue = add("Transpose", weight, attributes: ["perm": .ints([1, 0])])
        let product: ONNXValue = add("MatMul", input, transposed)
        return bias.map { add("Add", product, $0) } ?? product
    }
}
