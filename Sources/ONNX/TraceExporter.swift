import Foundation
import Interchange
internal import SwiftProtobuf
import Tensors

/// Writes a traced computation as an ONNX graph, operation by operation.
struct TraceExporter {
    private let trace: BatchTrace
    private let lowerings: ONNXLowerings
    private(set) var graph: ONNXGraph
    private var values: [Trace.Value: ONNXValue] = [:]
    /// The module whose parameters a value is computed from, if it is computed from nothing else.
    private var modules: [Trace.Value: String] = [:]
    /// The operations within others, by what they compute.
    private var parts: [Trace.Value: BatchTrace.Node] = [:]

    /// - Parameters:
    ///   - inputs: The names of the trace's inputs.
    ///   - outputs: The names of its outputs.
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

    private mutating func collectParts(of node: BatchTrace.Node) {
        for part in node.body {
            parts[part.output] = part
            collectParts(of: part)
        }
    }

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

    /// The module that a parameter belongs to, or that a value is computed from the parameters of.
    private func module(of value: Trace.Value) -> String? {
        if let module = modules[value] { return module }
        guard let name = trace[value].origin.parameterName else { return nil }
        return name.split(separator: ".").dropLast().joined(separator: ".")
    }

    private func isConstant(_ value: Trace.Value) -> Bool {
        if case .constant = trace[value].origin { return true }
        return false
    }

    private mutating func value(_ value: Trace.Value, for node: BatchTrace.Node) throws(ONNXError) -> ONNXValue {
        if values[value] == nil, let part = parts[value] {
            // A part of an operation that was lowered whole is used outside of it as well.
            let path: String = graph.path
            try lower(part)
            graph.path = path
        }
        if let known = values[value] { return known }
        let result: ONNXValue = try constant(trace[value], for: node.operation)
        values[value] = result
        return result
    }

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
                throw ONNXError(.unsupported(operation, "a constant of it has no elements"))
            }
            return graph.uniform(first, shape: info.shape)
        }
        return graph.constant(numbers, numbers.name)
    }

    /// Gives what has been computed the name of an output.
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

extension AnyTensor {
    /// The first number, as a tensor of one element.
    fileprivate var first: AnyTensor? {
        shape.elementCount == 0 ? nil : AnyTensor(dtype: dtype, shape: [1], bytes: Data(bytes.prefix(dtype.byteCount)))
    }

    /// The part at the first position of the first axis, which has length 1 then.
    fileprivate var firstPart: AnyTensor {
        AnyTensor(
            dtype: dtype, shape: Shape([1] + shape.dropFirst()), bytes: Data(bytes.prefix(bytes.count / shape[0])))
    }

    /// What a constant of the model is called in the graph: a single number by itself.
    fileprivate var name: String {
        guard shape.rank == 0 else { return "constant" }
        if let number: Float = dtype == .float32 ? tensor()?.scalar : nil {
            return Self.name(Double(number), "\(number)")
        }
        if let number: Double = dtype == .float64 ? tensor()?.scalar : nil { return Self.name(number, "\(number)") }
        if let number: Int = dtype.isFloatingPoint || dtype == .bool ? nil : tensor()?.scalar { return "\(number)" }
        return "constant"
    }

    private static func name(_ number: Double, _ description: String) -> String {
        number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : description
    }
}
