import Files
import Tensors

/// The error of a model that cannot be converted to ONNX, or of an ONNX file that cannot be written.
public struct ONNXError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The file cannot be written. The associated value is the system's reason.
        case inaccessible(String)
        /// The file would exceed 2 GiB, the maximum size of an ONNX file.
        case tooLarge
        /// The computation cannot be described for a batch of any size. The associated value is the reason.
        case untraceable(TraceError)
        /// An operation has no lowering. The associated value is the operation's name.
        case noLowering(String)
        /// An input, an output or an operation cannot be expressed in ONNX. The associated values are the name of the
        /// input, output or operation, and the reason.
        case unsupported(String, String)
    }

    /// The file's path; `nil` if the error does not concern a file.
    public let path: String?
    /// What is wrong with the model or the file.
    public let fault: Fault

    /// Creates an error about a model, or about the file at `path`.
    public init(path: String? = nil, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    /// The path if there is one, the fault, and advice.
    public var description: String {
        let start: String = path.map { "\($0): " } ?? ""
        switch fault {
        case .inaccessible(let reason): return "\(start)\(reason). Check the path and who may write it."
        case .tooLarge:
            return "\(start)an ONNX file has at most 2 GiB, and this model exceeds it. Save the model as safetensors."
        case .untraceable(let error): return "\(start)\(error)"
        case .noLowering(let name):
            return "\(start)the operation '\(name)' has no ONNX lowering. Add one: "
                + "ONNXModel(of: model, …, lowerings: .standard.adding(\"\(name)\") { graph, operation in … }), "
                + "which adds ONNX nodes to the graph and returns their result."
        case .unsupported(let name, let reason):
            return "\(start)the operation '\(name)' cannot be written in ONNX: \(reason). Change the model, or "
                + "add a lowering: ONNXModel(of: model, …, lowerings: .standard.adding(\"\(name)\") { graph, operation in … })."
        }
    }
}
