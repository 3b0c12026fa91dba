import Differentiation
import Tensors

/// Layer normalisation over the last axes of each sample: `(x − μ) / √(σ² + ε) · weight + bias` for each element x. The
/// mean μ and the population variance σ² are taken over all elements of these axes, separately for each sample. ε is
/// `epsilon`.
///
/// Source: J. Ba, J. Kiros, G. Hinton, "Layer normalization", 2016.
public struct LayerNorm<Scalar: RealScalar>: Module {
    /// The scale, in the shape of the normalised axes; initially 1.
    public var weight: Tensor<Scalar>
    /// The shift, in the shape of the normalised axes; initially 0.
    public var bias: Tensor<Scalar>
    /// The number added to each variance before the square root.
    public let epsilon: Double

    /// Creates a layer with scale 1 and shift 0. Traps if `shape` has no axis.
    ///
    /// - Parameters:
    ///   - shape: The lengths of the axes to normalise over. These axes are the last axes of the input.
    ///   - epsilon: The number added to each variance before the square root.
    public init(_ shape: Shape, epsilon: Double = 1e-5) {
        require(shape.rank > 0, "LayerNorm: no axis to normalise over")
        weight = Tensor(ones: shape)
        bias = Tensor(zeros: shape)
        self.epsilon = epsilon
    }

    /// Returns the normalised input, in the input's shape. Traps if the input's shape does not end with the shape of
    /// `weight`.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        require(
            input.rank >= weight.rank && Array(input.shape.suffix(weight.rank)) == weight.shape.dimensions,
            "LayerNorm: input \(input.shape) does not end with \(weight.shape)")
        return layerNormalized(input, scale: weight, shift: bias, epsilon: epsilon)
    }

    /// Visits `weight` and `bias`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
    }
}
