import Foundation
import Interchange
internal import SwiftProtobuf
import Tensors

/// Writes a traced computation as an ONNX graph, operation by operation.
struct TraceExporter {
    private let trace: BatchTrace
    private let lowerings: ONNXLowerings
    /// The graph from the inputs to the outputs.
    private(set) var graph: ONNXGraph
    /// The graph's value for each value of the trace that has been written.
    private var values: [Trace.Value: ONNXValue] = [:]
    /// For a value that is computed from a module's parameters and constants only, the module's path.
    private var modules: [Trace.Value: String] = [:]
    /// The operations within composite operations, by the value that they compute.
    private var parts: [Trace.Value: BatchTrace.Node] = [:]

    /// - Parameters:
    ///   - trace: The computation.
    ///   - inputs: The names of the trace's inputs.
    ///   - outputs: The names of the trace's outputs.
    ///   - lowerings: The functions that write the operations.
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

    /// Records the operations within a composite operation in `parts`.
    private mutating func collectParts(of node: BatchTrace.Node) {
        for part in node.body {
            parts[part.output] = part
            collectParts(of: part)
        }
    }

    /// Writes an operation: by its lowering, or where it has none, by the operations within it.
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

    /// The path of the module that owns a parameter, or from whose parameters a value is computed; else `nil`.
    private func module(of value: Trace.Value) -> String? {
        if let module = modules[value] { return module }
        guard let name = trace[value].origin.parameterName else { return nil }
        return name.split(separator: ".").dropLast().joined(separator: ".")
    }

    private func isConstant(_ value: Trace.Value) -> Bool {
        if case .constant = trace[value].origin { return true }
        return false
    }

    /// The graph's value for an input of an operation; a constant is added where it is first used.
    private mutating func value(_ value: Trace.Value, for node: BatchTrace.Node) throws(ONNXError) -> ONNXValue {
        if values[value] == nil, let part = parts[value] {
            // The composite operation was written by its own lowering, but a value within it is used elsewhere too.
            let path: String = graph.path
            try lower(part)
            graph.path = path
        }
        if let known = values[value] { return known }
        let result: ONNXValue = try constant(trace[value], for: node.operation)
        values[value] = result
        return result
    }

    /// Adds a value that no node computes: a parameter, a buffer or a constant, which may depend on the batch size.
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

    /// Gives a computed value the name of an output.
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
