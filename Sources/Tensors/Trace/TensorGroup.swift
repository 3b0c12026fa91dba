/// A value made of tensors of any scalars: what a model is given or answers, where that is more than one tensor.
///
///     struct MaskedTokens: TensorGroup {
///         var tokens: Tensor<Int>
///         var mask: Tensor<Bool>
///
///         mutating func visitTensors(_ visitor: inout some TensorVisitor) {
///             visitor.visit(&tokens, "tokens")
///             visitor.visit(&mask, "mask")
///         }
///     }
public protocol TensorGroup {
    /// Passes each tensor to the visitor, always all of them in the same order.
    mutating func visitTensors(_ visitor: inout some TensorVisitor)
}

/// Something that walks over the tensors of a group and may replace them.
public protocol TensorVisitor {
    /// Names of the parts entered so far, outermost first.
    var path: [String] { get set }
    mutating func visitTensor<Scalar: TensorScalar>(_ tensor: inout Tensor<Scalar>)
}

extension TensorVisitor {
    /// Visits a part of the group under its name.
    public mutating func visit(_ part: inout some TensorGroup, _ name: String) {
        path.append(name)
        part.visitTensors(&self)
        path.removeLast()
    }
}

extension Tensor: TensorGroup {
    public mutating func visitTensors(_ visitor: inout some TensorVisitor) { visitor.visitTensor(&self) }
}

extension Optional: TensorGroup where Wrapped: TensorGroup {
    public mutating func visitTensors(_ visitor: inout some TensorVisitor) { self?.visitTensors(&visitor) }
}

extension Array: TensorGroup where Element: TensorGroup {
    public mutating func visitTensors(_ visitor: inout some TensorVisitor) {
        for index in indices { visitor.visit(&self[index], String(index)) }
    }
}
