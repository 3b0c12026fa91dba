import Tensors

extension ONNXLowerings {
    /// The lowerings of elementwise arithmetic.
    static let arithmetic: [String: Lowering] = [
        "add": byOperator("Add"),
        "subtract": byOperator("Sub"),
        "multiply": byOperator("Mul"),
        "divide": byOperator("Div"),
        "negate": byOperator("Neg"),
        "pow": byOperator("Pow"),
        "minimum": byOperator("Min"),
        "maximum": byOperator("Max"),
        "squared": { graph, x in graph.add("Mul", x[0], x[0]) },
        "squareRoot": byOperator("Sqrt"),
        "reciprocal": byOperator("Reciprocal"),
        "abs": byOperator("Abs"),
        "sign": byOperator("Sign"),
        "floor": byOperator("Floor"),
        "ceil": byOperator("Ceil"),
        "rounded": byOperator("Round"),
        "clipped": { graph, x in
            let lower: ONNXValue = graph.number(x.number("lower"), of: x.scalarType)
            return graph.add("Clip", x[0], lower, graph.number(x.number("upper"), of: x.scalarType))
        },
    ]
}
