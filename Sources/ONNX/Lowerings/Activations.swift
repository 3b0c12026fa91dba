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
        "geluTanh": { graph, x in
            func number(_ value: Double) -> ONNXValue { graph.number(value, of: x.scalarType) }
            let cubic: ONNXValue = graph.add("Mul", graph.add("Mul", x[0], x[0]), number(0.0713548162726002488))
            let argument: ONNXValue = graph.add("Mul", x[0], graph.add("Add", cubic, number(1.59576912160573071)))
            return graph.add("Mul", x[0], graph.add("Sigmoid", argument))
        },
        "mish": { graph, x in graph.add("Mul", x[0], graph.add("Tanh", graph.add("Softplus", x[0]))) },
        "hardswish": byOperator("HardSwish"),
        "hardsigmoid": { graph, x in
            graph.add("HardSigmoid", x[0], attributes: ["alpha": .float(1 / 6), "beta": .float(0.5)])
        },
        "leakyReLU": { graph, x in
            graph.add("LeakyRelu", x[0], attributes: ["alpha": .float(x.number("negativeSlope"))])
        },
        "elu": { graph, x in graph.add("Elu", x[0], attributes: ["alpha": .float(x.number("alpha"))]) },
        // The operator PRelu aligns the axis of the slopes with the last axis of its input.
        "prelu": { graph, x in
            let slopes: [BatchLength] = x.shape(of: 1)
            guard x.shape.count > 2, slopes != [BatchLength(constant: 1)] else { return graph.add("PRelu", x[0], x[1]) }
            let ones = [BatchLength](repeating: BatchLength(constant: 1), count: x.shape.count - 2)
            return graph.add("PRelu", x[0], graph.reshape(x[1], to: slopes + ones))
        },
        "softmax": { graph, x in graph.add("Softmax", x[0], attributes: ["axis": .int(-1)]) },
        "logSoftmax": { graph, x in graph.add("LogSoftmax", x[0], attributes: ["axis": .int(-1)]) },
        // The result is x where the gate is positive or NaN, and 0 elsewhere. The comparison `gate ≤ 0` is false for
        // NaN.
        "maskedByPositive": { graph, x in
            let zero: ONNXValue = graph.number(0, of: x.scalarType)
            return graph.add("Where", graph.add("LessOrEqual", x[1], zero), zero, x[0])
        },
        "multipliedByMask": { graph, x in
            let zero: ONNXValue = graph.number(0, of: x.scalarType)
            return graph.add("Where", graph.add("Equal", x[1], zero), zero, graph.add("Mul", x[0], x[1]))
        },
    ]
}
