import Differentiation
import Tensors

/// The greatest pixel under each window: see `maxPool2D`.
public struct MaxPool2D<Scalar: RealScalar>: ParameterFreeModule {
    /// The windows' size and distances.
    public let window: Window2D

    /// Windows of a height and a width; their distance is their size unless a stride is given.
    public init(kernel: (Int, Int), stride: (Int, Int)? = nil, padding: (Int, Int) = (0, 0)) {
        window = Window2D(kernel: kernel, stride: stride ?? kernel, padding: padding)
    }

    /// The same with square windows and equal distances in both directions.
    public init(_ kernel: Int, stride: Int? = nil, padding: Int = 0) {
        self.init(kernel: (kernel, kernel), stride: stride.map { ($0, $0) }, padding: (padding, padding))
    }

    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { maxPool2D(input, window) }
}

/// The mean over each window: see `averagePool2D`.
public struct AveragePool2D<Scalar: RealScalar>: ParameterFreeModule {
    /// The windows' size and distances.
    public let window: Window2D

    /// Windows of a height and a width; their distance is their size unless a stride is given.
    public init(kernel: (Int, Int), stride: (Int, Int)? = nil, padding: (Int, Int) = (0, 0)) {
        window = Window2D(kernel: kernel, stride: stride ?? kernel, padding: padding)
    }

    /// The same with square windows and equal distances in both directions.
    public init(_ kernel: Int, stride: Int? = nil, padding: Int = 0) {
        self.init(kernel: (kernel, kernel), stride: stride.map { ($0, $0) }, padding: (padding, padding))
    }

    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { averagePool2D(input, window) }
}

/// The mean of each plane: `[N, C, H, W] → [N, C]`.
public struct GlobalAveragePool2D<Scalar: RealScalar>: ParameterFreeModule {
    public init() {}
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { globalAveragePool2D(input) }
}

/// The greatest pixel of each plane: `[N, C, H, W] → [N, C]`.
public struct GlobalMaxPool2D<Scalar: RealScalar>: ParameterFreeModule {
    public init() {}
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { globalMaxPool2D(input) }
}
