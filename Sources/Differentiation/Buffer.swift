import Tensors

/// A tensor of a model that is saved but not learned, such as the running statistics of a batch normalization.
///
/// A forward pass cannot change the model. Instead the pass calls `update` to record a new value. `valueWithGradient`
/// returns the new value in the gradient, which has the type of the model, and the optimizer copies the value from the
/// gradient into the model. Training one copy of a model therefore never changes another copy.
public struct Buffer<Scalar: RealScalar>: Sendable {
    /// The value of the buffer in the model. `update` does not change this value.
    public private(set) var value: Tensor<Scalar>
    private var recorder: Recorder?

    private final class Recorder: @unchecked Sendable {
        // Only the thread that runs the differentiated computation reads and writes `value`.
        var value: Tensor<Scalar>
        init(_ value: Tensor<Scalar>) { self.value = value }
    }

    /// Creates a buffer with the value `value`.
    public init(_ value: Tensor<Scalar>) { self.value = value }

    /// Records a new value, which the next step of the optimizer copies into the model. `latest` returns the new value
    /// at once.
    ///
    /// Outside of `valueWithGradient` the call has no effect. The recorded value is a constant for differentiation.
    /// Traps if the shape of `newValue` differs from the shape of `value`.
    public func update(_ newValue: Tensor<Scalar>) {
        require(
            newValue.shape == value.shape, "buffer: a value of shape \(newValue.shape) for one of shape \(value.shape)")
        recorder?.value = newValue.asConstant()
    }

    /// The value that `update` recorded last in this forward pass, or `value` if no value was recorded.
    public var latest: Tensor<Scalar> { recorder?.value ?? value }

    /// Returns a copy of the buffer in which `update` records new values.
    func recording() -> Buffer {
        var copy = Buffer(value)
        copy.recorder = Recorder(value)
        return copy
    }
}

extension Buffer: Parameterized {
    /// Passes the buffer to `visitBuffer`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visitBuffer(&self) }
}
