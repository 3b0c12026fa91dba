import Differentiation
import Tensors

/// The convolution layer `[N, inputs, L] → [N, outputs, L′]` for N signals of length L: see `conv1D`.
public struct Conv1D<Scalar: RealScalar>: Module {
    /// The weight, of shape `[outputs, inputs / groups, kernel]`.
    public var weight: Tensor<Scalar>
    /// The bias, of shape `[outputs]`, or `nil` for a layer without a bias.
    public var bias: Tensor<Scalar>?
    /// The distance between neighbouring windows.
    public let stride: Int
    /// The number of zeros on each side of the signal.
    public let padding: Int
    /// The distance between neighbouring positions of a window.
    public let dilation: Int
    /// The number of groups of channels. Each group of outputs reads only the inputs of the same group.
    public let groups: Int

    /// Creates a layer whose weight and bias are uniform between −b and b with b = 1/√(inputs / groups · kernel), as in
    /// PyTorch.
    ///
    /// Traps unless `groups` is positive and divides the numbers of inputs and outputs. The first call of the layer
    /// traps unless the padding is at least 0, and the kernel, the stride and the dilation are positive.
    ///
    /// - Parameters:
    ///   - inputs: The number of channels of the input.
    ///   - outputs: The number of channels of the output.
    ///   - kernel: The length of the window.
    ///   - stride: The distance between neighbouring windows.
    ///   - padding: The number of zeros on each side of the signal.
    ///   - dilation: The distance between neighbouring positions of a window.
    ///   - groups: The number of groups of channels. As many groups as inputs make a depthwise convolution.
    ///   - bias: Whether the layer has a bias.
    ///   - generator: The source of the random numbers.
    public init(
        _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
        groups: Int = 1, bias: Bool = true, using generator: inout PhiloxGenerator
    ) {
        require(
            groups >= 1 && inputs % groups == 0 && outputs % groups == 0,
            "Conv1D: \(groups) groups do not divide \(inputs) inputs and \(outputs) outputs")
        let shape: Shape = [outputs, inputs / groups, kernel]
        weight = Tensor(kaimingUniform: shape, negativeSlope: 5.0.squareRoot(), using: &generator)
        self.bias = bias ? Tensor(biasUniform: outputs, fanIn: inputs / groups * kernel, using: &generator) : nil
        (self.stride, self.padding, self.dilation, self.groups) = (stride, padding, dilation, groups)
    }

    /// Returns the convolution of the input: `[N, inputs, L] → [N, outputs, L′]` for N signals of length L, see
    /// `conv1D`. Traps if the input has another shape, or if no window fits in a signal.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        conv1D(input, weight, bias: bias, stride: stride, padding: padding, dilation: dilation, groups: groups)
    }

    /// Visits `weight` and `bias`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
    }
}

/// A layer that computes the greatest element of each window, in each channel of each signal. Padding is ignored: see
/// `maxPool1D`.
public struct MaxPool1D<Scalar: RealScalar>: ParameterFreeModule {
    /// The length of the windows.
    public let kernel: Int
    /// The distance between neighbouring windows.
    public let stride: Int
    /// The number of positions by which windows reach beyond the signal on each side.
    public let padding: Int

    /// Creates a layer. The first call traps unless the padding is at least 0, and the kernel and the stride are
    /// positive.
    ///
    /// - Parameters:
    ///   - kernel: The length of the windows.
    ///   - stride: The distance between neighbouring windows; the length of the windows by default.
    ///   - padding: The number of positions by which windows reach beyond the signal on each side.
    public init(_ kernel: Int, stride: Int? = nil, padding: Int = 0) {
        (self.kernel, self.stride, self.padding) = (kernel, stride ?? kernel, padding)
    }

    /// Returns the greatest element of each window: `[N, C, L] → [N, C, L′]` for N signals with C channels of length L
    /// and L′ windows. Traps if the input does not have three axes, if no window fits in a signal, or if the padding is
    /// more than half of the window.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        maxPool1D(input, kernel: kernel, stride: stride, padding: padding)
    }
}

/// A layer that computes the mean of each window, in each channel of each signal. Padding counts as zeros: see
/// `averagePool1D`.
public struct AveragePool1D<Scalar: RealScalar>: ParameterFreeModule {
    /// The length of the windows.
    public let kernel: Int
    /// The distance between neighbouring windows.
    public let stride: Int
    /// The number of positions by which windows reach beyond the signal on each side.
    public let padding: Int

    /// Creates a layer. The first call traps unless the padding is at least 0, and the kernel and the stride are
    /// positive.
    ///
    /// - Parameters:
    ///   - kernel: The length of the windows.
    ///   - stride: The distance between neighbouring windows; the length of the windows by default.
    ///   - padding: The number of positions by which windows reach beyond the signal on each side.
    public init(_ kernel: Int, stride: Int? = nil, padding: Int = 0) {
        (self.kernel, self.stride, self.padding) = (kernel, stride ?? kernel, padding)
    }

    /// Returns the mean of each window: `[N, C, L] → [N, C, L′]` for N signals with C channels of length L and L′
    /// windows. Traps if the input does not have three axes, or if no window fits in a signal.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        averagePool1D(input, kernel: kernel, stride: stride, padding: padding)
    }
}
