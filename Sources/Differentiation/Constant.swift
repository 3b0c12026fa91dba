/// Something that a module holds and neither learns nor saves, such as a mask or a table of positions.
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
/// A tensor that `visitParameters` does not reach is normally a mistake: nothing trains it and no file holds it. Debug
/// builds trap on such a tensor, see `forgottenParameters`; `@Constant` says that it is meant. Three choices:
///
/// - Learned and saved: visit the tensor.
/// - Saved, not learned: make it a `Buffer` and visit it.
/// - Neither: declare it `@Constant`. The module's initializer has to make it again.
@propertyWrapper
public struct Constant<Value: Sendable>: Sendable {
    /// What is held.
    public var wrappedValue: Value

    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
}

/// What the search for forgotten parameters does not look into.
protocol HeldConstant {}

extension Constant: HeldConstant {}
