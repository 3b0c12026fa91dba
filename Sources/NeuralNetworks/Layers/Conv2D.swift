import Differentiation
import Tensors

/// The convolution layer `[N, inputs, H, W] → [N, outputs, H′, W′]`: see `conv2D`.
public struct Conv2D<Scalar: RealScalar>: Module {
    /// `[outputs, inputs, kernel height, kernel width]`.
    public var weight: Tensor<Scalar>
    /// `[outputs]`, or `nil`.
    public var bias: Tensor<Scalar>?
    /// The distance between neighbouring windows, in pixels.
    public let stride: (height: Int, width: Int)
    /// The number of zeros around the image on each side.
    public let padding: (height: Int, width: Int)
    /// The distance between neighbouring pixels of a window.
    public let dilation: (height: Int, width: Int)

    /// Creates a layer whose weight and bias are uniform in ±1/√(inputs · kernel height · kernel width), as in PyTorch.
    /// In each pair the first number is vertical and the second is horizontal.
    ///
    /// - Parameters:
    ///   - inputs: The number of channels of the input.
    ///   - outputs: The number of channels of the output.
    ///   - kernel: The height and width of the window, in pixels.
    ///   - stride: The distance between neighbouring windows, in pixels.
    ///   - padding: The number of zeros around the image on each side.
    ///   - dilation: The distance between neighbouring pixels of a window.
    ///   - bias: Whether the layer has a bias.
    ///   - generator: The source of the random numbers.
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

    /// Creates a layer with a square window and equal distances in both directions. Weight and bias are uniform in
    /// ±1/√(inputs · kernel²), as in PyTorch.
    ///
    /// - Parameters:
    ///   - inputs: The number of channels of the input.
    ///   - outputs: The number of channels of the output.
    ///   - kernel: The height and width of the window, in pixels.
    ///   - stride: The distance between neighbouring windows, in pixels.
    ///   - padding: The number of zeros around the image on each side.
    ///   - dilation: The distance between neighbouring pixels of a window.
    ///   - bias: Whether the layer has a bias.
    ///   - generator: The source of the random numbers.
    public init(
        _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
        bias: Bool = true, using generator: inout PhiloxGenerator
    ) {
        self.init(
            inputs, outputs, kernel: (kernel, kernel), stride: (stride, stride), padding: (padding, padding),
            dilation: (dilation, dilation), bias: bias, using: &generator)
    }

    /// Returns the convolution of `[N, inputs, H, W]`: see `conv2D`. Traps if the input's shape does not fit.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        conv2D(input, weight, bias: bias, stride: stride, padding: padding, dilation: dilation)
    }

    /// Visits `weight` and `bias`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
    }
}
