import Differentiation
import Tensors

/// max(x, 0).
public struct ReLU<Scalar: RealScalar>: ParameterFreeModule {
    public init() {}
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.relu() }
}

/// x Φ(x), exact.
public struct GELU<Scalar: RealScalar>: ParameterFreeModule {
    public init() {}
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.gelu() }
}

/// x / (1 + e⁻ˣ).
public struct SiLU<Scalar: RealScalar>: ParameterFreeModule {
    public init() {}
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.silu() }
}

/// log(1 + eˣ).
public struct Softplus<Scalar: RealScalar>: ParameterFreeModule {
    public init() {}
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.softplus() }
}

/// The hyperbolic tangent.
public struct Tanh<Scalar: RealScalar>: ParameterFreeModule {
    public init() {}
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.tanh() }
}

/// 1 / (1 + e⁻ˣ).
public struct Sigmoid<Scalar: RealScalar>: ParameterFreeModule {
    public init() {}
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.sigmoid() }
}

/// Softmax along an axis, the last one unless another is named.
public struct Softmax<Scalar: RealScalar>: ParameterFreeModule {
    /// The axis; a negative one counts from the end.
    public let axis: Int
    public init(axis: Int = -1) { self.axis = axis }
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.softmax(axis: axis) }
}

/// Log-softmax along an axis, the last one unless another is named.
public struct LogSoftmax<Scalar: RealScalar>: ParameterFreeModule {
    /// The axis; a negative one counts from the end.
    public let axis: Int
    public init(axis: Int = -1) { self.axis = axis }
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.logSoftmax(axis: axis) }
}

/// The input itself: what stands in a layer's place when the layer is taken out.
public struct Identity<Scalar: RealScalar>: ParameterFreeModule {
    public init() {}
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input }
}

/// All axes but the first as one: `[N, …] → [N, features]`.
public struct Flatten<Scalar: RealScalar>: ParameterFreeModule {
    public init() {}
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.flattened(from: 1) }
}
