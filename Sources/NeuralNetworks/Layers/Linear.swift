import Differentiation
import Tensors

/// The dense layer `x · weightᵀ + bias`: `[…, inputs] → […, outputs]`.
public struct Linear<Scalar: RealScalar>: Module {
    /// `[outputs, inputs]`.
    public var weight: Tensor<Scalar>
    /// `[outputs]`, or `nil`.
    public var bias: Tensor<Scalar>?

    /// Creates a layer whose weight and bias are uniform in ±1/√inputs, as in PyTorch.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs.
    ///   - outputs: The number of outputs.
    ///   - bias: Whether the layer has a bias.
    ///   - generator: The source of the random numbers.
    public init(_ inputs: Int, _ outputs: Int, bias: Bool = true, using generator: inout PhiloxGenerator) {
        weight = Tensor(kaimingUniform: [outputs, inputs], negativeSlope: 5.0.squareRoot(), using: &generator)
        self.bias = bias ? Tensor(biasUniform: outputs, fanIn: inputs, using: &generator) : nil
    }

    /// Returns `linear(input, weight, bias: bias)`: `[…, inputs] → […, outputs]`. Traps if the length of the last axis
    /// is not `inputs`.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { linear(input, weight, bias: bias) }

    /// Visits `weight` and `bias`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
    }
}
