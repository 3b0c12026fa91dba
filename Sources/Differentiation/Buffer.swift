import Tensors

/// A tensor that a model keeps without learning it, such as the running statistics of a normalisation.
///
/// A forward pass is a function of the model, and yet it has to leave something behind. It says so with `update`, which
/// takes effect only on the copy of the model that `valueWithGradient` runs: the gradient, which has the model's own
/// type, carries the new value in the buffer's place, and the optimizer puts it into the model. So a copy of a model
/// never changes because another one is trained.
public struct Buffer<Scalar: RealScalar>: Sendable {
    /// The tensor.
    public private(set) var value: Tensor<Scalar>
    private var recorder: Recorder?

    private final class Recorder: @unchecked Sendable {
        // Written and read by the one thread that runs the computation being differentiated.
        var value: Tensor<Scalar>
        init(_ value: Tensor<Scalar>) { self.value = value }
    }

    public init(_ value: Tensor<Scalar>) { self.value = value }

    /// Leaves a new value for after the step. Without effect outside of `valueWithGradient`. A second update in one pass
    /// sees the first one's outcome in `latest`.
    public func update(_ newValue: Tensor<Scalar>) {
        require(
            newValue.shape == value.shape, "buffer: a value of shape \(newValue.shape) for one of shape \(value.shape)")
        recorder?.value = newValue.asConstant()
    }

    /// The value with this pass's updates.
    public var latest: Tensor<Scalar> { recorder?.value ?? value }

    /// The buffer that records updates.
    func recording() -> Buffer {
        var copy = Buffer(value)
        copy.recorder = Recorder(value)
        return copy
    }
}

extension Buffer: Parameterized {
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visitBuffer(&self) }
}
