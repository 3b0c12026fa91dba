import Differentiation
import Tensors

/// max(x, 0), elementwise: see `Tensor.relu()`.
public struct ReLU<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates the layer.
    public init() {}
    /// Applies the function to the input. The result has the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.relu() }
}

/// x · Φ(x), elementwise, in its exact form: see `Tensor.gelu()`.
public struct GELU<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates the layer.
    public init() {}
    /// Applies the function to the input. The result has the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.gelu() }
}

/// x / (1 + e⁻ˣ), elementwise: see `Tensor.silu()`.
public struct SiLU<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates the layer.
    public init() {}
    /// Applies the function to the input. The result has the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.silu() }
}

/// log(1 + eˣ), elementwise: see `Tensor.softplus()`.
public struct Softplus<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates the layer.
    public init() {}
    /// Applies the function to the input. The result has the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.softplus() }
}

/// The hyperbolic tangent, elementwise: see `Tensor.tanh()`.
public struct Tanh<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates the layer.
    public init() {}
    /// Applies the function to the input. The result has the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.tanh() }
}

/// 1 / (1 + e⁻ˣ), elementwise: see `Tensor.sigmoid()`.
public struct Sigmoid<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates the layer.
    public init() {}
    /// Applies the function to the input. The result has the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.sigmoid() }
}

/// Softmax along an axis, by default the last one: see `Tensor.softmax(axis:)`.
public struct Softmax<Scalar: RealScalar>: ParameterFreeModule {
    /// The axis. A negative axis counts from the end.
    public let axis: Int
    /// Creates a layer that works along the given axis. A negative axis counts from the end.
    public init(axis: Int = -1) { self.axis = axis }
    /// Applies the function to the input. The result has the input's shape. Traps if the axis is out of range.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.softmax(axis: axis) }
}

/// Log-softmax along an axis, by default the last one: see `Tensor.logSoftmax(axis:)`.
public struct LogSoftmax<Scalar: RealScalar>: ParameterFreeModule {
    /// The axis. A negative axis counts from the end.
    public let axis: Int
    /// Creates a layer that works along the given axis. A negative axis counts from the end.
    public init(axis: Int = -1) { self.axis = axis }
    /// Applies the function to the input. The result has the input's shape. Traps if the axis is out of range.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.logSoftmax(axis: axis) }
}

/// The identity function. It can take the place of a layer that is removed from a network.
public struct Identity<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates the layer.
    public init() {}
    /// Applies the function to the input. The result has the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input }
}

/// Merges all axes except the first: `[N, …] → [N, features]`.
public struct Flatten<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates the layer.
    public init() {}
    /// `[N, …] → [N, features]`.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.flattened(from: 1) }
}
