import Tensors

extension ONNXLowerings {
    /// Matrix products and determinants.
    static let matrixProducts: [String: Lowering] = [
        "matmul": byOperator("MatMul"),
        "linear": { graph, x in graph.addLinear(x[0], x[1], x.inputs[2]) },
        "determinant": byOperator("Det"),
    ]
}

extension ONNXGraph {
    /// `input · weightᵀ + bias`. The operator Gemm accepts matrices only, but a dense layer accepts any leading axes.
    mutating func addLinear(_ input: ONNXValue, _ weight: ONNXValue, _ bias: ONNXValue?) -> ONNXValue {
        let transposed: ONNXValue = add("Transpose", weight, attributes: ["perm": .ints([1, 0])])
        let product: ONNXValue = add("MatMul", input, transposed)
        return bias.map { add("Add", product, $0) } ?? product
    }
}
