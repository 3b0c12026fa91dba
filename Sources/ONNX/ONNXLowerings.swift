import Tensors

/// How each operation of a traced model is written in ONNX operators: a table from an operation's name to a function.
///
/// An operation of your own, recorded by `withDerivative`, takes an entry of your own:
///
///     let model = try ONNXModel(
///         of: network, sample: [28],
///         lowerings: .standard.adding("cube") { graph, operation in
///             graph.add("Mul", operation[0], graph.add("Mul", operation[0], operation[0]))
///         })
///
/// An operation that consists of others (`withOperation`) needs none: without an entry, its parts are written.
public struct ONNXLowerings: Sendable {
    /// Adds the nodes that compute an operation's result, and returns their outcome.
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
    /// Results equal the model's to rounding where they are finite. What a runtime makes of NaN in comparisons, `Max`, `Min`,
    /// `ArgMax` and pooling is the runtime's own.
    public static let standard = ONNXLowerings([
        arithmetic, functions, activations, logic, reductions, shaping, indexing, matrixProducts, convolution,
        normalization, recurrent, synapse, losses,
    ])

    /// The table with one more entry, which takes the place of one with the same name.
    public func adding(_ name: String, _ lowering: @escaping Lowering) -> ONNXLowerings {
        var copy: ONNXLowerings = self
        copy.table[name] = lowering
        return copy
    }

    /// The names of the operations that have an entry.
    public var names: [String] { table.keys.sorted() }

    subscript(name: String) -> Lowering? { table[name] }

    /// The operator of this name, given the operation's inputs.
    static func byOperator(_ name: String) -> Lowering {
        { graph, operation in graph.add(name, inputs: operation.inputs) }
    }
}
