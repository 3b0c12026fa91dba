import Differentiation
import Tensors

/// The transposed convolution layer `[N, inputs, H, W] → [N, outputs, H′, W′]` for N images of H × W pixels, which
/// enlarges images: see `convTranspose2D`, also for the size H′ × W′ of the output.
public struct ConvTranspose2D<Scalar: RealScalar>: Module {
    /// The weight, of shape `[inputs, outputs / groups, kernel height, kernel width]`.
    public var weight: Tensor<Scalar>
    /// The bias, of shape `[outputs]`, or `nil` for a layer without a bias.
    public var bias: Tensor<Scalar>?
    /// The distance between the windows of neighbouring pixels, in pixels of the output.
    public let stride: (height: Int, width: Int)
    /// The number of rows and columns that are removed on each side of the output.
    public let padding: (height: Int, width: Int)
    /// The number of rows that are added at the bottom, and of columns that are added on the right.
    public let outputPadding: (height: Int, width: Int)
    /// The distance between neighbouring pixels of a window, in pixels of the output.
    public let dilation: (height: Int, width: Int)
    /// The number of groups of channels. Each group of outputs reads only the inputs of the same group.
    public let groups: Int

    /// Creates a layer whose weight and bias are uniform between −b and b with b = 1/√(outputs / groups · kernel height
    /// · kernel width), as in PyTorch. In each pair the first number is vertical and the second number is horizontal.
    ///
    /// Traps unless `groups` is positive and divides the numbers of inputs and outputs. The first call of the layer
    /// traps unless the paddings are at least 0, the window, the stride and the dilation are positive, and the output
    /// padding is smaller than the stride or the dilation.
    ///
    /// - Parameters:
    ///   - inputs: The number of channels of the input.
    ///   - outputs: The number of channels of the output.
    ///   - kernel: The height and width of the window, in pixels.
    ///   - stride: The distance between the windows of neighbouring pixels, in pixels of the output.
    ///   - padding: The number of rows or columns that are removed on each side of the output.
    ///   - outputPadding: The number of rows or columns that are added at the bottom or on the right.
    ///   - dilation: The distance between neighbouring pixels of a window, in pixels of the output.
    ///   - groups: The number of groups of channels.
    ///   - bias: Whether the layer has a bias.
    ///   - generator: The source of the random numbers.
    public init(
        _ inputs: Int, _ outputs: Int, kernel: (Int, Int), stride: (Int, Int) = (1, 1), padding: (Int, Int) = (0, 0),
        outputPadding: (Int, Int) = (0, 0), dilation: (Int, Int) = (1, 1), groups: Int = 1, bias: Bool = true,
        using generator: inout PhiloxGenerator
    ) {
        require(
            groups >= 1 && inputs % groups == 0 && outputs % groups == 0,
            "ConvTranspose2D: \(groups) groups do not divide \(inputs) inputs and \(outputs) outputs")
        let shape: Shape = [inputs, outputs / groups, kernel.0, kernel.1]
        weight = Tensor(kaimingUniform: shape, negativeSlope: 5.0.squareRoot(), using: &generator)
        let fanIn: Int = outputs / groups * kernel.0 * kernel.1
        self.bias = bias ? Tensor(biasUniform: outputs, fanIn: fanIn, using: &generator) : nil
        (self.stride, self.padding, self.outputPadding) = (stride, padding, outputPadding)
        (self.dilation, self.groups) = (dilation, groups)
    }

    /// Creates a layer with a square window, and with the same stride, paddings and dilation in both directions. Weight
    /// and bias are uniform between −b and b with b = 1/(kernel · √(outputs / groups)), as in PyTorch.
    ///
    /// Traps unless `groups` is positive and divides the numbers of inputs and outputs. The first call of the layer
    /// traps unless the paddings are at least 0, the window, the stride and the dilation are positive, and the output
    /// padding is smaller than the stride or the dilation.
    ///
    /// - Parameters:
    ///   - inputs: The number of channels of the input.
    ///   - outputs: The number of channels of the output.
    ///   - kernel: The length of each side of the window, in pixels.
    ///   - stride: The distance between the windows of neighbouring pixels, in pixels of the output.
    ///   - padding: The number of rows or columns that are removed on each side of the output.
    ///   - outputPadding: The number of rows or columns that are added at the bottom or on the right.
    ///   - dilation: The distance between neighbouring pixels of a window, in pixels of the output.
    ///   - groups: The number of groups of channels.
    ///   - bias: Whether the layer has a bias.
    ///   - generator: The source of the random numbers.
    public init(
        _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, outputPadding: Int = 0,
        dilation: Int = 1, groups: Int = 1, bias: Bool = true, using generator: inout PhiloxGenerator
    ) {
        self.init(
            inputs, outputs, kernel: (kernel, kernel), stride: (stride, stride), padding: (padding, padding),
            outputPadding: (outputPadding, outputPadding), dilation: (dilation, dilation), groups: groups, bias: bias,
            using: &generator)
    }

    /// Returns the transposed convolution of the input: `[N, inputs, H, W] → [N, outputs, H′, W′]` for N images of H ×
    /// W pixels, see `convTranspose2D`. Traps if the input has another shape, or if the output would have no pixel.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        convTranspose2D(
            input, weight, bias: bias, stride: stride, padding: padding, outputPadding: outputPadding,
            dilation: dilation, groups: groups)
    }

    /// Visits `weight` and `bias`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
    }
}
