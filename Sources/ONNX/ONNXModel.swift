import Foundation
import Interchange
import NeuralNetworks
internal import SwiftProtobuf
import Tensors

/// A trained module as an ONNX file has it, for runtimes of other languages and machines: what it computes in inference,
/// in standard operators, with its parameters.
///
///     try ONNXModel(network, sample: [1, 28, 28]).write(to: "network.onnx")
public struct ONNXModel: Sendable {
    /// The graph from the input to the output.
    public let graph: ONNXGraph
    /// How many tensors the file holds: parameters and the constants of nodes.
    public var tensorCount: Int { graph.message.initializer.count }
    /// The output's shape but for its first axis, the batch.
    public let outputShape: Shape
    private let metadata: [String: String]

    /// - Parameters:
    ///   - model: The module. It is called once, on zeros, to learn the output's shape.
    ///   - sample: The shape of one input: the graph's has the batch before it, of any length.
    ///   - input: The input's name.
    ///   - output: The output's name.
    ///   - metadata: Words that go with the file.
    public init<Model: ONNXConvertible>(
        _ model: Model, sample: Shape, input: String = "input", output: String = "output",
        metadata: [String: String] = [:]
    ) {
        let inputs = Tensor<Model.Scalar>(zeros: Shape([1] + sample.dimensions))
        let outputs: Tensor<Model.Scalar> = withMode(.inference) { model(inputs) }
        let dtype: DType = AnyTensor(real: inputs).dtype
        var graph = ONNXGraph(input: input, output: output)
        let result: ONNXValue = model.addNodes(to: &graph, ONNXValue(name: input))
        graph.end(with: result, as: output)
        graph.message.input = [Onnx_ValueInfoProto(input, dtype, shape: inputs.shape.dimensions)]
        graph.message.output = [Onnx_ValueInfoProto(output, dtype, shape: outputs.shape.dimensions)]
        (self.graph, self.metadata) = (graph, metadata)
        outputShape = Shape(Array(outputs.shape.dropFirst()))
    }

    /// The file's bytes.
    public func serialized() throws(ONNXError) -> Data {
        var message = Onnx_ModelProto()
        // The version of the format that came with the set of operators.
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
        // With all fields optional, size is the one thing that can stand against it.
        do { return try message.serializedData() } catch { throw ONNXError(path: nil, .tooLarge) }
    }

    /// Writes the file: whole, or not at all.
    public func write(to path: String) throws(ONNXError) {
        let bytes: Data
        do throws(ONNXError) { bytes = try serialized() } catch { throw ONNXError(path: path, error.fault) }
        do throws(FileFault) { try AtomicFile.write(bytes, to: path) } catch {
            throw ONNXError(path: path, .inaccessible(error.reason))
        }
    }
}

/// An ONNX file that cannot be written.
public struct ONNXError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The system refused; its words.
        case inaccessible(String)
        /// The tensors take more than the 2 GiB that such a file may have.
        case tooLarge
    }

    /// The file, where one was named.
    public let path: String?
    /// What is wrong with it.
    public let fault: Fault

    init(path: String?, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    public var description: String {
        let start: String = path.map { "\($0): " } ?? ""
        switch fault {
        case .inaccessible(let reason): return "\(start)\(reason). Check the path and who may write it."
        case .tooLarge: return "\(start)an ONNX file holds at most 2 GiB. Write the model as safetensors."
        }
    }
}
