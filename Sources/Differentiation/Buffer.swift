import Tensors

/// A tensor that belongs to a model and is saved with it, but is not learned, such as the running statistics of a
/// normalisation.
///
/// A forward pass cannot change the model. It records a new value with `update`. `valueWithGradient` returns the new
/// value in the gradient, which has the model's type, and the optimizer copies it from there into the model. Training
/// one copy of a model therefore never changes another copy.
public struct Buffer<Scalar: RealScalar>: Sendable {
    /// The tensor.
    public private(set) var value: Tensor<Scalar>
    private var recorder: Recorder?

    private final class Recorder: @unchecked Sendable {
        // Only the thread that runs the differentiated computation reads and writes this value.
        var value: Tensor<Scalar>
        init(_ value: Tensor<Scalar>) { self.value = value }
    }

    /// Creates a buffer with its initial value.
    public init(_ value: Tensor<Scalar>) { self.value = value }

    /// Records a new value, which the optimizer's step copies into the model. `latest` then returns the new value.
    ///
    /// Has no effect outside of `valueWithGradient`. The recorded value is a constant for differentiation. Traps if the
    /// shapes differ.
    public func update(_ newValue: Tensor<Scalar>) {
        require(
            newValue.shape == value.shape, "buffer: a value of shape \(newValue.shape) for one of shape \(value.shape)")
        recorder?.value = newValue.asConstant()
    }

    /// The value recorded last in this pass, or `value`.
    public var latest: Tensor<Scalar> { recorder?.value ?? value }

    /// Returns a copy that records updates.
    func recording() -> Buffer {
        var copy = Buffer(value)
        copy.recorder = Recorder(value)
        return copy
    }
}

extension Buffer: Parameterized {
    /// Visits the buffer itself.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visitBuffer(&self) }
}
