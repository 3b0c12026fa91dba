import Interchange
import Tensors

extension ONNXLowerings {
    /// The lowerings of comparison, logic, selection and conversion.
    static let logic: [String: Lowering] = [
        "equal": byOperator("Equal"),
        "notEqual": { graph, x in graph.add("Not", graph.add("Equal", x[0], x[1])) },
        "less": byOperator("Less"),
        "lessOrEqual": byOperator("LessOrEqual"),
        "and": byOperator("And"),
        "or": byOperator("Or"),
        "not": byOperator("Not"),
        "select": byOperator("Where"),
        "convert": { graph, x throws(ONNXError) in
            guard let dtype = DType(x.scalarType) else {
                throw ONNXError(.unsupported(x.name, "its numbers are complex"))
            }
            return graph.add("Cast", x[0], attributes: ["to": .int(dtype.onnxCode)])
        },
        // The operation changes only derivatives, which an ONNX file does not contain.
        "stopGradient": { graph, x in x[0] },
    ]
}
