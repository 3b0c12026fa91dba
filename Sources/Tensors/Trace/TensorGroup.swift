/// A value made of tensors of any scalar types: an input or output of a model that has several.
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
    /// Passes each tensor to the visitor. Every call must visit all tensors in the same order.
    mutating func visitTensors(_ visitor: inout some TensorVisitor)
}

/// A visitor of the tensors of a group. It may replace them.
public protocol TensorVisitor {
    /// The names of the parts that enclose the current tensor, outermost first.
    var path: [String] { get set }
    /// Visits one tensor.
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
    /// Visits the tensor itself.
    public mutating func visitTensors(_ visitor: inout some TensorVisitor) { visitor.visitTensor(&self) }
}

extension Optional: TensorGroup where Wrapped: TensorGroup {
    /// Visits the tensors of the wrapped group, if any.
    public mutating func visitTensors(_ visitor: inout some TensorVisitor) { self?.visitTensors(&visitor) }
}

extension Array: TensorGroup where Element: TensorGroup {
    /// Visits the tensors of each element under its index: `0`, `1`, ….
    public mutating func visitTensors(_ visitor: inout some TensorVisitor) {
        for index in indices { visitor.visit(&self[index], String(index)) }
    }
}
