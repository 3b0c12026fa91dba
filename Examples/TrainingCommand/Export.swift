import ArgumentParser
import Foundation
import ONNX
import SynaNN

/// `export`: writes a saved model as an ONNX file.
public struct Export<Options: NetworkOptions>: ParsableCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "export", abstract: "Writes a saved model as an ONNX file.",
            discussion: """
                The input is 'pixels', [N, channels, height, width], from 0 (black) to 1 (white); for MNIST [N, 1, 28, 28], \
                light digits on a dark background. The output is 'log_probabilities', [N, classes]. The file uses only \
                standard operators, so any ONNX runtime can run it. Its metadata contain the names of the classes.
                """)
    }

    @Argument(help: "The directory that --save wrote, or a model's safetensors file.")
    public var model: String

    @Argument(help: "The file to write.")
    public var file: String

    public init() {}

    public func run() throws {
        let saved = try SavedModel(path: model, Options.self)
        let onnx: ONNXModel = try onnxModel(saved.network, saved)
        try onnx.write(to: file)
        let lengths: String = saved.task.shape.dimensions.map { "\($0)" }.joined(separator: ", ")
        let size: Int = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
        print(
            "\(file): \(onnx.graph.nodeCount) nodes, \(onnx.tensorCount) tensors, \(size) bytes,"
                + " operator set \(ONNXGraph.operatorSet); pixels [N, \(lengths)] → log_probabilities [N, \(saved.task.classCount)]"
        )
    }

    private func onnxModel(_ network: some TensorModule<Float>, _ saved: SavedModel) throws -> ONNXModel {
        try ONNXModel(
            of: PixelClassifier(network: network, normalization: saved.task.normalization),
            sample: Shape(saved.task.shape.dimensions), input: "pixels", output: "log_probabilities",
            metadata: saved.settings.merging(["classes": saved.task.classNames.joined(separator: "\n")]) { own, _ in own
            })
    }
}
