import Interchange
internal import SwiftProtobuf
import Tensors

extension ONNXGraph {
    /// Adds a node `Scan`, which is a loop over the steps of sequences. Each step computes the next state from the
    /// current state and the elements of the sequences at this step. Traps if `type` is `Bool` or a type that files
    /// cannot store.
    ///
    /// - Parameters:
    ///   - sequences: The sequences, each `[batch, steps, …]`.
    ///   - state: The initial state, `[batch, …]`.
    ///   - type: The scalar type of the state and of all sequences.
    ///   - body: Adds the nodes of one step to its graph and returns the next state. `state` is the current state, and
    ///     `parts` contains the elements of each sequence at the step, `[batch, …]`. The nodes may also use every value
    ///     of this graph.
    /// - Returns: The states after every step, `[batch, steps, …]`.
    public mutating func scan(
        _ sequences: [ONNXValue], from state: ONNXValue, of type: any TensorScalar.Type,
        body: (_ graph: inout ONNXGraph, _ state: ONNXValue, _ parts: [ONNXValue]) -> ONNXValue
    ) -> ONNXValue {
        var inner: ONNXGraph = self.body(named: "step")
        let arguments: [ONNXValue] = (["state"] + sequences.indices.map { "part\($0)" }).map { name in
            ONNXValue(name: inner.unique("\(inner.path)/\(name)"))
        }
        let next: ONNXValue = body(&inner, arguments[0], Array(arguments.dropFirst()))
        // The body returns the next state under two names: one for the next step, one for the sequence of all states.
        let listed: ONNXValue = inner.add("Identity", next)
        let dtype: DType = AnyTensor(0, of: type).dtype
        inner.message.input = arguments.map { Onnx_ValueInfoProto($0.name, dtype) }
        inner.message.output = [next, listed].map { Onnx_ValueInfoProto($0.name, dtype) }
        takeNames(of: inner)
        let axes = [Int](repeating: 1, count: sequences.count)
        let attributes: [Onnx_AttributeProto] = [
            Onnx_AttributeProto("body", inner.message), Onnx_AttributeProto("num_scan_inputs", .int(sequences.count)),
            Onnx_AttributeProto("scan_input_axes", .ints(axes)), Onnx_AttributeProto("scan_output_axes", .ints([1])),
        ]
        return add("Scan", [state] + sequences, outputs: 2, attributes)[1]
    }
}
