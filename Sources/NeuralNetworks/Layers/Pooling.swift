import Differentiation
import Tensors

/// A layer that computes the greatest pixel of each window, in each channel of each image. Padding pixels are ignored:
/// see `maxPool2D`.
public struct MaxPool2D<Scalar: RealScalar>: ParameterFreeModule {
    /// The size, the stride and the padding of the windows.
    public let window: Window2D

    /// Creates a layer with windows of any size. In each pair the first number is vertical and the second number is
    /// horizontal. Traps unless the padding is at least 0, and the kernel and the stride are positive.
    ///
    /// - Parameters:
    ///   - kernel: The height and width of the window, in pixels.
    ///   - stride: The distance between neighbouring windows, in pixels; the size of the window by default.
    ///   - padding: The number of pixels by which windows reach beyond the image on each side.
    public init(kernel: (Int, Int), stride: (Int, Int)? = nil, padding: (Int, Int) = (0, 0)) {
        window = Window2D(kernel: kernel, stride: stride ?? kernel, padding: padding)
    }

    /// Creates a layer with square windows, and with the same stride and padding in both directions. Traps unless the
    /// padding is at least 0, and the kernel and the stride are positive.
    ///
    /// - Parameters:
    ///   - kernel: The length of each side of the window, in pixels.
    ///   - stride: The distance between neighbouring windows, in pixels; the size of the window by default.
    ///   - padding: The number of pixels by which windows reach beyond the image on each side.
    public init(_ kernel: Int, stride: Int? = nil, padding: Int = 0) {
        self.init(kernel: (kernel, kernel), stride: stride.map { ($0, $0) }, padding: (padding, padding))
    }

    /// Returns the greatest pixel of each window: `[N, C, H, W] → [N, C, H′, W′]` for N images with C channels of H × W
    /// pixels and H′ × W′ windows. Traps if the input does not have four axes, if no window fits in an image, if the
    /// padding is more than half of the window, or if a window has no pixel because the images have no pixels.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { maxPool2D(input, window) }
}

/// A layer that computes the mean of each window, in each channel of each image. Padding pixels count as zeros: see
/// `averagePool2D`.
public struct AveragePool2D<Scalar: RealScalar>: ParameterFreeModule {
    /// The size, the stride and the padding of the windows.
    public let window: Window2D

    /// Creates a layer with windows of any size. In each pair the first number is vertical and the second number is
    /// horizontal. Traps unless the padding is at least 0, and the kernel and the stride are positive.
    ///
    /// - Parameters:
    ///   - kernel: The height and width of the window, in pixels.
    ///   - stride: The distance between neighbouring windows, in pixels; the size of the window by default.
    ///   - padding: The number of pixels by which windows reach beyond the image on each side.
    public init(kernel: (Int, Int), stride: (Int, Int)? = nil, padding: (Int, Int) = (0, 0)) {
        window = Window2D(kernel: kernel, stride: stride ?? kernel, padding: padding)
    }

    /// Creates a layer with square windows, and with the same stride and padding in both directions. Traps unless the
    /// padding is at least 0, and the kernel and the stride are positive.
    ///
    /// - Parameters:
    ///   - kernel: The length of each side of the window, in pixels.
    ///   - stride: The distance between neighbouring windows, in pixels; the size of the window by default.
    ///   - padding: The number of pixels by which windows reach beyond the image on each side.
    public init(_ kernel: Int, stride: Int? = nil, padding: Int = 0) {
        self.init(kernel: (kernel, kernel), stride: stride.map { ($0, $0) }, padding: (padding, padding))
    }

    /// Returns the mean of each window: `[N, C, H, W] → [N, C, H′, W′]` for N images with C channels of H × W pixels
    /// and H′ × W′ windows. Traps if the input does not have four axes, or if no window fits in an image.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { averagePool2D(input, window) }
}

/// A layer that computes the mean of each channel of each image: `[N, C, H, W] → [N, C]` for N images with C channels
/// of H × W pixels.
public struct GlobalAveragePool2D<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates a layer, which has no parameters.
    public init() {}
    /// Returns the mean of each channel of each image: `[N, C, H, W] → [N, C]` for N images with C channels of H × W
    /// pixels. The mean is NaN for images without pixels. Traps if the input has fewer than four axes.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { globalAveragePool2D(input) }
}

/// A layer that computes the greatest pixel of each channel of each image: `[N, C, H, W] → [N, C]` for N images with C
/// channels of H × W pixels.
public struct GlobalMaxPool2D<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates a layer, which has no parameters.
    public init() {}
    /// Returns the greatest pixel of each channel of each image: `[N, C, H, W] → [N, C]` for N images with C channels
    /// of H × W pixels. Traps if the input has fewer than four axes, or if an image has no pixels.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { globalMaxPool2D(input) }
}

/// A layer that computes the means of a given number of windows in each channel of each image, for images of any size:
/// see `adaptiveAveragePool2D`.
public struct AdaptiveAveragePool2D<Scalar: RealScalar>: ParameterFreeModule {
    /// The height and the width of the output, in pixels.
    public let size: (height: Int, width: Int)

    /// Creates a layer. The first call traps unless the height and the width are positive.
    ///
    /// - Parameter size: The height and the width of the output, in pixels.
    public init(_ size: (Int, Int)) { self.size = size }

    /// Creates a layer with a square output. The first call traps unless the size is positive.
    ///
    /// - Parameter size: The length of each side of the output, in pixels.
    public init(_ size: Int) { self.size = (size, size) }

    /// Returns the means of the windows: `[N, C, H, W] → [N, C, H′, W′]` for N images with C channels of H × W pixels
    /// and an output of H′ × W′ pixels. Traps if the input does not have four axes, or if the images have no pixels.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { adaptiveAveragePool2D(input, size) }
}

/// A layer that computes the greatest pixels of a given number of windows in each channel of each image, for images of
/// any size: see `adaptiveMaxPool2D`.
public struct AdaptiveMaxPool2D<Scalar: RealScalar>: ParameterFreeModule {
    /// The height and the width of the output, in pixels.
    public let size: (height: Int, width: Int)

    /// Creates a layer. The first call traps unless the height and the width are positive.
    ///
    /// - Parameter size: The height and the width of the output, in pixels.
    public init(_ size: (Int, Int)) { self.size = size }

    /// Creates a layer with a square output. The first call traps unless the size is positive.
    ///
    /// - Parameter size: The length of each side of the output, in pixels.
    public init(_ size: Int) { self.size = (size, size) }

    /// Returns the greatest pixels of the windows: `[N, C, H, W] → [N, C, H′, W′]` for N images with C channels of H ×
    /// W pixels and an output of H′ × W′ pixels. Traps if the input does not have four axes, or if the images have no
    /// pixels.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { adaptiveMaxPool2D(input, size) }
}
