/// A property of a module that is neither learned nor saved, such as a mask or a table of positions.
///
///     struct Masked: Module {
///         var layer: Linear<Float>
///         @Constant var mask: Tensor<Float>
///
///         func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> { layer(x * mask) }
///
///         mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&layer, "layer") }
///     }
///
/// A tensor that `visitParameters` does not visit is usually a mistake: no optimizer changes it, and no file contains
/// it. Debug builds trap on such a tensor unless it is declared `@Constant` (see `forgottenParameters`). There are
/// three choices for a tensor of a module:
///
/// - Learned and saved: visit the tensor.
/// - Saved but not learned: make the tensor a `Buffer` and visit the buffer.
/// - Neither learned nor saved: declare the tensor `@Constant`. The module's initializer must compute the tensor,
///   because loading a file does not restore it.
@propertyWrapper
public struct Constant<Value: Sendable>: Sendable {
    /// The value of the property.
    public var wrappedValue: Value

    /// Creates a constant property with the value `wrappedValue`.
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
}

/// A value that the search for forgotten parameters skips.
protocol DeclaredConstant {}

extension Constant: DeclaredConstant {}
