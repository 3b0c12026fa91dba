import Tensors

/// A value made of named parameters, and perhaps buffers: a tensor, a layer, a network, an array of these.
///
/// The one requirement drives everything that walks over a model: gradients, optimizers, checkpoints, summaries.
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
/// Nothing trains or saves a stored tensor that is not visited: debug builds trap on one, see `forgottenParameters` and
/// `Constant`.
public protocol Parameterized {
    /// Passes each part that holds parameters to the visitor, with its name, always all of them in the same order.
    mutating func visitParameters(_ visitor: inout some ParameterVisitor)
}

/// Something that walks over the parameters and buffers of a model and may replace them.
public protocol ParameterVisitor {
    /// Names of the parts entered so far, outermost first.
    var path: [String] { get set }
    /// A tensor that is learned.
    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>)
    /// A tensor that is not learned but belongs to the model, as running statistics do.
    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>)
}

extension ParameterVisitor {
    /// Visits a part of the model under its name.
    public mutating func visit(_ part: inout some Parameterized, _ name: String) {
        path.append(name)
        part.visitParameters(&self)
        path.removeLast()
    }

    /// The full name of the tensor that is being visited: `conv1.weight`.
    public var name: String { path.joined(separator: ".") }

    public mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {}
}

extension Tensor: Parameterized where Scalar: RealScalar {
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visitParameter(&self)
    }
}

extension Optional: Parameterized where Wrapped: Parameterized {
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        guard var value = self else { return }
        // The copy in `self` would keep an in-place operation on the tensor from being one.
        self = nil
        value.visitParameters(&visitor)
        self = value
    }
}

extension Array: Parameterized where Element: Parameterized {
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        for index in indices { visitor.visit(&self[index], String(index)) }
    }
}
