import Interchange
import Tensors

/// An operation of a traced model, as a lowering sees it: its inputs in the graph, what is known of them, and its
/// attributes.
public struct ONNXOperation {
    /// The inputs, in the operation's order; none in the place of an optional one that was left out.
    public let inputs: [ONNXValue?]
    private let node: BatchTrace.Node
    private let trace: BatchTrace

    init(_ node: BatchTrace.Node, _ inputs: [ONNXValue?], in trace: BatchTrace) {
        (self.node, self.inputs, self.trace) = (node, inputs, trace)
    }

    /// The operation's name.
    public var name: String { node.operation }

    /// The input at a position. Traps where it was left out.
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

    /// The shape of an input.
    public func shape(of index: Int) -> [BatchLength] { info(index).shape }
    /// The type of an input's elements.
    public func scalarType(of index: Int) -> any TensorScalar.Type { info(index).scalarType }
    /// The numbers of an input that does not depend on the model's input: a parameter, buffer or constant.
    public func tensor(_ index: Int) -> (any TensorProtocol)? { info(index).origin.tensor }

    private func info(_ index: Int) -> BatchTrace.ValueInfo {
        guard index < node.inputs.count, let value = node.inputs[index] else {
            preconditionFailure("\(name): there is no input \(index)")
        }
        return trace[value]
    }

    /// An attribute of lengths, positions or axes, each of which may depend on the size of the batch.
    public func lengths(_ name: String) -> [BatchLength] { node.lengths(name) }
    /// An attribute of integers. Traps where one depends on the size of the batch.
    public func integers(_ name: String) -> [Int] {
        guard let integers = node.integers(name) else {
            preconditionFailure("\(self.name): the attribute '\(name)' depends on the size of the batch")
        }
        return integers
    }
    /// An attribute that is one integer.
    public func integer(_ name: String) -> Int { node.integer(name) }
    public func number(_ name: String) -> Double { node.number(name) }
    public func boolean(_ name: String) -> Bool { node.boolean(name) }
    public func text(_ name: String) -> String { node.text(name) }
}
