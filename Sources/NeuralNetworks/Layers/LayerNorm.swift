import Differentiation
import Tensors

/// Normalisation over the last axes of each sample: `(x − μ) / √(σ² + ε) · weight + bias`, with the mean and population
/// variance of those axes.
///
/// Source: J. Ba, J. Kiros, G. Hinton, "Layer normalization", 2016.
public struct LayerNorm<Scalar: RealScalar>: Module {
    /// The shape of the normalised axes, at first 1.
    public var weight: Tensor<Scalar>
    /// The same shape, at first 0.
    public var bias: Tensor<Scalar>
    /// What is added to each variance before its root is taken.
    public let epsilon: Double

    /// - Parameter shape: The lengths of the last axes, which are normalised together.
    public init(_ shape: Shape, epsilon: Double = 1e-5) {
        require(shape.rank > 0, "LayerNorm: no axis to normalise over")
        weight = Tensor(ones: shape)
        bias = Tensor(zeros: shape)
        self.epsilon = epsilon
    }

    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        require(
            input.rank >= weight.rank && Array(input.shape.suffix(weight.rank)) == weight.shape.dimensions,
            "LayerNorm: input \(input.shape) does not end with \(weight.shape)")
        let axes: [Int] = (1 ... weight.rank).map { -$0 }
        return withOperation(operation(input)) {
            let center: Tensor<Scalar> = input - input.mean(axes: axes, keepDims: true)
            let deviation: Tensor<Scalar> = (input.variance(axes: axes, keepDims: true) + Scalar(epsilon)).squareRoot()
            return center / deviation * weight + bias
        }
    }

    private func operation(_ input: Tensor<Scalar>) -> TensorOperation {
        TensorOperation("layerNormalized", input, weight, bias, attributes: ["epsilon": .number(epsilon)])
    }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
    }
}
