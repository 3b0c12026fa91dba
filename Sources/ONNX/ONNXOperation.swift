import Interchange
import Tensors

/// An operation of a traced model, as a lowering receives it: its inputs in the graph, their shapes and types, and its
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

    /// The input at `index`. Traps if the operation has no such input, or if this input is optional and omitted.
    public subscript(index: Int) -> ONNXValue {
        guard index < inputs.count, let input = inputs[index] else {
            fatalError("\(name): there is no input \(index)")
        }
        return input
    }

    /// The shape of the result. A length may depend on the batch size.
    public var shape: [BatchLength] { trace[node.output].shape }

    /// The type of the result's elements.
    public var scalarType: any TensorScalar.Type { trace[node.output].scalarType }

    /// Returns the shape of the input at `index`. Traps if the operation has no such input, or if this input is
    /// optional and omitted.
    public func shape(of index: Int) -> [BatchLength] { info(index).shape }

    /// Returns the type of the elements of the input at `index`. Traps if the operation has no such input, or if this
    /// input is optional and omitted.
    public func scalarType(of index: Int) -> any TensorScalar.Type { info(index).scalarType }

    /// Returns the tensor of the input at `index` if this input is a parameter, a buffer or a constant. Returns `nil`
    /// if this input is the result of another operation, or an input of the model. Traps if the operation has no such
    /// input, or if this input is optional and omitted.
    public func tensor(_ index: Int) -> (any TensorProtocol)? { info(index).origin.tensor }

    private func info(_ index: Int) -> BatchTrace.ValueInfo {
        guard index < node.inputs.count, let value = node.inputs[index] else {
            fatalError("\(name): there is no input \(index)")
        }
        return trace[value]
    }

    /// Returns the attribute `name`, which contains lengths, positions or axes. Each of these numbers may depend on the
    /// batch size. Traps if the operation has no such attribute.
    public func lengths(_ name: String) -> [BatchLength] { node.lengths(name) }

    /// Returns the attribute `name`, which contains integers. Traps if the operation has no such attribute, or if an
    /// integer depends on the batch size.
    public func integers(_ name: String) -> [Int] {
        guard let integers = node.integers(name) else {
            fatalError("\(self.name): the attribute '\(name)' depends on the batch size")
        }
        return integers
    }

    /// Returns the attribute `name`, an integer. Traps if the operation has no such attribute, or if the integer
    /// depends on the batch size.
    public func integer(_ name: String) -> Int { node.integer(name) }

    /// Returns the attribute `name`, a real number. Traps if the operation has no such attribute.
    public func number(_ name: String) -> Double { node.number(name) }

    /// Returns the attribute `name`, a Boolean value. Traps if the operation has no such attribute.
    public func boolean(_ name: String) -> Bool { node.boolean(name) }

    /// Returns the attribute `name`, a string. Traps if the operation has no such attribute.
    public func text(_ name: String) -> String { node.text(name) }
}
