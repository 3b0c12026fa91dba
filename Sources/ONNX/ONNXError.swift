import Files
import Tensors

/// A model that cannot be written as an ONNX file: what, where, and what to do.
public struct ONNXError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The file cannot be written; the system's reason.
        case inaccessible(String)
        /// The model exceeds 2 GiB, the maximum size of an ONNX file.
        case tooLarge
        /// No trace of the model exists that is valid for every batch size.
        case untraceable(TraceError)
        /// An operation of this name has no lowering.
        case noLowering(String)
        /// No ONNX operator expresses this use of an operation; the operation's name, and the reason.
        case unsupported(String, String)
    }

    /// The file; `nil` if the error occurs before a file is named.
    public let path: String?
    /// What is wrong with it.
    public let fault: Fault

    /// An error about a model, or about the file at `path`.
    public init(path: String? = nil, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    /// Where, what and what to do.
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
