import Differentiation
import Tensors

/// Normalisation over the last axes of each sample by the root mean square: `x / √(mean(x²) + ε) · weight` for each
/// element x, see `rmsNormalized`. The mean is taken over all elements of these axes, separately for each sample. ε is
/// `epsilon`.
///
/// Source: B. Zhang, R. Sennrich, "Root mean square layer normalization", NeurIPS 2019.
public struct RMSNorm<Scalar: RealScalar>: Module {
    /// The scale, in the shape of the normalised axes and initially 1, or `nil` for a layer without a scale.
    public var weight: Tensor<Scalar>?
    /// The lengths of the normalised axes.
    public let shape: Shape
    /// The number added to each mean square before the square root.
    public let epsilon: Double

    /// Creates a layer with scale 1. Traps if `shape` has no axis.
    ///
    /// - Parameters:
    ///   - shape: The lengths of the axes to normalise over. These axes are the last axes of the input.
    ///   - epsilon: The number added to each mean square before the square root. The default, `nil`, is the distance
    ///     from 1 to the next number of the type `Scalar`, as in PyTorch.
    ///   - affine: Whether the layer has a scale.
    public init(_ shape: Shape, epsilon: Double? = nil, affine: Bool = true) {
        require(shape.rank > 0, "RMSNorm: no axis to normalise over")
        weight = affine ? Tensor(ones: shape) : nil
        self.shape = shape
        self.epsilon = epsilon ?? Double(Scalar.ulpOfOne)
    }

    /// Returns the normalised input, in the input's shape. Traps if the input's shape does not end with `shape`. The
    /// derivative is first-order: a second derivative traps.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        require(
            input.rank >= shape.rank && Array(input.shape.suffix(shape.rank)) == shape.dimensions,
            "RMSNorm: input \(input.shape) does not end with \(shape)")
        return rmsNormalized(input, over: shape, scale: weight, epsilon: Scalar(epsilon))
    }

    /// Visits `weight`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
    }
}
