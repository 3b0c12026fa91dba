import Tensors

/// Lowerings: for each operation of a traced model, by name, the function that adds its ONNX nodes.
///
/// An operation that a user defines with `withDerivative` needs an entry:
///
///     let model = try ONNXModel(
///         of: network, sample: [28],
///         lowerings: .standard.adding("cube") { graph, operation in
///             graph.add("Mul", operation[0], graph.add("Mul", operation[0], operation[0]))
///         })
///
/// A composite operation (`withOperation`) needs no entry: without one, the operations in it are written.
public struct ONNXLowerings: Sendable {
    /// Adds the nodes that compute an operation's result, and returns that result. Throws `ONNXError.Fault.unsupported`
    /// where no operator expresses the operation.
    public typealias Lowering =
        @Sendable (
            _ graph: inout ONNXGraph, _ operation: ONNXOperation
        ) throws(ONNXError) -> ONNXValue

    private var table: [String: Lowering]

    init(_ families: [[String: Lowering]]) {
        table = families.reduce(into: [:]) { table, family in
            table.merge(family) { _, _ in preconditionFailure("ONNXLowerings: two families lower one operation") }
        }
    }

    /// The operations of this package that operator set 17 can express.
    ///
    /// Finite results equal the model's up to rounding. Runtimes differ in how comparisons, `Max`, `Min`, `ArgMax` and
    /// pooling treat NaN.
    public static let standard = ONNXLowerings([
        arithmetic, functions, activations, logic, reductions, shaping, indexing, matrixProducts, convolution,
        normalization, recurrent, synapse, losses,
    ])

    /// The table with an added entry, which replaces an entry of the same name.
    public func adding(_ name: String, _ lowering: @escaping Lowering) -> ONNXLowerings {
        var copy: ONNXLowerings = self
        copy.table[name] = lowering
        return copy
    }

    /// The names of the operations that have an entry.
    public var names: [String] { table.keys.sorted() }

    /// The lowering of an operation; `nil` if it has none.
    subscript(name: String) -> Lowering? { table[name] }

    /// A lowering to one operator, with the operation's inputs in their order.
    static func byOperator(_ name: String) -> Lowering {
        { graph, operation in graph.add(name, inputs: operation.inputs) }
    }
}
