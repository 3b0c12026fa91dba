import Files
import Foundation
import Interchange
internal import SwiftProtobuf
import Tensors

/// A trained model in the form of an ONNX file. The file contains the parameters and the computation in inference mode,
/// written as standard ONNX operators. Runtimes in other languages and on other machines can execute the file.
///
///     try ONNXModel(of: network, sample: [1, 28, 28]).write(to: "network.onnx")
///
/// The model needs no code for ONNX. The initializer calls the model three times, with batches of 2, 3 and 17 samples,
/// and records the operations of the model. `ONNXLowerings` converts the operations to ONNX nodes. The file accepts a
/// batch of any size.
public struct ONNXModel: Sendable {
    /// The graph of the computation.
    public let graph: ONNXGraph
    /// The number of parameters, buffers and constants in the file.
    public var tensorCount: Int { graph.message.initializer.count }
    /// The inputs of the file, and the outputs of the file.
    public let inputs, outputs: [Port]
    private let metadata: [String: String]

    /// An input or an output of the file.
    public struct Port: Sendable, Hashable, CustomStringConvertible {
        /// The name in the file.
        public let name: String
        /// The lengths of the axes, as functions of the batch size N.
        public let shape: [BatchLength]

        /// The name and the shape, such as `pixels [N, 1, 28, 28]`.
        public var description: String { "\(name) [\(shape.map(\.description).joined(separator: ", "))]" }
    }

    init(
        _ trace: BatchTrace, input: String, output: String, lowerings: ONNXLowerings, metadata: [String: String]
    ) throws(ONNXError) {
        let (inputs, outputs): ([String], [String]) = (
            trace.inputNames(input), trace.outputNames(output, besides: trace.inputNames(input))
        )
        let names: [String] = inputs + outputs
        require(Set(names).count == names.count, "ONNXModel: two inputs or outputs have one name: \(names)")
        graph = try TraceExporter(trace, inputs: inputs, outputs: outputs, lowerings: lowerings).graph
        self.inputs = zip(inputs, trace.inputs).map { Port(name: $0, shape: trace[$1].shape) }
        self.outputs = zip(outputs, trace.outputs).map { Port(name: $0, shape: trace[$1].shape) }
        self.metadata = metadata
    }

    /// The bytes of the file.
    ///
    /// - Throws: `ONNXError` with the fault `.tooLarge` if the file would exceed 2 GiB.
    public var encoded: Data {
        get throws(ONNXError) { try serialized() }
    }

    private func serialized() throws(ONNXError) -> Data {
        var message = Onnx_ModelProto()
        // Version 8 of the file format belongs to operator set 17.
        message.irVersion = 8
        message.producerName = "SynaNN"
        message.graph = graph.message
        var operators = Onnx_OperatorSetIdProto()
        (operators.domain, operators.version) = ("", Int64(ONNXGraph.operatorSet))
        message.opsetImport = [operators]
        message.metadataProps = metadata.sorted { $0.key < $1.key }.map { key, value in
            var entry = Onnx_StringStringEntryProto()
            (entry.key, entry.value) = (key, value)
            return entry
        }
        // No field is required, so serialization fails only if the message exceeds protobuf's limit of 2 GiB.
        do { return try message.serializedData() } catch { throw ONNXError(path: nil, .tooLarge) }
    }

    /// Writes the file to `path` atomically: after an error, an existing file is unchanged (see `AtomicFile`).
    ///
    /// - Throws: `ONNXError` with the fault `.tooLarge` if the file would exceed 2 GiB, or `.inaccessible` if the file
    ///   cannot be written.
    public func write(to path: String) throws(ONNXError) {
        let bytes: Data
        do throws(ONNXError) { bytes = try serialized() } catch { throw ONNXError(path: path, error.fault) }
        do throws(FileFault) { try AtomicFile.write(bytes, to: path) } catch {
            throw ONNXError(path: path, .inaccessible(error.reason))
        }
    }
}

extension BatchTrace {
    /// Returns the names of the inputs: `input` for a single tensor, and the names of the parts for a group of tensors.
    fileprivate func inputNames(_ input: String) -> [String] {
        inputs.map { value in
            guard case .input(let name) = self[value].origin else {
                fatalError("BatchTrace: a value listed as an input is not an input")
            }
            return name.hasPrefix("\(input).") ? String(name.dropFirst(input.count + 1)) : name
        }
    }

    /// Returns the names of the outputs: `output` for a single tensor, and the names of the parts for a group of
    /// tensors. If an input has the name of a part, `output` and a dot precede the parts' names: `output.logits`.
    fileprivate func outputNames(_ output: String, besides inputs: [String]) -> [String] {
        let areTaken: Bool = outputNames.contains(where: inputs.contains)
        return outputNames.map { $0.isEmpty ? output : areTaken ? "\(output).\($0)" : $0 }
    }
}
