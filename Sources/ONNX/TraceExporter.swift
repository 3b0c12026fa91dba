import Foundation
import Interchange
internal import SwiftProtobuf
import Tensors

/// Converts a traced computation to an ONNX graph, operation by operation.
struct TraceExporter {
    private let trace: BatchTrace
    private let lowerings: ONNXLowerings
    /// The ONNX graph of the computation.
    private(set) var graph: ONNXGraph
    /// For each value of the trace that is already in the graph: its value in the graph.
    private var values: [Trace.Value: ONNXValue] = [:]
    /// For each result that is computed only from parameters, buffers and constants: the path of the module that owns
    /// the first of these parameters or buffers. The path is empty if the result is computed only from constants.
    private var modules: [Trace.Value: String] = [:]
    /// For each value that an operation within a composite operation computes: this inner operation.
    private var parts: [Trace.Value: BatchTrace.Node] = [:]

    /// Converts the operations of a trace to ONNX nodes, and removes the nodes and constants that no output needs.
    ///
    /// - Parameters:
    ///   - trace: The computation.
    ///   - inputs: The names of the trace's inputs in the graph, in the order of `trace.inputs`.
    ///   - outputs: The names of the trace's outputs in the graph, in the order of `trace.outputs`.
    ///   - lowerings: The functions that write the operations.
    /// - Throws: `ONNXError` with the fault `.noLowering` if an operation has neither a lowering nor inner operations;
    ///   with the fault `.unsupported` if an input, an output or an operation's operand is complex, or if the shape of
    ///   a constant without elements depends on the batch size; with the fault `.untraceable` if the model computed a
    ///   constant from its input outside of tensor operations; and the errors that the lowerings throw.
    init(
        _ trace: BatchTrace, inputs: [String], outputs: [String], lowerings: ONNXLowerings
    ) throws(ONNXError) {
        (self.trace, self.lowerings) = (trace, lowerings)
        graph = ONNXGraph(taken: inputs + outputs)
        graph.message.input = try Self.infos(trace.inputs, inputs, trace)
        graph.message.output = try Self.infos(trace.outputs, outputs, trace)
        for (value, name) in zip(trace.inputs, inputs) {
            values[value] = ONNXValue(name: name)
            let isBatch: Bool = trace[value].shape.first == BatchLength(perSample: 1, constant: 0)
            if graph.batchInput == nil, isBatch { graph.batchInput = values[value] }
        }
        trace.nodes.forEach { node in collectParts(of: node) }
        for node in trace.nodes { try lower(node) }
        for (value, name) in zip(trace.outputs, outputs) { try finish(value, as: name) }
        graph.removeUnused()
    }

    private static func infos(
        _ values: [Trace.Value], _ names: [String], _ trace: BatchTrace
    ) throws(ONNXError) -> [Onnx_ValueInfoProto] {
        var result: [Onnx_ValueInfoProto] = []
        for (value, name) in zip(values, names) {
            guard let dtype = DType(trace[value].scalarType) else {
                throw ONNXError(.unsupported(name, complexNumbers))
            }
            result.append(Onnx_ValueInfoProto(name, dtype, shape: trace[value].shape))
        }
        return result
    }

    private static let complexNumbers = "its numbers are complex"

    /// Records the operations within a composite operation, at every depth, in `parts`.
    private mutating func collectParts(of node: BatchTrace.Node) {
        for part in node.body {
            parts[part.output] = part
            collectParts(of: part)
        }
    }

    /// Adds an operation to the graph by its lowering. If the operation has no lowering, adds the operations within it
    /// instead.
    private mutating func lower(_ node: BatchTrace.Node) throws(ONNXError) {
        if values[node.output] != nil { return }
        guard let lowering = lowerings[node.operation] else {
            guard !node.body.isEmpty else { throw ONNXError(.noLowering(node.operation)) }
            for part in node.body { try lower(part) }
            return
        }
        guard DType(trace[node.output].scalarType) != nil else {
            throw ONNXError(.unsupported(node.operation, Self.complexNumbers))
        }
        var inputs: [ONNXValue?] = []
        for input in node.inputs {
            if let input { inputs.append(try value(input, for: node)) } else { inputs.append(nil) }
        }
        let known: [Trace.Value] = node.inputs.compactMap { $0 }
        let owners: [String?] = known.map { module(of: $0) }
        graph.path = owners.compactMap { $0 }.first ?? ""
        if zip(known, owners).allSatisfy({ $1 != nil || isConstant($0) }) { modules[node.output] = graph.path }
        values[node.output] = try lowering(&graph, ONNXOperation(node, inputs, in: trace))
        graph.path = ""
    }

    /// Returns the path of the module that owns a parameter or buffer, or the recorded path of a result that is
    /// computed only from parameters, buffers and constants. Returns `nil` for every other value.
    private func module(of value: Trace.Value) -> String? {
        if let module = modules[value] { return module }
        guard let name = trace[value].origin.parameterName else { return nil }
        return name.split(separator: ".").dropLast().joined(separator: ".")
    }

    private func isConstant(_ value: Trace.Value) -> Bool {
        if case .constant = trace[value].origin { return true }
        return false
    }

    /// Returns the graph's value for an input of an operation. Adds a parameter, a buffer or a constant to the graph
    /// where it is first used.
    private mutating func value(_ value: Trace.Value, for node: BatchTrace.Node) throws(ONNXError) -> ONNXValue {
        if values[value] == nil, let part = parts[value] {
            // The enclosing composite operation has its own lowering, so its inner operations are not in the graph. But
            // an operation outside of the composite operation uses the result of the inner operation `part`.
            let path: String = graph.path
            try lower(part)
            graph.path = path
        }
        if let known = values[value] { return known }
        let result: ONNXValue = try constant(trace[value], for: node.operation)
        values[value] = result
        return result
    }

    /// Adds a parameter, a buffer or a constant, which no operation of the trace computes, and returns its value in the
    /// graph. The shape and the number of a constant may depend on the batch size. `operation` is the name for error
    /// messages.
    private mutating func constant(_ info: BatchTrace.ValueInfo, for operation: String) throws(ONNXError) -> ONNXValue {
        if info.dependsOnInput { throw ONNXError(.untraceable(.inputReadOutside(operation))) }
        guard let tensor = info.origin.tensor, let numbers = AnyTensor(tensor) else {
            throw ONNXError(.unsupported(operation, Self.complexNumbers))
        }
        if let name = info.origin.parameterName { return graph.constant(numbers, name) }
        if let number = info.batchNumber {
            let length: ONNXValue = graph.length(number)
            let cast: ONNXValue = graph.add("Cast", length, attributes: ["to": .int(numbers.dtype.onnxCode)])
            return info.shape.isEmpty
                ? graph.squeeze(cast, at: [0]) : graph.add("Expand", cast, graph.lengths(info.shape, "shape"))
        }
        if info.repeatsFirst {
            let first: ONNXValue = graph.constant(numbers.firstPart, "constant")
            return graph.add("Expand", first, graph.lengths(info.shape, "shape"))
        }
        guard info.shape.allSatisfy({ $0.fixed != nil }) else {
            guard let first = numbers.first else {
                throw ONNXError(
                    .unsupported(operation, "it uses a constant without elements whose shape depends on the batch size")
                )
            }
            return graph.uniform(first, shape: info.shape)
        }
        return graph.constant(numbers, numbers.constantName)
    }

    /// Adds an `Identity` node that makes the value `output` an output of the graph with the name `name`. Throws an
    /// `ONNXError` if the value has to be added to the graph first and cannot be expressed in ONNX.
    private mutating func finish(_ output: Trace.Value, as name: String) throws(ONNXError) {
        let result: ONNXValue
        if let known = values[output] {
            result = known
        } else if let part = parts[output] {
            try lower(part)
            return try finish(output, as: name)
        } else {
            result = try constant(trace[output], for: name)
        }
        var node = Onnx_NodeProto()
        (node.name, node.opType) = (graph.unique("Identity"), "Identity")
        (node.input, node.output) = ([result.name], [name])
        graph.message.node.append(node)
    }
}
