import Tensors

extension ONNXLowerings {
    /// The lowerings of matrix products and determinants.
    static let matrixProducts: [String: Lowering] = [
        "matmul": byOperator("MatMul"),
        "linear": { graph, x in graph.addLinear(x[0], x[1], x.inputs[2]) },
        "determinant": byOperator("Det"),
    ]
}

extension ONNXGraph {
    /// Adds the nodes for `input · weightᵀ + bias` and returns their result. If `bias` is `nil`, the nodes add no bias.
    /// The operator Gemm is not used, because it accepts only matrices, and a dense layer accepts any number of leading
    /// axes.
    mutating func addLinear(_ input: ONNXValue, _ weight: ONNXValue, _ bias: ONNXValue?) -> ONNXValue {
        let transposed: ONNXValue = add("Transpose", weight, attributes: ["perm": .ints([1, 0])])
        let product: ONNXValue = add("MatMul", input, transposed)
        return bias.map { add("Add", product, $0) } ?? product
    }
}
