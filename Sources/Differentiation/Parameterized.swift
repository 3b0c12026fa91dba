import Tensors

/// A value made of named parameters and buffers: a tensor, a layer, a network, or an array of these.
///
/// Gradients, optimizers, checkpoints and summaries use the single requirement to reach the parameters.
///
///     struct Classifier: Parameterized {
///         var hidden: Linear<Float>
///         var output: Linear<Float>
///
///         mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
///             visitor.visit(&hidden, "hidden")
///             visitor.visit(&output, "output")
///         }
///     }
///
/// Nothing trains or saves a stored tensor that is not visited. Debug builds trap on such a tensor: see
/// `forgottenParameters` and `Constant`.
public protocol Parameterized {
    /// Passes each part that has parameters to the visitor, with its name. Every call must visit all parts in the same
    /// order.
    mutating func visitParameters(_ visitor: inout some ParameterVisitor)
}

/// A visitor of the parameters and buffers of a model. It may replace them.
public protocol ParameterVisitor {
    /// The names of the parts that enclose the current tensor, outermost first.
    var path: [String] { get set }
    /// Visits a learned tensor.
    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>)
    /// Visits a tensor that is saved but not learned, such as running statistics. By default it does nothing.
    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>)
}

extension ParameterVisitor {
    /// Visits a part of the model. Its parameters' names start with `name`.
    public mutating func visit(_ part: inout some Parameterized, _ name: String) {
        path.append(name)
        part.visitParameters(&self)
        path.removeLast()
    }

    /// The full name of the current tensor, such as `conv1.weight`.
    public var name: String { path.joined(separator: ".") }

    /// Does nothing. This is the default for visitors that do not need buffers.
    public mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {}
}

extension Tensor: Parameterized where Scalar: RealScalar {
    /// Visits the tensor itself as a parameter.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visitParameter(&self)
    }
}

extension Optional: Parameterized where Wrapped: Parameterized {
    /// Visits the parameters of the wrapped value, if any.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        guard var value = self else { return }
        // If `self` kept a second reference, in-place operations would copy the tensor's memory.
        self = nil
        value.visitParameters(&visitor)
        self = value
    }
}

extension Array: Parameterized where Element: Parameterized {
    /// Visits the parameters of each element under its index: `0`, `1`, ….
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        for index in indices { visitor.visit(&self[index], String(index)) }
    }
}
