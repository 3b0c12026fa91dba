import Differentiation
import Tensors

/// A layer that computes the greatest pixel in each window: see `maxPool2D`.
public struct MaxPool2D<Scalar: RealScalar>: ParameterFreeModule {
    /// The geometry of the window.
    public let window: Window2D

    /// Creates a layer with windows of any size. In each pair the first number is vertical and the second is
    /// horizontal.
    ///
    /// - Parameters:
    ///   - kernel: The height and width of the window, in pixels.
    ///   - stride: The distance between neighbouring windows; the size of the window by default.
    ///   - padding: The number of pixels by which windows reach beyond the image on each side.
    public init(kernel: (Int, Int), stride: (Int, Int)? = nil, padding: (Int, Int) = (0, 0)) {
        window = Window2D(kernel: kernel, stride: stride ?? kernel, padding: padding)
    }

    /// Creates a layer with square windows and equal distances in both directions.
    ///
    /// - Parameters:
    ///   - kernel: The height and width of the window, in pixels.
    ///   - stride: The distance between neighbouring windows; the size of the window by default.
    ///   - padding: The number of pixels by which windows reach beyond the image on each side.
    public init(_ kernel: Int, stride: Int? = nil, padding: Int = 0) {
        self.init(kernel: (kernel, kernel), stride: stride.map { ($0, $0) }, padding: (padding, padding))
    }

    /// Computes `[N, C, H, W] → [N, C, H′, W′]`: see `maxPool2D`.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { maxPool2D(input, window) }
}

/// A layer that computes the mean of each window: see `averagePool2D`.
public struct AveragePool2D<Scalar: RealScalar>: ParameterFreeModule {
    /// The geometry of the window.
    public let window: Window2D

    /// Creates a layer with windows of any size. In each pair the first number is vertical and the second is
    /// horizontal.
    ///
    /// - Parameters:
    ///   - kernel: The height and width of the window, in pixels.
    ///   - stride: The distance between neighbouring windows; the size of the window by default.
    ///   - padding: The number of pixels by which windows reach beyond the image on each side.
    public init(kernel: (Int, Int), stride: (Int, Int)? = nil, padding: (Int, Int) = (0, 0)) {
        window = Window2D(kernel: kernel, stride: stride ?? kernel, padding: padding)
    }

    /// Creates a layer with square windows and equal distances in both directions.
    ///
    /// - Parameters:
    ///   - kernel: The height and width of the window, in pixels.
    ///   - stride: The distance between neighbouring windows; the size of the window by default.
    ///   - padding: The number of pixels by which windows reach beyond the image on each side.
    public init(_ kernel: Int, stride: Int? = nil, padding: Int = 0) {
        self.init(kernel: (kernel, kernel), stride: stride.map { ($0, $0) }, padding: (padding, padding))
    }

    /// Computes `[N, C, H, W] → [N, C, H′, W′]`: see `averagePool2D`.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { averagePool2D(input, window) }
}

/// A layer that computes the mean of each plane: `[N, C, H, W] → [N, C]`.
public struct GlobalAveragePool2D<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates the layer.
    public init() {}
    /// Computes `[N, C, H, W] → [N, C]`: see `globalAveragePool2D`.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { globalAveragePool2D(input) }
}

/// A layer that computes the greatest pixel of each plane: `[N, C, H, W] → [N, C]`.
public struct GlobalMaxPool2D<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates the layer.
    public init() {}
    /// Computes `[N, C, H, W] → [N, C]`: see `globalMaxPool2D`.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { globalMaxPool2D(input) }
}
