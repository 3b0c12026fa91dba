import Differentiation
import Tensors

/// Instance normalisation of N samples with C channels (PyTorch's InstanceNorm1d and InstanceNorm2d). The input is
/// `[N, C, …]` with at least three axes. The layer normalises each channel of each sample to mean 0 and variance 1. If
/// the layer has a scale and a shift, it then multiplies each channel by the scale and adds the shift. Training and
/// inference are the same: the layer has no running statistics, as PyTorch's layer by default.
///
/// Source: D. Ulyanov, A. Vedaldi, V. Lempitsky, "Instance normalization: the missing ingredient for fast stylization",
/// 2016.
public struct InstanceNorm<Scalar: RealScalar>: Module {
    /// The scale of each channel, of shape `[C]` and initially 1, or `nil` for a layer without scale and shift.
    public var weight: Tensor<Scalar>?
    /// The shift of each channel, of shape `[C]` and initially 0, or `nil` for a layer without scale and shift.
    public var bias: Tensor<Scalar>?
    /// C, the number of channels.
    public let channels: Int
    /// The number added to each variance before the square root.
    public let epsilon: Double

    /// Creates a layer, by default without a scale and a shift.
    ///
    /// - Parameters:
    ///   - channels: C, the number of channels.
    ///   - epsilon: The number added to each variance before the square root.
    ///   - affine: Whether the layer has a scale, initially 1, and a shift, initially 0.
    public init(_ channels: Int, epsilon: Double = 1e-5, affine: Bool = false) {
        weight = affine ? Tensor(ones: [channels]) : nil
        bias = affine ? Tensor(zeros: [channels]) : nil
        (self.channels, self.epsilon) = (channels, epsilon)
    }

    /// Returns the normalised input, in the input's shape. Traps if the input has fewer than three axes, if the length
    /// of its second axis is not the number of channels, or if a channel of a sample has a single value, because a
    /// single value has no variance. The derivative is first-order: a second derivative traps.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        require(
            input.rank >= 3 && input.shape[1] == channels,
            "InstanceNorm: input \(input.shape) must be [N, \(channels), …] with at least three axes")
        require(
            input.shape.dropFirst(2).reduce(1, *) != 1,
            "InstanceNorm: each channel of a sample needs more than one value, not an input of shape \(input.shape)")
        return groupNormalized(input, groups: channels, scale: weight, shift: bias, epsilon: Scalar(epsilon))
    }

    /// Visits `weight` and `bias`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
    }
}
