/// A value that consists of tensors of any scalar types. A model with several input or output tensors uses such a value
/// as its input or output.
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
    /// Passes each tensor of the group to the visitor, which may replace the tensor. Every call must visit all tensors
    /// in the same order.
    mutating func visitTensors(_ visitor: inout some TensorVisitor)
}

/// A visitor of the tensors of a group. The visitor may replace the tensors.
public protocol TensorVisitor {
    /// The names of the parts that enclose the current tensor, outermost first.
    var path: [String] { get set }
    /// Visits a single tensor. The visitor may replace the tensor.
    mutating func visitTensor<Scalar: TensorScalar>(_ tensor: inout Tensor<Scalar>)
}

extension TensorVisitor {
    /// Visits the tensors of `part`. During the visit, `path` ends with `name`.
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
    /// Visits the tensors of the wrapped group; does nothing for `nil`.
    public mutating func visitTensors(_ visitor: inout some TensorVisitor) { self?.visitTensors(&visitor) }
}

extension Array: TensorGroup where Element: TensorGroup {
    /// Visits the tensors of each element. The name of an element is its index: `0`, `1`, ….
    public mutating func visitTensors(_ visitor: inout some TensorVisitor) {
        for index in indices { visitor.visit(&self[index], String(index)) }
    }
}
