import Differentiation
import Tensors

/// A layer that computes x for each positive element x of the input, and x · `negativeSlope` for the other elements:
/// see `Tensor.leakyReLU(negativeSlope:)`.
public struct LeakyReLU<Scalar: RealScalar>: ParameterFreeModule {
    /// The slope for negative elements.
    public let negativeSlope: Double
    /// Creates a layer with the given slope for negative elements.
    public init(negativeSlope: Double = 0.01) { self.negativeSlope = negativeSlope }
    /// Returns x for each positive element x of the input, and x · `negativeSlope` for the other elements, in the
    /// input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        input.leakyReLU(negativeSlope: Scalar(negativeSlope))
    }
}

/// A layer that computes x for each positive element x of the input, and `alpha` · (eˣ − 1) for the other elements: see
/// `Tensor.elu(alpha:)`.
public struct ELU<Scalar: RealScalar>: ParameterFreeModule {
    /// The negative of the limit at −∞.
    public let alpha: Double
    /// Creates a layer whose limit at −∞ is −`alpha`.
    public init(alpha: Double = 1) { self.alpha = alpha }
    /// Returns x for each positive element x of the input, and `alpha` · (eˣ − 1) for the other elements, in the
    /// input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.elu(alpha: Scalar(alpha)) }
}

/// A layer that computes x · min(max(x + 3, 0), 6) / 6 for each element x of the input: see `Tensor.hardswish()`.
public struct Hardswish<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates a layer, which has no parameters.
    public init() {}
    /// Returns x · min(max(x + 3, 0), 6) / 6 for each element x of the input, in the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.hardswish() }
}

/// A layer that computes min(max(x + 3, 0), 6) / 6 for each element x of the input: see `Tensor.hardsigmoid()`.
public struct Hardsigmoid<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates a layer, which has no parameters.
    public init() {}
    /// Returns min(max(x + 3, 0), 6) / 6 for each element x of the input, in the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.hardsigmoid() }
}
