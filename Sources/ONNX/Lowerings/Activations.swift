import Tensors

extension ONNXLowerings {
    /// The lowerings of activation functions.
    static let activations: [String: Lowering] = [
        "relu": byOperator("Relu"),
        "tanh": byOperator("Tanh"),
        "sigmoid": byOperator("Sigmoid"),
        "softplus": byOperator("Softplus"),
        "silu": { graph, x in graph.add("Mul", x[0], graph.add("Sigmoid", x[0])) },
        // Operator set 17 has no operator Gelu. These nodes compute x/2 · (1 + erf(x/√2)).
        "gelu": { graph, x in
            let root: ONNXValue = graph.number(2.0.squareRoot(), of: x.scalarType)
            let doubled: ONNXValue = graph.add(
                "Add", graph.add("Erf", graph.add("Div", x[0], root)), graph.number(1, of: x.scalarType))
            return graph.add("Mul", graph.add("Mul", x[0], graph.number(0.5, of: x.scalarType)), doubled)
        },
        "softmax": { graph, x in graph.add("Softmax", x[0], attributes: ["axis": .int(-1)]) },
        "logSoftmax": { graph, x in graph.add("LogSoftmax", x[0], attributes: ["axis": .int(-1)]) },
        // The result is x where the gate is positive or NaN, and 0 elsewhere. The comparison `gate ≤ 0` is false for
        // NaN.
        "maskedByPositive": { graph, x in
            let zero: ONNXValue = graph.number(0, of: x.scalarType)
            return graph.add("Where", graph.add("LessOrEqual", x[1], zero), zero, x[0])
        },
    ]
}
