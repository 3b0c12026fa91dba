import Tensors

/// A table of lowerings. A lowering is a function that adds the ONNX nodes of one operation of a traced model. The
/// table contains lowerings by the names of the operations.
///
/// An operation that a user defines with `withDerivative` needs an entry:
///
///     let model = try ONNXModel(
///         of: network, sample: [28],
///         lowerings: .standard.adding("cube") { graph, operation in
///             graph.add("Mul", operation[0], graph.add("Mul", operation[0], operation[0]))
///         })
///
/// A composite operation (see `withOperation`) needs no entry. Without an entry, the operations within it are written.
public struct ONNXLowerings: Sendable {
    /// A function that adds the nodes for an operation to `graph` and returns the operation's result. The function
    /// throws an `ONNXError` with the fault `.unsupported` if no ONNX operator expresses the operation.
    public typealias Lowering =
        @Sendable (
            _ graph: inout ONNXGraph, _ operation: ONNXOperation
        ) throws(ONNXError) -> ONNXValue

    private var table: [String: Lowering]

    /// Creates a table of all entries of `families`. Traps if two families have an entry of the same name.
    init(_ families: [[String: Lowering]]) {
        table = families.reduce(into: [:]) { table, family in
            table.merge(family) { _, _ in fatalError("ONNXLowerings: two families lower one operation") }
        }
    }

    /// The lowerings of all operations of this package that operator set 17 can express.
    ///
    /// Finite results of the file equal the model's results up to rounding. Runtimes differ in how comparisons, `Max`,
    /// `Min`, `ArgMax` and pooling treat NaN.
    public static let standard = ONNXLowerings([
        arithmetic, functions, activations, logic, reductions, shaping, indexing, matrixProducts, convolution,
        normalization, attention, recurrent, synapse, losses,
    ])

    /// Returns a copy of this table with a lowering for the operation `name`. The lowering replaces an existing entry
    /// of the same name.
    public func adding(_ name: String, _ lowering: @escaping Lowering) -> ONNXLowerings {
        var copy: ONNXLowerings = self
        copy.table[name] = lowering
        return copy
    }

    /// The names of the operations that have an entry, in ascending order.
    public var names: [String] { table.keys.sorted() }

    /// The lowering of the operation `name`; `nil` if the table has none.
    subscript(name: String) -> Lowering? { table[name] }

    /// Returns a lowering that adds a single node with the operator `name` and the operation's inputs in the same
    /// order.
    static func byOperator(_ name: String) -> Lowering {
        { graph, operation in graph.add(name, inputs: operation.inputs) }
    }
}
