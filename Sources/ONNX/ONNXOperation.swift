import Interchange
import Tensors

/// An operation of a traced model, which a lowering writes: its inputs in the graph, their shapes and types, and its
/// attributes.
public struct ONNXOperation {
    /// The inputs, in the operation's order; `nil` for an optional input that is omitted.
    public let inputs: [ONNXValue?]
    private let node: BatchTrace.Node
    private let trace: BatchTrace

    init(_ node: BatchTrace.Node, _ inputs: [ONNXValue?], in trace: BatchTrace) {
        (self.node, self.inputs, self.trace) = (node, inputs, trace)
    }

    /// The operation's name.
    public var name: String { node.operation }

    /// The input at an index. Traps if there is none, or it is omitted.
    public subscript(index: Int) -> ONNXValue {
        guard index < inputs.count, let input = inputs[index] else {
            preconditionFailure("\(name): there is no input \(index)")
        }
        return input
    }

    /// The shape of the result.
    public var shape: [BatchLength] { trace[node.output].shape }

    /// The type of the result's elements.
    public var scalarType: any TensorScalar.Type { trace[node.output].scalarType }

    /// The shape of an input. Traps if the input is omitted.
    public func shape(of index: Int) -> [BatchLength] { info(index).shape }

    /// The type of an input's elements. Traps if the input is omitted.
    public func scalarType(of index: Int) -> any TensorScalar.Type { info(index).scalarType }

    /// The tensor of an input that is a parameter, a buffer or a constant; `nil` for an input that is computed. Traps
    /// if the input is omitted.
    public func tensor(_ index: Int) -> (any TensorProtocol)? { info(index).origin.tensor }

    private func info(_ index: Int) -> BatchTrace.ValueInfo {
        guard index < node.inputs.count, let value = node.inputs[index] else {
            preconditionFailure("\(name): there is no input \(index)")
        }
        return trace[value]
    }

    /// An attribute that is a list of lengths or positions, each a function of the batch size. Traps if there is none
    /// of this name.
    public func lengths(_ name: String) -> [BatchLength] { node.lengths(name) }

    /// An attribute that is a list of integers. Traps if one depends on the batch size.
    public func integers(_ name: String) -> [Int] {
        guard let integers = node.integers(name) else {
            preconditionFailure("\(self.name): the attribute '\(name)' depends on the batch size")
        }
        return integers
    }

    /// An attribute that is an integer. Traps if there is none of this name.
    public func integer(_ name: String) -> Int { node.integer(name) }

    /// An attribute that is a number. Traps if there is none of this name.
    public func number(_ name: String) -> Double { node.number(name) }

    /// An attribute that is a boolean. Traps if there is none of this name.
    public func boolean(_ name: String) -> Bool { node.boolean(name) }

    /// An attribute that is a string. Traps if there is none of this name.
    public func text(_ name: String) -> String { node.text(name) }
}
