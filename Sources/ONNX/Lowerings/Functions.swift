import Tensors

extension ONNXLowerings {
    /// The lowerings of exponential, logarithmic, trigonometric and hyperbolic functions, and of truncation.
    static let functions: [String: Lowering] = [
        "exp": byOperator("Exp"),
        "expm1": { graph, x in graph.addExpm1(x[0], x.scalarType) },
        "log": byOperator("Log"),
        "log1p": { graph, x in graph.addLog1p(x[0], x.scalarType) },
        "log1mexp": { graph, x in graph.addLog1mexp(x[0], x.scalarType) },
        "logOdds": { graph, x in graph.addLogOdds(x[0], x.scalarType) },
        "erf": byOperator("Erf"),
        "sin": byOperator("Sin"),
        "cos": byOperator("Cos"),
        "tan": byOperator("Tan"),
        "asin": byOperator("Asin"),
        "acos": byOperator("Acos"),
        "atan": byOperator("Atan"),
        "sinh": byOperator("Sinh"),
        "cosh": byOperator("Cosh"),
        "asinh": byOperator("Asinh"),
        "acosh": byOperator("Acosh"),
        "atanh": byOperator("Atanh"),
        "exp2": { graph, x in graph.add("Pow", graph.number(2, of: x.scalarType), x[0]) },
        "log2": { graph, x in graph.addLogarithm(x[0], 1.4426950408889634, x.scalarType) },
        "log10": { graph, x in graph.addLogarithm(x[0], 0.4342944819032518, x.scalarType) },
        "truncated": { graph, x in
            graph.add("Mul", graph.add("Sign", x[0]), graph.add("Floor", graph.add("Abs", x[0])))
        },
    ]
}

// ONNX has no operators for the functions in this extension. Except for `addLogarithm`, each formula is accurate where
// the defining formula loses digits by cancellation.
extension ONNXGraph {
    /// Adds the nodes for `factor` · log x, which is the logarithm to the base e^(1/`factor`).
    fileprivate mutating func addLogarithm(
        _ x: ONNXValue, _ factor: Double, _ type: any TensorScalar.Type
    ) -> ONNXValue {
        add("Mul", add("Log", x), number(factor, of: type))
    }

    /// Adds the nodes for eˣ − 1 = tanh(x/2) · (eˣ + 1). The right side is also accurate near x = 0.
    fileprivate mutating func addExpm1(_ x: ONNXValue, _ type: any TensorScalar.Type) -> ONNXValue {
        let half: ONNXValue = add("Tanh", add("Mul", x, number(0.5, of: type)))
        return add("Mul", half, add("Add", add("Exp", x), number(1, of: type)))
    }

    /// Adds the nodes for log(1 + x) = log(u) · x / (u − 1), where u is 1 + x after rounding. The factor x / (u − 1)
    /// corrects the rounding.
    ///
    /// Source: D. Goldberg, "What every computer scientist should know about floating-point arithmetic", 1991, theorem
    /// 4.
    mutating func addLog1p(_ x: ONNXValue, _ type: any TensorScalar.Type) -> ONNXValue {
        let one: ONNXValue = number(1, of: type)
        let u: ONNXValue = add("Add", x, one)
        let logarithm: ONNXValue = add("Log", u)
        let corrected: ONNXValue = add("Mul", logarithm, add("Div", x, add("Sub", u, one)))
        // The quotient x / (u − 1) is ∞/∞ for x = ∞, and not finite for u = 1. The result is log u for x > 1, and x for
        // u = 1.
        let exact: ONNXValue = add("Where", add("Greater", x, one), logarithm, corrected)
        return add("Where", add("Equal", u, one), x, exact)
    }

    /// Adds the nodes for log(1 − e⁻ˣ). The formula is log(−expm1(−x)) for x < log 2, and log1p(−e⁻ˣ) for other x.
    fileprivate mutating func addLog1mexp(_ x: ONNXValue, _ type: any TensorScalar.Type) -> ONNXValue {
        let negative: ONNXValue = add("Neg", x)
        let near: ONNXValue = add("Log", add("Neg", addExpm1(negative, type)))
        let far: ONNXValue = addLog1p(add("Neg", add("Exp", negative)), type)
        return add("Where", add("Less", x, number(0.6931471805599453, of: type)), near, far)
    }

    /// Adds the nodes for log(p / (1 − p)). The formula is log1p((2p − 1) / (1 − p)) for ¼ ≤ p ≤ ¾, and log p −
    /// log1p(−p) for other p. The difference of logarithms would lose digits near p = ½.
    fileprivate mutating func addLogOdds(_ p: ONNXValue, _ type: any TensorScalar.Type) -> ONNXValue {
        let one: ONNXValue = number(1, of: type)
        let difference: ONNXValue = add("Sub", add("Mul", p, number(2, of: type)), one)
        let near: ONNXValue = addLog1p(add("Div", difference, add("Sub", one, p)), type)
        let far: ONNXValue = add("Sub", add("Log", p), addLog1p(add("Neg", p), type))
        let isAbove: ONNXValue = add("GreaterOrEqual", p, number(0.25, of: type))
        let isBelow: ONNXValue = add("LessOrEqual", p, number(0.75, of: type))
        return add("Where", add("And", isAbove, isBelow), near, far)
    }
}
