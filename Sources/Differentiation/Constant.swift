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
/// A tensor that `visitParameters` does not visit is usually a mistake: nothing trains it and no file contains it.
/// Debug builds trap on such a tensor (see `forgottenParameters`) unless it is declared `@Constant`. For a tensor of a
/// module there are three choices:
///
/// - Learned and saved: visit the tensor.
/// - Saved, not learned: make it a `Buffer` and visit it.
/// - Neither: declare it `@Constant`. The module's initializer must compute it, because loading does not restore it.
@propertyWrapper
public struct Constant<Value: Sendable>: Sendable {
    /// The value.
    public var wrappedValue: Value

    /// Creates a constant with this value.
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
}

/// A value that the search for forgotten parameters does not enter.
protocol DeclaredConstant {}

extension Constant: DeclaredConstant {}
