import Differentiation
import Tensors

/// The dense layer `x · weightᵀ + bias`: `[…, inputs] → […, outputs]`.
public struct Linear<Scalar: RealScalar>: Module {
    /// `[outputs, inputs]`.
    public var weight: Tensor<Scalar>
    /// `[outputs]`.
    public var bias: Tensor<Scalar>?

    /// Weight and bias uniform in ±1/√inputs, as PyTorch has it.
    public init(_ inputs: Int, _ outputs: Int, bias: Bool = true, using generator: inout PhiloxGenerator) {
        weight = Tensor(kaimingUniform: [outputs, inputs], negativeSlope: 5.0.squareRoot(), using: &generator)
        self.bias = bias ? Tensor(biasUniform: outputs, fanIn: inputs, using: &generator) : nil
    }

    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { linear(input, weight, bias) }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
    }
}
