/// The description of an operation in a trace: its name, its input tensors, and its other arguments as attributes.
///
///     TensorOperation("sum", x, attributes: ["axes": .integers([0]), "keepDims": .boolean(false)])
///
/// The functions `withDerivative` take the description as an autoclosure, which is evaluated only if the computation is
/// traced or profiled.
public struct TensorOperation: Sendable {
    /// The operation's name, usually the name of the function.
    public let name: String
    /// The input tensors, in an order that the operation defines. `nil` stands for an optional input that is omitted.
    public let inputs: [(any TensorProtocol)?]
    /// The arguments that are not tensors, by name.
    public let attributes: [String: Attribute]
    /// The number of pairs of a multiplication and an addition, which summaries show. The number is 0 for elementwise
    /// operations, whose cost is memory traffic.
    public let multiplyAdds: Int

    /// Creates the description of an operation.
    ///
    /// - Parameters:
    ///   - name: The operation's name.
    ///   - inputs: The input tensors; `nil` for an optional input that is omitted.
    ///   - attributes: The arguments that are not tensors, by name.
    ///   - multiplyAdds: The number of multiply–add pairs, which summaries show; 0 for elementwise operations.
    public init(
        _ name: String, _ inputs: (any TensorProtocol)?..., attributes: [String: Attribute] = [:],
        multiplyAdds: Int = 0
    ) {
        self.init(name, inputs: inputs, attributes: attributes, multiplyAdds: multiplyAdds)
    }

    /// Creates the description of an operation from an array of its inputs.
    ///
    /// - Parameters:
    ///   - name: The operation's name.
    ///   - inputs: The input tensors; `nil` for an optional input that is omitted.
    ///   - attributes: The arguments that are not tensors, by name.
    ///   - multiplyAdds: The number of multiply–add pairs, which summaries show; 0 for elementwise operations.
    public init(
        _ name: String, inputs: [(any TensorProtocol)?], attributes: [String: Attribute] = [:], multiplyAdds: Int = 0
    ) {
        (self.name, self.inputs, self.attributes, self.multiplyAdds) = (name, inputs, attributes, multiplyAdds)
    }

    /// The name of the operation `asConstant`. Profiles omit this operation, because the operation does no work.
    static let stopGradient = "stopGradient"

    /// Returns this operation if it already has inputs, otherwise this operation with the given inputs.
    func taking(_ inputs: [(any TensorProtocol)?]) -> TensorOperation {
        self.inputs.isEmpty
            ? TensorOperation(name, inputs: inputs, attributes: attributes, multiplyAdds: multiplyAdds) : self
    }

    /// An argument of an operation, other than a tensor.
    public enum Attribute: Sendable, Hashable {
        /// An axis, a length or a count.
        case integer(Int)
        /// Axes, lengths or positions.
        case integers([Int])
        /// A real number.
        case number(Double)
        /// A Boolean value.
        case boolean(Bool)
        /// A word, such as the name of an activation function.
        case text(String)
    }
}

/// A tensor whose scalar type is known only at run time.
public protocol TensorProtocol: Sendable {
    /// The length of each axis.
    var shape: Shape { get }
    /// The type of the elements.
    static var scalarType: any TensorScalar.Type { get }
}

extension Tensor: TensorProtocol {
    /// The type of the elements.
    public static var scalarType: any TensorScalar.Type { Scalar.self }
}
