import Differentiation
import Tensors

/// The dense layer, which maps an input x of shape `[…, inputs]` to `x · weightᵀ + bias` of shape `[…, outputs]`.
public struct Linear<Scalar: RealScalar>: Module {
    /// The weight, of shape `[outputs, inputs]`.
    public var weight: Tensor<Scalar>
    /// The bias, of shape `[outputs]`, or `nil` for a layer without a bias.
    public var bias: Tensor<Scalar>?

    /// Creates a layer whose weight and bias are uniform between −1/√inputs and 1/√inputs, as in PyTorch. Without
    /// inputs the bias is uniform between −1 and 1.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs, which is the length of the input's last axis. The number may be 0; a negative
    ///     number traps.
    ///   - outputs: The number of outputs, which is the length of the result's last axis. The number may be 0; a
    ///     negative number traps.
    ///   - bias: Whether the layer has a bias.
    ///   - generator: The source of the random numbers.
    public init(_ inputs: Int, _ outputs: Int, bias: Bool = true, using generator: inout PhiloxGenerator) {
        require(
            inputs >= 0 && outputs >= 0, "Linear: \(inputs) inputs and \(outputs) outputs must not be negative")
        weight = Tensor(kaimingUniform: [outputs, inputs], negativeSlope: 5.0.squareRoot(), using: &generator)
        self.bias = bias ? Tensor(biasUniform: outputs, fanIn: inputs, using: &generator) : nil
    }

    /// Returns `linear(input, weight, bias: bias)`: `[…, inputs] → […, outputs]`. Traps if the input is a scalar, or if
    /// the length of the input's last axis is not `inputs`, the number of columns of the weight.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { linear(input, weight, bias: bias) }

    /// Visits `weight` and `bias`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
    }
}
