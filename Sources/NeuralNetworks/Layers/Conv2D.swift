import Differentiation
import Tensors

/// The convolution layer `[N, inputs, H, W] → [N, outputs, H′, W′]` for N images of H × W pixels: see `conv2D`. The
/// output size H′ × W′ is the result of `Window2D.outputSize(height:width:)`.
public struct Conv2D<Scalar: RealScalar>: Module {
    /// The weight, of shape `[outputs, inputs / groups, kernel height, kernel width]`.
    public var weight: Tensor<Scalar>
    /// The bias, of shape `[outputs]`, or `nil` for a layer without a bias.
    public var bias: Tensor<Scalar>?
    /// The distance between neighbouring windows, in pixels.
    public let stride: (height: Int, width: Int)
    /// The number of rows of zeros above and below the image, and of columns of zeros to the left and to the right.
    public let padding: (height: Int, width: Int)
    /// The distance between neighbouring pixels of a window, in pixels of the image.
    public let dilation: (height: Int, width: Int)
    /// The number of groups of channels. Each group of outputs reads only the inputs of the same group.
    public let groups: Int

    /// Creates a layer whose weight and bias are uniform between −b and b with b = 1/√(inputs / groups · kernel height
    /// · kernel width), as in PyTorch. In each pair the first number is vertical and the second number is horizontal.
    ///
    /// Traps unless `groups` is positive and divides the numbers of inputs and outputs. The first call of the layer
    /// traps unless the padding is at least 0, and the window, the stride and the dilation are positive.
    ///
    /// - Parameters:
    ///   - inputs: The number of channels of the input.
    ///   - outputs: The number of channels of the output.
    ///   - kernel: The height and width of the window, in pixels.
    ///   - stride: The distance between neighbouring windows, in pixels.
    ///   - padding: The number of rows or columns of zeros on each side of the image.
    ///   - dilation: The distance between neighbouring pixels of a window, in pixels of the image.
    ///   - groups: The number of groups of channels. As many groups as inputs make a depthwise convolution.
    ///   - bias: Whether the layer has a bias.
    ///   - generator: The source of the random numbers.
    public init(
        _ inputs: Int, _ outputs: Int, kernel: (Int, Int), stride: (Int, Int) = (1, 1), padding: (Int, Int) = (0, 0),
        dilation: (Int, Int) = (1, 1), groups: Int = 1, bias: Bool = true, using generator: inout PhiloxGenerator
    ) {
        require(
            groups >= 1 && inputs % groups == 0 && outputs % groups == 0,
            "Conv2D: \(groups) groups do not divide \(inputs) inputs and \(outputs) outputs")
        let shape: Shape = [outputs, inputs / groups, kernel.0, kernel.1]
        weight = Tensor(kaimingUniform: shape, negativeSlope: 5.0.squareRoot(), using: &generator)
        let fanIn: Int = inputs / groups * kernel.0 * kernel.1
        self.bias = bias ? Tensor(biasUniform: outputs, fanIn: fanIn, using: &generator) : nil
        (self.stride, self.padding, self.dilation, self.groups) = (stride, padding, dilation, groups)
    }

    /// Creates a layer with a square window, and with the same stride, padding and dilation in both directions. Weight
    /// and bias are uniform between −b and b with b = 1/(kernel · √(inputs / groups)), as in PyTorch.
    ///
    /// Traps unless `groups` is positive and divides the numbers of inputs and outputs. The first call of the layer
    /// traps unless the padding is at least 0, and the window, the stride and the dilation are positive.
    ///
    /// - Parameters:
    ///   - inputs: The number of channels of the input.
    ///   - outputs: The number of channels of the output.
    ///   - kernel: The length of each side of the window, in pixels.
    ///   - stride: The distance between neighbouring windows, in pixels.
    ///   - padding: The number of rows or columns of zeros on each side of the image.
    ///   - dilation: The distance between neighbouring pixels of a window, in pixels of the image.
    ///   - groups: The number of groups of channels. As many groups as inputs make a depthwise convolution.
    ///   - bias: Whether the layer has a bias.
    ///   - generator: The source of the random numbers.
    public init(
        _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
        groups: Int = 1, bias: Bool = true, using generator: inout PhiloxGenerator
    ) {
        self.init(
            inputs, outputs, kernel: (kernel, kernel), stride: (stride, stride), padding: (padding, padding),
            dilation: (dilation, dilation), groups: groups, bias: bias, using: &generator)
    }

    /// Returns the convolution of the input: `[N, inputs, H, W] → [N, outputs, H′, W′]` for N images of H × W pixels.
    /// `Window2D.outputSize(height:width:)` gives H′ and W′: see `conv2D`. Traps if the input has another shape, or if
    /// no window fits in an image.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        conv2D(input, weight, bias: bias, stride: stride, padding: padding, dilation: dilation, groups: groups)
    }

    /// Visits `weight` and `bias`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
    }
}
