import Differentiation
import Tensors

/// A layer that computes x for each positive element x of the input, and x · a for the other elements, where a is a
/// learned slope: see `Tensor.prelu(slope:)`.
///
/// Source: K. He et al., "Delving deep into rectifiers", ICCV 2015.
public struct PReLU<Scalar: RealScalar>: Module {
    /// The slopes, of shape `[C]` for C channels, or `[1]` for a single slope.
    public var weight: Tensor<Scalar>

    /// Creates a layer whose slopes are all `initial`. Traps if `channels` is not positive.
    ///
    /// - Parameters:
    ///   - channels: The number of slopes: the number of channels of the input, or 1 for a single slope.
    ///   - initial: The initial value of every slope.
    public init(_ channels: Int = 1, initial: Double = 0.25) {
        require(channels > 0, "PReLU: \(channels) channels are not a positive number")
        weight = Tensor(repeating: Scalar(initial), shape: [channels])
    }

    /// Returns the activation of each element of the input, in the input's shape. The input is `[N, C]` or `[N, C, …]`
    /// for N samples with C channels; with a single slope, an input of any shape. Traps if the number of slopes is
    /// neither 1 nor the number of channels.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.prelu(slope: weight) }

    /// Visits `weight`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&weight, "weight") }
}
