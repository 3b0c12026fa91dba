import Differentiation
import Tensors

/// Group normalisation of N samples with C channels: see `groupNormalized`. The input is `[N, C]` or `[N, C, …]`. The
/// layer normalises each group of channels of each sample to mean 0 and variance 1, then multiplies each channel by a
/// learned scale and adds a learned shift. Training and inference are the same.
///
/// Source: Y. Wu, K. He, "Group normalization", ECCV 2018.
public struct GroupNorm<Scalar: RealScalar>: Module {
    /// The scale of each channel, of shape `[C]` and initially 1, or `nil` for a layer without scale and shift.
    public var weight: Tensor<Scalar>?
    /// The shift of each channel, of shape `[C]` and initially 0, or `nil` for a layer without scale and shift.
    public var bias: Tensor<Scalar>?
    /// The number of groups.
    public let groups: Int
    /// C, the number of channels.
    public let channels: Int
    /// The number added to each variance before the square root.
    public let epsilon: Double

    /// Creates a layer with scale 1 and shift 0. Traps unless `groups` is positive and divides `channels`.
    ///
    /// - Parameters:
    ///   - groups: The number of groups.
    ///   - channels: C, the number of channels.
    ///   - epsilon: The number added to each variance before the square root.
    ///   - affine: Whether the layer has a scale and a shift.
    public init(_ groups: Int, _ channels: Int, epsilon: Double = 1e-5, affine: Bool = true) {
        require(
            groups >= 1 && channels % groups == 0, "GroupNorm: \(groups) groups do not divide \(channels) channels")
        weight = affine ? Tensor(ones: [channels]) : nil
        bias = affine ? Tensor(zeros: [channels]) : nil
        (self.groups, self.channels, self.epsilon) = (groups, channels, epsilon)
    }

    /// Returns the normalised input, in the input's shape. Traps if the input has fewer than two axes, or if the length
    /// of its second axis is not the number of channels. The derivative is first-order: a second derivative traps.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        require(
            input.rank >= 2 && input.shape[1] == channels,
            "GroupNorm: input \(input.shape) must be [N, \(channels)] or [N, \(channels), …]")
        return groupNormalized(input, groups: groups, scale: weight, shift: bias, epsilon: Scalar(epsilon))
    }

    /// Visits `weight` and `bias`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
    }
}
