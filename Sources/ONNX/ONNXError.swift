import Files
import Tensors

/// A model that cannot be written as an ONNX file.
public struct ONNXError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The system refused; its words.
        case inaccessible(String)
        /// The tensors take more than the 2 GiB that such a file may have.
        case tooLarge
        /// The model's computation cannot be written down for a batch of any size.
        case untraceable(TraceError)
        /// There is no lowering for an operation; its name.
        case noLowering(String)
        /// An operation is used in a way that no ONNX operator has; its name, and the way.
        case unsupported(String, String)
    }

    /// The file, where one was named.
    public let path: String?
    /// What is wrong with it.
    public let fault: Fault

    public init(path: String? = nil, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    public var description: String {
        let start: String = path.map { "\($0): " } ?? ""
        switch fault {
        case .inaccessible(let reason): return "\(start)\(reason). Check the path and who may write it."
        case .tooLarge: return "\(start)an ONNX file holds at most 2 GiB. Write the model as safetensors."
        case .untraceable(let error): return "\(start)\(error)"
        case .noLowering(let name):
            return "\(start)no lowering for the operation '\(name)'. Add one: "
                + "ONNXModel(of: model, …, lowerings: .standard.adding(\"\(name)\") { graph, operation in … }), "
                + "which adds ONNX nodes to the graph and returns their outcome."
        case .unsupported(let name, let reason):
            return "\(start)the operation '\(name)' has no ONNX operator here: \(reason). Let the model do without, or "
                + "add a lowering: ONNXModel(of: model, …, lowerings: .standard.adding(\"\(name)\") { graph, operation in … })."
        }
    }
}
