import Differentiation
import Tensors

/// The convolution `[N, inputs, H, W] → [N, outputs, H′, W′]`: see `conv2D`.
public struct Conv2D<Scalar: RealScalar>: Module {
    /// `[outputs, inputs, kernel height, kernel width]`.
    public var weight: Tensor<Scalar>
    /// `[outputs]`.
    public var bias: Tensor<Scalar>?
    /// The distance between neighbouring windows.
    public let stride: (height: Int, width: Int)
    /// How far windows reach beyond the image on each side.
    public let padding: (height: Int, width: Int)
    /// The distance between neighbouring pixels of a window.
    public let dilation: (height: Int, width: Int)

    /// Weight and bias uniform in ±1/√(inputs · kernel size), as PyTorch has it.
    public init(
        _ inputs: Int, _ outputs: Int, kernel: (Int, Int), stride: (Int, Int) = (1, 1), padding: (Int, Int) = (0, 0),
        dilation: (Int, Int) = (1, 1), bias: Bool = true, using generator: inout PhiloxGenerator
    ) {
        weight = Tensor(
            kaimingUniform: [outputs, inputs, kernel.0, kernel.1], negativeSlope: 5.0.squareRoot(), using: &generator)
        let fanIn: Int = inputs * kernel.0 * kernel.1
        self.bias = bias ? Tensor(biasUniform: outputs, fanIn: fanIn, using: &generator) : nil
        (self.stride, self.padding, self.dilation) = (stride, padding, dilation)
    }

    /// The same with a square kernel and equal distances in both directions.
    public init(
        _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
        bias: Bool = true, using generator: inout PhiloxGenerator
    ) {
        self.init(
            inputs, outputs, kernel: (kernel, kernel), stride: (stride, stride), padding: (padding, padding),
            dilation: (dilation, dilation), bias: bias, using: &generator)
    }

    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        conv2D(input, weight, bias: bias, stride: stride, padding: padding, dilation: dilation)
    }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
    }
}
