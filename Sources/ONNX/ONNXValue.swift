import Interchange

/// What flows along an edge of an ONNX graph: an input, a constant, or what a node computes.
public struct ONNXValue: Sendable, Hashable {
    /// The name, which the graph has once.
    public let name: String
}

/// A constant of a node.
public enum ONNXAttribute: Sendable, Hashable {
    case float(Double)
    case int(Int)
    case ints([Int])
    case strings([String])
    case tensor(AnyTensor)
}
