import Tensors

/// A value that consists of named parameters and buffers: a tensor, a layer, a network, or an array of such values.
///
/// The protocol has a single requirement, `visitParameters`. Gradients, optimizers, checkpoints and summaries call it
/// to read and replace the parameters.
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
/// If `visitParameters` does not visit a stored tensor, no optimizer changes the tensor and no file contains it. Debug
/// builds trap on such a tensor: see `forgottenParameters` and `Constant`.
public protocol Parameterized {
    /// Passes each part of the value that has parameters or buffers to the visitor, with the name of the part. The
    /// parts must be visited in the same order in every call.
    mutating func visitParameters(_ visitor: inout some ParameterVisitor)
}

/// A visitor of the parameters and buffers of a model. The visitor may replace the tensors that it visits.
public protocol ParameterVisitor {
    /// The names of the parts of the model that contain the current tensor, from the outermost part to the innermost
    /// part. `visit` sets this property.
    var path: [String] { get set }
    /// Visits `parameter`, a tensor that is learned and saved. The visitor may change or replace the tensor.
    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>)
    /// Visits `buffer`, which contains a tensor that is saved but not learned, such as running statistics. The default
    /// implementation does nothing.
    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>)
}

extension ParameterVisitor {
    /// Visits `part`, a part of the model with the name `name`. During the visit, `path` ends with `name`.
    public mutating func visit(_ part: inout some Parameterized, _ name: String) {
        path.append(name)
        part.visitParameters(&self)
        path.removeLast()
    }

    /// The full name of the current tensor: the names in `path`, joined by dots, such as `conv1.weight`.
    public var name: String { path.joined(separator: ".") }

    /// Does nothing. This is the default implementation, for visitors that do not need buffers.
    public mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {}
}

extension Tensor: Parameterized where Scalar: RealScalar {
    /// Passes the tensor to `visitParameter`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visitParameter(&self)
    }
}

extension Optional: Parameterized where Wrapped: Parameterized {
    /// Visits the parameters of the wrapped value. Does nothing for `nil`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        guard var value = self else { return }
        // If `self` kept a second reference to the tensors, in-place operations of the visitor would copy the memory.
        self = nil
        value.visitParameters(&visitor)
        self = value
    }
}

extension Array: Parameterized where Element: Parameterized {
    /// Visits the parameters of each element. The name of an element is its index: `0`, `1`, ….
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        for index in indices { visitor.visit(&self[index], String(index)) }
    }
}
