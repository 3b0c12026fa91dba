/// A node of the tape: the pullback of an operation and the cotangent accumulated so far.
///
/// The class is not generic, because the runtime would look up the class of a node by its scalar type in each operation.
final class TapeNode {
    /// The scalar type of the operation's result, or `nil` for a node without a derivative, which ignores its cotangents.
    let scalar: Any.Type?
    /// Passes a cotangent of the operation's result to the inputs of the operation.
    let pullback: (_ tape: Tape, _ cotangent: ErasedTensor) -> Void
    @exclusivity(unchecked) var cotangent: ErasedTensor?

    init(_ scalar: Any.Type?, _ pullback: @escaping (_ tape: Tape, _ cotangent: ErasedTensor) -> Void) {
        (self.scalar, self.pullback) = (scalar, pullback)
    }
}

/// A tensor without its scalar type.
struct ErasedTensor {
    fileprivate let storage: Storage
    fileprivate let offset: Int
    fileprivate let shape: Shape
    fileprivate let strides: [Int]
    fileprivate let variable: Variable

    init<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>) {
        (storage, offset, shape, strides, variable) = (
            tensor.storage, tensor.offset, tensor.shape, tensor.strides, tensor.variable
        )
    }
}

extension Tensor {
    /// Creates the tensor from which `erased` was created. `Scalar` must be the scalar type of that tensor.
    init(_ erased: ErasedTensor) {
        self.init(storage: erased.storage, offset: erased.offset, shape: erased.shape, strides: erased.strides)
        variable = erased.variable
    }
}
