/// What an operation is, as a trace keeps it: its name, what it is given, and the numbers that it takes beside tensors.
///
///     TensorOperation("sum", x, attributes: ["axes": .integers([0]), "keepDims": .boolean(false)])
///
/// An operation that is not traced never makes this value: `withDerivative` takes it unevaluated.
public struct TensorOperation: Sendable {
    /// The name, that of the function.
    public let name: String
    /// The tensors, in an order of the operation's own; none in the place of an optional one that is left out.
    public let inputs: [(any TensorProtocol)?]
    /// The numbers and words that it takes beside tensors, by name.
    public let attributes: [String: Attribute]
    /// How many multiplications with an addition it takes, as summaries count them: products of matrices and the like.
    /// 0 for elementwise operations, whose cost is that of passing over memory.
    public let multiplyAdds: Int

    public init(
        _ name: String, _ inputs: (any TensorProtocol)?..., attributes: [String: Attribute] = [:],
        multiplyAdds: Int = 0
    ) {
        self.init(name, inputs: inputs, attributes: attributes, multiplyAdds: multiplyAdds)
    }

    /// The same for a list of tensors.
    public init(
        _ name: String, inputs: [(any TensorProtocol)?], attributes: [String: Attribute] = [:], multiplyAdds: Int = 0
    ) {
        (self.name, self.inputs, self.attributes, self.multiplyAdds) = (name, inputs, attributes, multiplyAdds)
    }

    /// What makes a constant of a tensor: no work, so that profiles leave it out.
    static let stopGradient = "stopGradient"

    /// The operation with inputs, unless it has some already.
    func taking(_ inputs: [(any TensorProtocol)?]) -> TensorOperation {
        self.inputs.isEmpty
            ? TensorOperation(name, inputs: inputs, attributes: attributes, multiplyAdds: multiplyAdds) : self
    }

    /// A number or word that an operation takes beside tensors.
    public enum Attribute: Sendable, Hashable {
        case integer(Int)
        case integers([Int])
        case number(Double)
        case boolean(Bool)
        case text(String)
    }
}

/// A tensor whose type of scalars is known only as the program runs.
public protocol TensorProtocol: Sendable {
    /// The length of each axis.
    var shape: Shape { get }
    /// The type of the elements.
    static var scalarType: any TensorScalar.Type { get }
}

extension Tensor: TensorProtocol {
    public static var scalarType: any TensorScalar.Type { Scalar.self }
}
