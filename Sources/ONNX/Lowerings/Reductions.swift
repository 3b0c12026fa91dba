import Interchange
import Tensors

extension ONNXLowerings {
    /// The lowerings of reductions along axes.
    static let reductions: [String: Lowering] = [
        "sum": { graph, x in graph.addSum(x[0], x.integers("axes"), keepsAxes: x.boolean("keepDims")) },
        "mean": byReduction("ReduceMean"),
        "max": byReduction("ReduceMax"),
        "min": byReduction("ReduceMin"),
        "product": byReduction("ReduceProd"),
        "logSumExp": byReduction("ReduceLogSumExp"),
        "argmax": bySearch("ArgMax"),
        "argmin": bySearch("ArgMin"),
        "variance": { graph, x in graph.addVariance(x) },
    ]

    private static func byReduction(_ name: String) -> Lowering {
        { graph, x in graph.addReduction(name, x[0], x.integers("axes"), keepsAxes: x.boolean("keepDims")) }
    }

    private static func bySearch(_ name: String) -> Lowering {
        { graph, x in
            graph.add(
                name, x[0],
                attributes: ["axis": .int(x.integer("axis")), "keepdims": .int(x.boolean("keepDims") ? 1 : 0)])
        }
    }
}

extension ONNXGraph {
    /// Adds a node that sums `x` along `axes`, and returns its result. Returns `x` if `axes` is empty.
    mutating func addSum(_ x: ONNXValue, _ axes: [Int], keepsAxes: Bool) -> ONNXValue {
        // ONNX takes an empty array of axes as all axes; this package takes such an array as no axis.
        if axes.isEmpty { return x }
        return add("ReduceSum", x, constant(axes, "axes \(axes)"), attributes: ["keepdims": .int(keepsAxes ? 1 : 0)])
    }

    /// Adds a node that reduces `x` along `axes` by the operator `name`, and returns its result. Returns `x` if `axes`
    /// is empty.
    mutating func addReduction(_ name: String, _ x: ONNXValue, _ axes: [Int], keepsAxes: Bool) -> ONNXValue {
        if axes.isEmpty { return x }
        return add(name, x, attributes: ["axes": .ints(axes), "keepdims": .int(keepsAxes ? 1 : 0)])
    }

    /// Adds the nodes for the variance of input 0 of the operation along the attribute `axes`, and returns their
    /// result. The variance is the sum of the squared differences from the mean, divided by the number of elements
    /// minus the attribute `correction`.
    fileprivate mutating func addVariance(_ x: ONNXOperation) -> ONNXValue {
        let (axes, correction): ([Int], Int) = (x.integers("axes"), x.integer("correction"))
        let keepsAxes: Bool = x.boolean("keepDims")
        let distance: ONNXValue = add("Sub", x[0], addReduction("ReduceMean", x[0], axes, keepsAxes: true))
        let squares: ONNXValue = add("Mul", distance, distance)
        if correction == 0 { return addReduction("ReduceMean", squares, axes, keepsAxes: keepsAxes) }
        let sum: ONNXValue = addSum(squares, axes, keepsAxes: keepsAxes)
        return add("Div", sum, addDivisor(x, axes, correction))
    }

    /// Returns the divisor of the variance: the number of elements along `axes` minus `correction`, or NaN if this
    /// difference is not positive.
    private mutating func addDivisor(_ x: ONNXOperation, _ axes: [Int], _ correction: Int) -> ONNXValue {
        let reduced: [BatchLength] = axes.map { x.shape(of: 0)[$0] }
        if reduced.allSatisfy({ $0.fixed != nil }) {
            let divisor: Int = reduced.compactMap(\.fixed).reduce(1, *) - correction
            return number(divisor > 0 ? Double(divisor) : .nan, of: x.scalarType)
        }
        let count: ONNXValue = add("ReduceProd", lengths(reduced, "lengths"), attributes: ["keepdims": .int(0)])
        let divisor: ONNXValue = add("Sub", count, number(Double(correction), of: Int.self))
        let code: Int = DType(x.scalarType)?.onnxCode ?? 1
        let cast: ONNXValue = add("Cast", divisor, attributes: ["to": .int(code)])
        let isPositive: ONNXValue = add("Greater", divisor, number(0, of: Int.self))
        return add("Where", isPositive, cast, number(.nan, of: x.scalarType))
    }
}
